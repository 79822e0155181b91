"""Values that a parameter must refuse, derived from what the OpenAPI document says of it."""

from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest
from typing import Any
from urllib.parse import quote

from eventsapi.rest.parameters import MAX_QUERY_BYTES

Schema = dict[str, Any]

NOT_WHOLE = ["ten", "1.5", "1e3", "0x1", " 1", "+1", "１", "9" * 19]
NOT_A_NUMBER = ["ten", "nan", "inf", "1e3", "1,5", "+1", "१", "9" * 16]
NOT_A_DAY = ["2025-02-30", "2025-1-1", "20250101", "2025-01-01T00:00:00Z", "01.01.2025", "yesterday", "0000-01-01"]
NOT_A_MOMENT = ["2025-13-01", "2025-01-01 00:00:00", "2025-01-01T25:00:00Z", "2025-01-01T00:00Z", "1735689600", "now"]
NOT_A_WORD = ["no-such-word", "id'--", "𝕏"]
FORMS: dict[str, list[str]] = {
    "integer": NOT_WHOLE,
    "number": NOT_A_NUMBER,
    "boolean": ["yes", "1", "True", "null"],
    "date": NOT_A_DAY,
    "moment": NOT_A_MOMENT,
    "word": NOT_A_WORD,
    "words": [*NOT_A_WORD, "!", "a,,b", ","],
    "pattern": ["no such form", "né", "!", "a\n", "*"],
    "text": [],
}


def malformed(parameter: Schema) -> list[str]:
    """Texts that are no value of the parameter: of another form, out of its limits, over-long, or empty."""
    schema = parameter["schema"]
    return ["", *FORMS[form_of(schema)], *beyond_limits(schema)]


def malformed_queries(parameters: Iterable[Schema]) -> Iterator[dict[str, str]]:
    """Queries in which every value is malformed: all that parameters must refuse, in few requests."""
    named = [(parameter["name"], malformed(parameter)) for parameter in parameters]
    for values in zip_longest(*(values for _, values in named)):
        query: dict[str, str] = {}
        for name, value in zip((name for name, _ in named), values, strict=True):
            more: dict[str, str] = {} if value is None else {name: value}
            if len(encoded(query | more)) > MAX_QUERY_BYTES:
                yield query
                query = {}
            query |= more
        yield query


def encoded(query: dict[str, str]) -> str:
    return "&".join(f"{name}={quote(value, safe=',')}" for name, value in query.items())


def form_of(schema: Schema) -> str:
    if "enum" in schema:
        return "word"
    if "items" in schema:
        return "words" if "enum" in schema["items"] else "pattern"
    if "pattern" in schema:
        return "pattern"
    if "anyOf" in schema:
        return "moment"
    named = str(schema["format"] if "format" in schema else schema["type"])
    return {"string": "text"}.get(named, named)


def beyond_limits(schema: Schema) -> list[str]:
    """One more, or one less, than each limit of the schema allows."""
    texts: dict[str, Callable[[int], str]] = {
        "minimum": lambda limit: str(limit - 1),
        "maximum": lambda limit: str(limit + 1),
        "maxLength": lambda limit: "x" * (limit + 1),
        "maxItems": lambda limit: ",".join([member_of(schema)] * (limit + 1)),
    }
    return [text(schema[limit]) for limit, text in texts.items() if limit in schema]


def member_of(schema: Schema) -> str:
    """A sound member of a list, a short one where there is a choice."""
    if "enum" in schema["items"]:
        return min(map(str, schema["items"]["enum"]), key=len)
    return str(schema["examples"][0][0])[:2]
