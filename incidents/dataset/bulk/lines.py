"""Rows of JSON Lines. What is sound is taken at sight; what is not is read as the YAML path reads it, and told so."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db.models import DecimalField, ForeignKey, IntegerField, ManyToManyField

from incidents.dataset.checking import field_faults
from incidents.dataset.faults import Fault
from incidents.dataset.files import Files
from incidents.dataset.rows import Row, row_of
from incidents.dataset.schema import SPEC_BY_LABEL, SPEC_OF, AnyField, Spec
from incidents.dataset.typed import Misfit, Value, typed
from incidents.dataset.yaml_reader import Items, Mapping, Node, Scalar
from incidents.models import Article

Take = Callable[[Any], Value]
TEXT = "text"
# Values of one field whose verdict is remembered: dates, languages and numbers come again and again.
REMEMBERED = 20_000
MAX_LINE = 8_000_000
# Written out in ASCII, these are what no text may hold; the slower reader says so.
_DOUBTFUL = re.compile(rb"\\u(0000|[dD][89a-fA-F])")


class Doubt(Exception):
    """A value that is not sound at sight."""


class _Pairs(list[tuple[str, Any]]):
    """An object of JSON with its keys as they stand, repeated ones included."""


@dataclass(frozen=True, slots=True)
class Read:
    """A sound row by field name, derived fields left out; `text` is what came with an article."""

    spec: Spec
    values: dict[str, Value]
    text: str | None = None


# Numbers stay the texts they are.
_DECODER = json.JSONDecoder(object_pairs_hook=_Pairs, parse_int=str, parse_float=str, parse_constant=str)


def read_line(line: bytes, *, file: str, number: int) -> Read | list[Fault]:
    """The row that the line holds, or every fault of it that can be told without other lines."""
    try:
        if len(line) > MAX_LINE:
            return [Fault(file=file, line=number, rule=f"is longer than {MAX_LINE} bytes: no row is.")]
        item = _DECODER.decode(line.decode())
    except UnicodeDecodeError:
        return [Fault(file=file, line=number, rule="is not UTF-8: save it in that encoding.")]
    except (ValueError, RecursionError) as error:
        return [Fault(file=file, line=number, rule=f"is not JSON: {error}.")]
    if not _DOUBTFUL.search(line):
        try:
            return _at_sight(item)
        except Doubt:
            pass
    return _looked_at(item, file=file, number=number)


def row_at(line: bytes, *, file: str, number: int) -> Row:
    """The row of a line that was found sound, as faults are told of it."""
    item = _DECODER.decode(line.decode())
    row, _ = row_of(file, _node(_without_text(item)[0], number))
    if row is None:
        raise ValueError(f"{file}:{number} is no row: the file was changed while it was read.")
    return row


def text_of(read: Read) -> str:
    """The text of an article that was read; raises NoText."""
    document = str(read.values["document"])
    came = {} if read.text is None else {document: read.text.encode(errors="surrogatepass")}
    return Files(texts=came).text_of(document)


def _at_sight(item: Any) -> Read:
    if not isinstance(item, _Pairs):
        raise Doubt
    parts = dict(item)
    spec, fields = SPEC_BY_LABEL.get(str(parts.get("model"))), parts.get("fields")
    allowed = 3 if spec is SPEC_OF[Article] and TEXT in parts else 2
    if spec is None or not isinstance(fields, _Pairs) or not len(item) == len(parts) == allowed:
        raise Doubt
    text = parts.get(TEXT)
    if text is not None and type(text) is not str:
        raise Doubt
    return Read(spec, _taken(spec, fields), text)


def _taken(spec: Spec, fields: _Pairs) -> dict[str, Value]:
    takes, values, required = _recipe(spec)
    values = values.copy()
    given = dict(fields)
    if len(given) != len(fields) or not required <= given.keys() <= takes.keys():
        raise Doubt
    for name, raw in fields:
        values[name] = takes[name](raw)
    return values


@cache
def _recipe(spec: Spec) -> tuple[dict[str, Take], dict[str, Value], frozenset[str]]:
    """How each field is taken, what it is where it is left out, and which must not be."""
    required = frozenset(name for name in spec.fields if spec.required(name))
    return (
        {name: _taking(field) for name, field in spec.fields.items()},
        {name: spec.default(name) for name in spec.fields},
        required,
    )


def _taking(field: AnyField) -> Take:
    match field:
        case ManyToManyField():
            return _take_slugs
        case ForeignKey():
            return _take_optional_slug if field.null else _take_slug
        case ArrayField():
            return _taking_words(field)
        case IntegerField() | DecimalField():
            return _taking_number(field)
    return _taking_text(field)


def _take_slug(raw: Any) -> Value:
    if type(raw) is list and len(raw) == 1 and type(raw[0]) is str:
        return raw[0]
    raise Doubt


def _take_optional_slug(raw: Any) -> Value:
    return None if raw is None else _take_slug(raw)


def _take_slugs(raw: Any) -> Value:
    if type(raw) is not list:
        raise Doubt
    slugs = sorted(str(_take_slug(item)) for item in raw)
    if len(set(slugs)) != len(slugs):
        raise Doubt
    return tuple(slugs)


def _taking_words(field: AnyField) -> Take:
    sound = _verdicts(field, list)

    def take(raw: Any) -> Value:
        if type(raw) is not list or not all(type(word) is str for word in raw):
            raise Doubt
        words = tuple(raw)
        if len(set(words)) != len(words) or not sound(words):
            raise Doubt
        return words

    return take


def _taking_number(field: AnyField) -> Take:
    @lru_cache(maxsize=REMEMBERED)
    def number(text: str) -> Value:
        try:
            value = typed(field, Scalar(0, text))
            field.clean(value, None)
        except (Misfit, ValidationError) as error:
            raise Doubt from error
        return value

    def take(raw: Any) -> Value:
        if raw is None and field.null:
            return None
        if type(raw) is not str:
            raise Doubt
        return number(raw)

    return take


def _taking_text(field: AnyField) -> Take:
    sound = _plain(field) or _verdicts(field, str)

    def take(raw: Any) -> Value:
        if type(raw) is not str or not (sound(raw) if raw else field.blank):
            raise Doubt
        return raw

    return take


def _plain(field: Any) -> Callable[[str], bool] | None:
    """The verdict on the texts of a field that asks for nothing but a length, or for one of its words."""
    if field.choices:
        words = frozenset(str(word) for word, _ in field.flatchoices)
        return words.__contains__
    if all(isinstance(rule, MaxLengthValidator | ProhibitNullCharactersValidator) for rule in field.validators):
        longest = field.max_length
        return (lambda text: len(text) <= longest) if longest else (lambda text: True)
    return None


def _verdicts(field: AnyField, kept_as: Callable[[Any], Any]) -> Callable[[Any], bool]:
    @lru_cache(maxsize=REMEMBERED)
    def sound(value: Any) -> bool:
        # As a model's clean_fields does: what may be empty is not looked at where it is.
        if field.blank and not value:
            return True
        try:
            field.clean(kept_as(value), None)
        except ValidationError:
            return False
        return True

    return sound


def _looked_at(item: Any, *, file: str, number: int) -> Read | list[Fault]:
    bare, text = _without_text(item)
    row, faults = row_of(file, _node(bare, number))
    if row is None:
        return faults
    for name in row.spec.derived:
        row.values[name] = text if isinstance(text, str) else ""
        # What is derived is looked at where it is found.
        row.faulty.add(name)
    faults += field_faults(row)
    if text is not None and not isinstance(text, str):
        faults.append(row.fault(TEXT, "must be a text, not a number, list or mapping."))
    if faults:
        return faults
    return Read(row.spec, {name: row.values[name] for name in row.spec.fields}, text)


def _without_text(item: Any) -> tuple[Any, Any]:
    """The item as fixtures know it, and the text that may come along with an article."""
    if not isinstance(item, _Pairs) or ("model", SPEC_OF[Article].label) not in item:
        return item, None
    text = next((value for name, value in item if name == TEXT), None)
    return _Pairs(pair for pair in item if pair[0] != TEXT), text


def _node(item: Any, line: int) -> Node:
    match item:
        case _Pairs():
            return _mapping(item, line)
        case list():
            return Items(line, [_node(member, line) for member in item])
        case None:
            return Scalar(line, "null", is_null=True)
        case str():
            return Scalar(line, item)
    return Scalar(line, "true" if item else "false")


def _mapping(pairs: _Pairs, line: int) -> Mapping:
    mapping = Mapping(line, {})
    for name, value in pairs:
        if name in mapping.items:
            mapping.repeated.append(Scalar(line, name))
        else:
            mapping.items[name] = _node(value, line)
    return mapping
