"""Keys name published records across resources: `events:kyiv-attack-2025-11-14`."""

from collections.abc import Iterator
from typing import Any, NamedTuple

Snapshot = dict[str, Any]


class Key(NamedTuple):
    resource: str
    slug: str

    def __str__(self) -> str:
        return f"{self.resource}:{self.slug}"


def references(key: Key, snapshot: Snapshot) -> Iterator[Key]:
    """The records that a snapshot refers to by id."""
    return REFERENCES[key.resource](snapshot)


def _none(snapshot: Snapshot) -> Iterator[Key]:
    yield from ()


def _of_actor(snapshot: Snapshot) -> Iterator[Key]:
    yield from (Key("actors", item["organisation"]) for item in snapshot["affiliations"])


def _of_article(snapshot: Snapshot) -> Iterator[Key]:
    yield Key("sources", snapshot["source"])
    yield from (Key("sources", item["source"]) for item in snapshot["cites"])


def _of_event(snapshot: Snapshot) -> Iterator[Key]:
    yield from (Key("places", item["place"]) for item in snapshot["places"])
    yield from (Key("actors", item["actor"]) for item in snapshot["participants"])
    yield from (Key("events", item["event"]) for item in snapshot["relations"])
    if snapshot["part_of"]:
        yield Key("events", snapshot["part_of"])


def _of_claim(snapshot: Snapshot) -> Iterator[Key]:
    yield Key("articles", snapshot["article"])
    yield from (Key("events", slug) for slug in snapshot["events"])
    yield from (Key("sources", slug) for slug in snapshot["attribution"])
    if snapshot["speaker"]:
        yield Key("actors", snapshot["speaker"])
    value = snapshot["value"] or {}
    if value.get("actor"):
        yield Key("actors", value["actor"])
    if value.get("place"):
        yield Key("places", value["place"])


REFERENCES = {
    "sources": _none,
    "places": _none,
    "actors": _of_actor,
    "articles": _of_article,
    "events": _of_event,
    "claims": _of_claim,
}


def replace_reference(key: Key, snapshot: Snapshot, old: Key, new: Key) -> Snapshot:
    """The snapshot with every reference to `old` pointing to `new`, each listed once."""
    return {field: _replaced(field, value, key, old, new) for field, value in snapshot.items()}


# Which fields of a snapshot hold ids of which resource.
_REFERRING: dict[tuple[str, str], str] = {
    ("actors", "affiliations"): "actors",
    ("articles", "source"): "sources",
    ("articles", "cites"): "sources",
    ("events", "places"): "places",
    ("events", "participants"): "actors",
    ("events", "relations"): "events",
    ("events", "part_of"): "events",
    ("claims", "events"): "events",
    ("claims", "attribution"): "sources",
    ("claims", "speaker"): "actors",
}
_VALUE_PART = {"actors": "actor", "places": "place"}


def _replaced(field: str, value: Any, key: Key, old: Key, new: Key) -> Any:
    if field == "value" and value and old.resource in _VALUE_PART:
        part = _VALUE_PART[old.resource]
        return value | {part: new.slug if value[part] == old.slug else value[part]}
    if _REFERRING.get((key.resource, field)) != old.resource:
        return value
    if isinstance(value, list):
        kept = [_swap(item, old.slug, new.slug) for item in value]
        return [item for position, item in enumerate(kept) if item not in kept[:position]]
    return new.slug if value == old.slug else value


def _swap(item: Any, old: str, new: str) -> Any:
    if isinstance(item, dict):
        return {part: new if part in _POINTING and value == old else value for part, value in item.items()}
    return new if item == old else item


_POINTING = {"organisation", "source", "place", "actor", "event"}
