"""The rules of a query that OpenAPI has no words for, most of them between parameters.

A query whose every value is as the document says is changed here no more than it takes to keep to these rules as well.
"""

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import quote_plus

Query = dict[str, Any]

MAX_QUERY_BYTES = 2_000
TEXTS = {"name", "q", "quote"}
RANGES = (
    ("date_from", "date_to"),
    ("said_from", "said_to"),
    ("published_from", "published_to"),
    ("value_min", "value_max"),
)
# By list: a parameter, and those of which it needs one.
COMPANIONS: Mapping[str, Mapping[str, Collection[str]]] = {
    "events": {
        "affiliated": ("actor",),
        "date_match": ("date_from", "date_to"),
        "near": ("radius_km",),
        "radius_km": ("near",),
    },
    "claims": {"affiliated": ("speaker",)},
}
# By format: the parameters that mean nothing to it.
MEANINGLESS: Mapping[str, Collection[str]] = {
    "csv": ("page_size", "cursor", "include"),
    "jsonl": ("page_size", "cursor"),
    "atom": ("fields", "include"),
}


def sound(query: Mapping[str, Any], *, resource: str, newest: int) -> Query:
    """The query, keeping to all rules; `newest` is the newest version of the dataset."""
    kept = {name: _sound_value(name, value, newest=newest) for name, value in query.items()}
    needed = COMPANIONS.get(resource, {})
    refused = {name for name, companions in needed.items() if kept.keys().isdisjoint(companions)}
    refused |= set(MEANINGLESS.get(kept.get("format", "json"), ()))
    return _short(_in_order({name: value for name, value in kept.items() if name not in refused}))


def _sound_value(name: str, value: Any, *, newest: int) -> Any:
    """Versions are there already, numbers are written plainly, texts hold more than blanks, boxes are not turned."""
    if name in ("as_of", "min_version"):
        return int(value) % (newest + 1)
    if name in ("value_min", "value_max"):
        return round(float(value), 3)
    if name == "bbox":
        west, south, east, north = value.split(",")
        south, north = sorted((south, north), key=float)
        return f"{west},{south},{east},{north}"
    return "blank" if name in TEXTS and not value.strip() else value


def _in_order(query: Query) -> Query:
    for start, end in RANGES:
        if start in query and end in query:
            query[start], query[end] = sorted((query[start], query[end]))
    return query


def _short(query: Query) -> Query:
    """The longest values are halved until the query fits."""
    while size(query) > MAX_QUERY_BYTES:
        longest = max(query, key=lambda name: size({name: query[name]}))
        query[longest] = _half(query[longest], is_text=longest in TEXTS)
    return query


def _half(value: Any, *, is_text: bool) -> Any:
    """The first half: of the characters of a text, or of the members of a list, which may be joined already."""
    if is_text:
        text = value.strip()
        return text[: len(text) // 2]
    members = value.split(",") if isinstance(value, str) else value
    half = members[: len(members) // 2]
    return ",".join(half) if isinstance(value, str) else half


def size(query: Mapping[str, Any]) -> int:
    """Bytes on the wire, at most; a cursor is not counted."""
    pairs = [f"{quote_plus(name)}={quote_plus(_text(value))}" for name, value in query.items() if name != "cursor"]
    return len("&".join(pairs))


def _text(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
