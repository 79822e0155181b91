"""Merging two records of the same thing: one stays, the other's address redirects to it for good."""

from dataclasses import dataclass

import pghistory
from django.db import IntegrityError, models, transaction

from incidents.models import (
    Actor,
    ActorName,
    Affiliation,
    Article,
    ArticleCitation,
    Claim,
    ClaimAttribution,
    ClaimEvent,
    Event,
    EventParticipant,
    EventPlace,
    EventRelation,
    Place,
    Record,
    Source,
)
from incidents.publication.invariants import Problem, PublicationRefused
from incidents.publication.keys import Key, Snapshot, references, replace_reference
from incidents.publication.ledger import Ledger, dependents, take_lock
from incidents.publication.snapshots import in_order, key_of
from incidents.publication.world import World
from incidents.vocabularies import NameKind, Status


@dataclass(frozen=True)
class Pointer:
    """A column that points at a mergeable record, and the path to the record that it is part of."""

    model: type[models.Model]
    column: str
    owner: str
    owned_by: type[Record]


POINTERS: dict[type[Record], tuple[Pointer, ...]] = {
    Source: (
        Pointer(Article, "source", "pk", Article),
        Pointer(ArticleCitation, "source", "article", Article),
        Pointer(ClaimAttribution, "source", "claim", Claim),
    ),
    Place: (
        Pointer(EventPlace, "place", "event", Event),
        Pointer(Claim, "value_place", "pk", Claim),
    ),
    Actor: (
        Pointer(ActorName, "actor", "actor", Actor),
        Pointer(Affiliation, "person", "person", Actor),
        Pointer(Affiliation, "organisation", "person", Actor),
        Pointer(EventParticipant, "actor", "event", Event),
        Pointer(Claim, "speaker", "pk", Claim),
        Pointer(Claim, "value_actor", "pk", Claim),
    ),
    Event: (
        Pointer(ClaimEvent, "event", "claim", Claim),
        Pointer(EventRelation, "from_event", "from_event", Event),
        Pointer(EventRelation, "to_event", "from_event", Event),
        Pointer(Event, "part_of", "pk", Event),
    ),
}
# What the record that stays takes over from the other one's published content.
TAKEN_OVER: dict[str, dict[str, tuple[str, ...]]] = {
    "actors": {"names": ("kind", "name", "language"), "affiliations": ("organisation", "role", "from")},
    "events": {"relations": ("relation", "event")},
}


def merge(record: Record, *, into: Record, reason: str) -> int:
    """Move everything that points at `record` to `into`, withdraw `record`, and redirect its address.

    Names become aliases of the one that stays. Returns the dataset version, new where the record was public.
    Raises PublicationRefused where the two cannot be merged; then nothing is written.
    """
    with transaction.atomic(), pghistory.context(act="merge", into=into.slug, reason=reason):
        take_lock()
        _lock_both(record, into)
        problems = _obstacles(record, into, reason)
        if problems:
            raise PublicationRefused(problems)
        version = _merge_published(key_of(record), key_of(into), reason)
        waiting = into.changed_since_publication
        _merge_editorial(record, into)
        if not waiting:
            _mark_as_published(type(into), [into.pk])
        table = type(record)._default_manager.filter(pk=record.pk)
        table.update(status=Status.RETRACTED, merged_into=into.pk, retraction_reason=reason)
        return version


def _lock_both(record: Record, into: Record) -> None:
    """Nobody edits either until the merge is done, and both are as whoever saved last left them."""
    for locked in {record, into}:
        type(locked)._default_manager.select_for_update().get(pk=locked.pk)
        locked.refresh_from_db()


def _obstacles(record: Record, into: Record, reason: str) -> list[Problem]:
    name = str(key_of(record))
    checks = {
        ("resource", "only sources, places, actors and events can be merged."): type(record) in POINTERS,
        ("into", f"{into.slug} is not of the same kind."): type(record) is type(into),
        ("slug", "cannot be merged into itself."): record.pk != into.pk or type(record) is not type(into),
        ("status", "was withdrawn before."): record.status != Status.RETRACTED,
        ("into", f"{into.slug} is {into.status}: publish it first."): into.status == Status.PUBLISHED
        or record.status != Status.PUBLISHED,
        ("part_of", f"one of them is part of the other, {into.slug}."): not _nested(record, into),
        ("reason", "give one."): bool(reason.strip()),
    }
    return [Problem(name, field, why) for (field, why), holds in checks.items() if not holds]


def _nested(record: Record, into: Record) -> bool:
    return getattr(record, "part_of", None) == into or getattr(into, "part_of", None) == record


# The public side


def _merge_published(old: Key, new: Key, reason: str) -> int:
    world = World()
    ledger = Ledger(world)
    gone = world.find(old)
    if gone is None:
        return ledger.commit([])
    affected = {key for key in dependents({old, new}) if key != old} | {new}
    for key in affected:
        found = world.get(key)
        if old in references(key, found):
            world.put(key, replace_reference(key, found, old, new))
    world.put(new, _united(new, world.get(new), replace_reference(old, gone, old, new)))
    ledger.withdraw(old, reason=reason, merged_into=new.slug)
    return ledger.commit(affected)


def _united(key: Key, kept: Snapshot, gone: Snapshot) -> Snapshot:
    united = dict(kept)
    for field, order in TAKEN_OVER.get(key.resource, {}).items():
        items = [item | {"kind": NameKind.ALIAS} if field == "names" else item for item in gone[field]]
        known = [_identity(item) for item in kept[field]]
        taken = [item for item in items if _identity(item) not in known and key.slug not in item.values()]
        united[field] = in_order([*kept[field], *taken], *order)
    return united


def _identity(item: Snapshot) -> Snapshot:
    """Two names are the same name whatever kind each was entered as."""
    return {part: value for part, value in item.items() if part != "kind"}


# The editorial side


def _merge_editorial(record: Record, into: Record) -> None:
    if isinstance(record, Actor):
        record.names.update(kind=NameKind.ALIAS)
    for pointer in POINTERS[type(record)]:
        unchanged = _owners_without_edits(pointer, record)
        for row in pointer.model._default_manager.filter(**{pointer.column: record}):
            _repoint(row, pointer.column, into)
        _mark_as_published(pointer.owned_by, unchanged)


def _owners_without_edits(pointer: Pointer, record: Record) -> list[int]:
    owners = pointer.model._default_manager.filter(**{pointer.column: record}).values(pointer.owner)
    clean = pointer.owned_by._default_manager.filter(
        pk__in=owners, status=Status.PUBLISHED, version=models.F("published_version")
    )
    return list(clean.values_list("pk", flat=True))


def _repoint(row: models.Model, column: str, into: Record) -> None:
    """Point the row at the record that stays; a row that would then say something twice is dropped."""
    table = type(row)._default_manager.filter(pk=row.pk)
    try:
        with transaction.atomic():
            table.update(**{column: into})
    except IntegrityError:
        table.delete()


def _mark_as_published(model: type[Record], ids: list[int]) -> None:
    """What merging changed is public already, so it does not count as an edit that waits."""
    table = model._default_manager.filter(pk__in=ids, status=Status.PUBLISHED)
    table.update(published_version=models.F("version"))
