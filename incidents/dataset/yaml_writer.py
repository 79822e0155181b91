"""Writing rows as YAML: always the same bytes for the same rows, one fact a line, every text code point for code point.

A text stands bare where every YAML reader would take it for that text, else in double quotes, in which all that cannot
be seen is escaped. Nothing is wrapped. Words taken from an article are always quoted, so that their ends show.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import cast

import yaml
from django.db.models import ForeignKey, ManyToManyField

from incidents.dataset.schema import AnyField, Spec
from incidents.dataset.stored import Values
from incidents.dataset.typed import Value

VERBATIM = {"quote", "mention", "speaker_text"}
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`=~ ")
# Texts to this project, but numbers or truth values to readers of other versions of YAML.
_ELSEWHERE = re.compile(r"[-+]?[0-9.]+[eE][-+]?[0-9]+|0o[0-7]+|[yYnN]")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
_RESOLVER = yaml.SafeLoader("")


def document(rows: Iterable[tuple[Spec, Values]]) -> str:
    """The rows as one YAML document; fields at their default are left out."""
    return "".join(f"{line}\n" for spec, values in rows for line in _row(spec, values))


def _row(spec: Spec, values: Values) -> Iterator[str]:
    yield f"- model: {spec.label}"
    yield "  fields:"
    for name, field in spec.fields.items():
        if values[name] != spec.default(name):
            yield from _field(name, field, values[name])


def _field(name: str, field: AnyField, value: Value) -> Iterator[str]:
    if isinstance(value, tuple):
        yield f"    {name}:"
        linked = isinstance(field, ManyToManyField)
        yield from (f"    - [{_text(item)}]" if linked else f"    - {_text(item)}" for item in value)
    elif isinstance(field, ForeignKey):
        yield f"    {name}: [{_text(str(value))}]"
    elif isinstance(value, str):
        yield f"    {name}: {quoted(value) if name in VERBATIM else _text(value)}"
    else:
        yield f"    {name}: {_number(cast(int | Decimal, value))}"


def _number(value: int | Decimal) -> str:
    """Without the zeros that the column appends."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _text(value: str) -> str:
    return value if _stands_bare(value) else quoted(value)


def _stands_bare(value: str) -> bool:
    if not value or not value.isprintable() or value[0] in _INDICATORS or value[-1] in " :":
        return False
    if ": " in value or " #" in value or _ELSEWHERE.fullmatch(value):
        return False
    tag: str = _RESOLVER.resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]  # as published
    return tag == "tag:yaml.org,2002:str"


def quoted(value: str) -> str:
    return f'"{"".join(_escaped(character) for character in value)}"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
