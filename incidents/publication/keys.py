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
    """The snapshot with every reference to `old` pointing to `new`: none said twice, none to the record itself.

    What already pointed to `new` stays as it was, which is what the unique constraints of the editors' tables keep.
    """
    return {field: _replaced(field, value, key, old, new) for field, value in snapshot.items()}


def distinct(items: list[Snapshot], *parts: str) -> list[Snapshot]:
    """The first of the items that are alike in these parts."""
    first: dict[tuple[Any, ...], Snapshot] = {}
    for item in items:
        first.setdefault(tuple(item[part] for part in parts), item)
    return list(first.values())


def in_order(items: list[Snapshot], *parts: str) -> list[Snapshot]:
    """Sorted here rather than by the database, whose order depends on its collation."""
    return sorted(items, key=lambda item: [item[part] or "" for part in parts]) if len(items) > 1 else items


class Listing(NamedTuple):
    """A list of a snapshot whose items refer to records of one resource, and the parts that tell its items apart."""

    resource: str
    pointing: str
    order: tuple[str, ...]


LISTINGS: dict[tuple[str, str], Listing] = {
    ("actors", "affiliations"): Listing("actors", "organisation", ("organisation", "role", "from")),
    ("articles", "cites"): Listing("sources", "source", ("source",)),
    ("events", "places"): Listing("places", "place", ("role", "place")),
    ("events", "participants"): Listing("actors", "actor", ("role", "actor")),
    ("events", "relations"): Listing("events", "event", ("relation", "event")),
}
# Fields that hold an id, and lists of nothing but ids, by the resource they refer to.
_PLAIN: dict[tuple[str, str], str] = {
    ("articles", "source"): "sources",
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
    listing = LISTINGS.get((key.resource, field))
    if listing and listing.resource == old.resource:
        return _relisted(value, listing, key, old, new)
    if _PLAIN.get((key.resource, field)) != old.resource:
        return value
    if isinstance(value, list):
        moved = [new.slug if slug == old.slug else slug for slug in value if slug != old.slug or new.slug not in value]
        return sorted(moved) if field == "events" else moved
    return new.slug if value == old.slug else value


def _relisted(items: list[Snapshot], listing: Listing, key: Key, old: Key, new: Key) -> list[Snapshot]:
    pointing = listing.pointing
    staying = [item for item in items if item[pointing] != old.slug]
    moved = [item | {pointing: new.slug} for item in items if item[pointing] == old.slug]
    others = [item for item in [*staying, *moved] if Key(listing.resource, item[pointing]) != key]
    return in_order(distinct(others, *listing.order), *listing.order)
