"""How the text of one query parameter becomes a value, and how OpenAPI describes it. One class a kind of value.

A field is stateless, refuses with RefusedValue, and never lets anything through that its OpenAPI schema does not allow.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from django import forms

from eventsapi.rest.errors import Code

MAX_VALUES = 100
MAX_ID_LENGTH = 80
MAX_TEXT_LENGTH = 200
# Wider than the ids that exist: an id that does not exist is data and matches nothing, whatever its spelling.
ID_PATTERN = rf"[A-Za-z0-9_-]{{1,{MAX_ID_LENGTH}}}"

Schema = dict[str, Any]


class RefusedValue(Exception):
    """A value that the parameter does not take."""

    def __init__(self, code: Code, detail: str, *, allowed: Sequence[str] = ()) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.allowed = allowed


@dataclass(frozen=True)
class Selection:
    """Members of a list: any of `include` (all, if it is empty), but none of `exclude`."""

    include: tuple[str, ...]
    exclude: tuple[str, ...]


@dataclass(frozen=True)
class Looked:
    """What was found out about a value before it narrows rows: the `kind` of condition, and what that is made of."""

    kind: str
    value: Any


def quoted(text: str) -> str:
    """The value as an error repeats it, cut where it is long."""
    return f"'{text}'" if len(text) <= 80 else f"'{text[:80]}…'"


def unknown_words(words: Sequence[str], choices: Sequence[str]) -> RefusedValue:
    """The refusal of words that are not in a closed list, with a guess at the first that was meant."""
    named = ", ".join(quoted(word) for word in words[:5])
    guesses = get_close_matches(words[0], choices, n=1) or get_close_matches(words[0].upper(), choices, n=1)
    hint = f" Did you mean '{guesses[0]}'?" if guesses else ""
    return RefusedValue(Code.UNKNOWN_WORD, f"{named}: not one of the allowed words.{hint}", allowed=choices)


class QueryField(forms.Field):
    """What all fields share. `max_length` is in characters; `choices` are the words of a closed list."""

    max_length = MAX_TEXT_LENGTH
    choices: tuple[str, ...] = ()
    spelling = ""  # told after help_text, where the schema allows more ways of writing a value than are understood

    def __init__(self, *, required: bool = False, **options: Any) -> None:
        super().__init__(required=required, **options)

    def clean(self, value: str) -> Any:
        """The value of a text that is not empty. Raises RefusedValue."""
        if len(value) > self.max_length:
            raise RefusedValue(Code.TOO_LONG, f"{len(value)} characters; at most {self.max_length} are allowed.")
        return self.read(value)

    def read(self, value: str) -> Any:
        raise NotImplementedError(f"{type(self).__name__} needs a read().")

    def canonical(self, value: Any) -> str:
        """One spelling for all texts that mean this value."""
        return str(value)

    def schema(self) -> Schema:
        raise NotImplementedError(f"{type(self).__name__} needs a schema().")

    def parameter(self, name: str) -> Schema:
        """The OpenAPI parameter object. What is sent where nothing is asked for is an example too."""
        schema = self.schema()
        if "default" in schema or "enum" in schema:
            schema.setdefault("examples", [schema["default"] if "default" in schema else schema["enum"][0]])
        needed = {"required": True} if self.required else {}
        told = f"{self.help_text}{self.spelling}"
        return {"name": name, "in": "query", **needed, "description": told, "schema": schema}


class TextField(QueryField):
    """Free text; blanks around it do not count."""

    def __init__(self, *, max_length: int = MAX_TEXT_LENGTH, example: str | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.max_length = max_length
        self.example = example

    def read(self, value: str) -> str:
        text = value.strip()
        if not text:
            raise RefusedValue(Code.EMPTY_VALUE, "The value holds nothing but blanks.")
        return text

    def schema(self) -> Schema:
        schema: Schema = {"type": "string", "minLength": 1, "maxLength": self.max_length}
        return schema | ({"examples": [self.example]} if self.example else {})


class ExactTextField(QueryField):
    """Free text, code point for code point: blanks around it count."""

    def __init__(self, *, max_length: int, example: str, **options: Any) -> None:
        super().__init__(**options)
        self.max_length = max_length
        self.example = example

    def read(self, value: str) -> str:
        return value

    def schema(self) -> Schema:
        return {"type": "string", "minLength": 1, "maxLength": self.max_length, "examples": [self.example]}


class WordField(QueryField):
    """One word of a closed list."""

    def __init__(self, *, choices: Sequence[str], default: str | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.choices = tuple(choices)
        self.default = default

    def read(self, value: str) -> str:
        if value not in self.choices:
            raise unknown_words([value], self.choices)
        return value

    def schema(self) -> Schema:
        schema: Schema = {"type": "string", "enum": list(self.choices)}
        return schema | ({"default": self.default} if self.default else {})


class BooleanField(QueryField):
    """true or false."""

    def __init__(self, *, default: bool | None = None, example: bool | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.default = default
        self.example = example

    def read(self, value: str) -> bool:
        if value not in ("true", "false"):
            raise unknown_words([value], ("true", "false"))
        return value == "true"

    def canonical(self, value: bool) -> str:
        return "true" if value else "false"

    def schema(self) -> Schema:
        schema: Schema = {"type": "boolean"}
        schema |= {} if self.default is None else {"default": self.default}
        return schema | ({} if self.example is None else {"examples": [self.example]})


class NumberField(QueryField):
    """A decimal number between two bounds."""

    pattern = re.compile(r"-?[0-9]{1,16}(\.[0-9]{1,6})?", re.ASCII)
    json_type = "number"
    spelling = " Written plainly: without an exponent, with 6 decimals at most."
    number: type[int] | type[Decimal] = Decimal

    def __init__(
        self, *, minimum: int, maximum: int, default: int | None = None, example: int | None = None, **options: Any
    ) -> None:
        super().__init__(**options)
        self.minimum = minimum
        self.maximum = maximum
        self.default = default
        self.example = example

    def read(self, value: str) -> int | Decimal:
        if not self.pattern.fullmatch(value):
            raise RefusedValue(Code.INVALID_VALUE, f"{quoted(value)} is not {self.kind()}.")
        number = self.number(value)
        if not self.minimum <= number <= self.maximum:
            limits = f"{self.minimum} to {self.maximum}"
            raise RefusedValue(Code.OUT_OF_RANGE, f"{quoted(value)} is outside the limits {limits}.")
        return number

    def kind(self) -> str:
        return "a plain decimal number"

    def canonical(self, value: int | Decimal) -> str:
        # Adding nothing turns -0 into 0.
        return f"{Decimal(value).normalize() + 0:f}"

    def schema(self) -> Schema:
        schema: Schema = {"type": self.json_type, "minimum": self.minimum, "maximum": self.maximum}
        schema |= {} if self.default is None else {"default": self.default}
        return schema | ({} if self.example is None else {"examples": [self.example]})


class IntegerField(NumberField):
    """A whole number between two bounds."""

    pattern = re.compile(r"-?[0-9]{1,18}", re.ASCII)
    json_type = "integer"
    spelling = ""
    number = int

    def kind(self) -> str:
        return "a whole number"


class DateField(QueryField):
    """A day, ISO 8601: YYYY-MM-DD, years 0001 to 9999."""

    pattern = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)

    def __init__(self, *, example: str = "2024-12-25", **options: Any) -> None:
        super().__init__(**options)
        self.example = example

    def read(self, value: str) -> date:
        try:
            return date.fromisoformat(self.pattern.fullmatch(value)[0])  # type: ignore[index]  # None is a TypeError
        except (TypeError, ValueError):
            raise RefusedValue(Code.INVALID_VALUE, f"{quoted(value)} is not a day written YYYY-MM-DD.") from None

    def schema(self) -> Schema:
        return {"type": "string", "format": "date", "examples": [self.example]}


class InstantField(QueryField):
    """A day or a moment, ISO 8601. Without an offset it is UTC; a day means its first moment."""

    pattern = re.compile(
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})?)?", re.ASCII
    )

    def read(self, value: str) -> datetime:
        try:
            moment = datetime.fromisoformat(self.pattern.fullmatch(value)[0])  # type: ignore[index]  # None is a TypeError
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except (TypeError, ValueError, OverflowError):
            detail = f"{quoted(value)} is not a day or a moment such as 2024-12-25T06:30:00Z."
            raise RefusedValue(Code.INVALID_VALUE, detail) from None

    def canonical(self, value: datetime) -> str:
        return value.isoformat().replace("+00:00", "Z")

    def schema(self) -> Schema:
        return {
            "anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}],
            "examples": ["2024-12-25", "2024-12-25T06:30:00Z"],
        }


class ListField(QueryField):
    """Members joined by commas, any of which may match; with `negatable`, `!` before a member excludes it."""

    # Each member has its own limit; the query string has one for all of them together.
    max_length = MAX_VALUES * (MAX_ID_LENGTH + 2)

    def __init__(self, *, negatable: bool = True, example: str | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.negatable = negatable
        self.example = example

    def read(self, value: str) -> Selection:
        members = value.split(",")
        if len(members) > MAX_VALUES:
            raise RefusedValue(Code.TOO_MANY_VALUES, f"{len(members)} values; at most {MAX_VALUES} are allowed.")
        negative = [member[1:] for member in members if self.negatable and member.startswith("!")]
        positive = [member for member in members if not (self.negatable and member.startswith("!"))]
        if not all([*positive, *negative]):
            raise RefusedValue(Code.EMPTY_VALUE, "A member of the list is empty: look for a comma too many.")
        self.refuse_unknown([*positive, *negative])
        return Selection(include=tuple(sorted(set(positive))), exclude=tuple(sorted(set(negative))))

    def refuse_unknown(self, members: Sequence[str]) -> None:
        raise NotImplementedError(f"{type(self).__name__} needs a refuse_unknown().")

    def canonical(self, value: Selection) -> str:
        return ",".join([*value.include, *(f"!{member}" for member in value.exclude)])

    def item_schema(self) -> Schema:
        raise NotImplementedError(f"{type(self).__name__} needs an item_schema().")

    def schema(self) -> Schema:
        schema: Schema = {"type": "array", "items": self.item_schema(), "minItems": 1, "maxItems": MAX_VALUES}
        return schema | ({"examples": [[self.example]]} if self.example else {})

    def parameter(self, name: str) -> Schema:
        return super().parameter(name) | {"style": "form", "explode": False}


class WordsField(ListField):
    """Words of a closed list."""

    def __init__(self, *, choices: Sequence[str], **options: Any) -> None:
        super().__init__(**options)
        self.choices = tuple(choices)

    def refuse_unknown(self, members: Sequence[str]) -> None:
        unknown = [member for member in members if member not in self.choices]
        if unknown:
            raise unknown_words(unknown, self.choices)

    def item_schema(self) -> Schema:
        excluded = [f"!{choice}" for choice in self.choices] if self.negatable else []
        return {"type": "string", "enum": [*self.choices, *excluded]}


class PatternsField(ListField):
    """Members of one form. `what` names it in errors, e.g. "a country code such as DE"."""

    def __init__(self, *, pattern: str, what: str, **options: Any) -> None:
        super().__init__(**options)
        self.pattern = re.compile(pattern, re.ASCII)
        self.what = what

    def refuse_unknown(self, members: Sequence[str]) -> None:
        for member in members:
            if not self.pattern.fullmatch(member):
                raise RefusedValue(Code.INVALID_VALUE, f"{quoted(member)} is not {self.what}.")

    def item_schema(self) -> Schema:
        sign = "!?" if self.negatable else ""
        return {"type": "string", "pattern": f"^{sign}({self.pattern.pattern})$"}


class PairField(PatternsField):
    """Two different members, both of which are meant; which comes first does not matter."""

    def __init__(self, **options: Any) -> None:
        super().__init__(negatable=False, **options)

    def refuse_unknown(self, members: Sequence[str]) -> None:
        super().refuse_unknown(members)
        if len(members) != 2 or len(set(members)) != 2:
            raise RefusedValue(Code.INVALID_VALUE, f"{quoted(','.join(members))} is not two different members.")

    def schema(self) -> Schema:
        examples = {"examples": [self.example.split(",")]} if self.example else {}
        return super().schema() | {"minItems": 2, "maxItems": 2, "uniqueItems": True} | examples
