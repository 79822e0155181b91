"""Merging two records of the same thing: one stays, the other's address redirects to it for good."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pghistory
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from incidents.models import Actor, Record
from incidents.publication.invariants import Problem, PublicationRefused, part_of_no_circle
from incidents.publication.keys import LISTINGS, Key, Snapshot, distinct, in_order, replace_reference
from incidents.publication.ledger import Ledger, dependents, take_lock
from incidents.publication.moving import POINTERS, Recorder, lock_both
from incidents.publication.snapshots import key_of, snapshot
from incidents.publication.world import World
from incidents.vocabularies import NameKind, Status

# What the record that stays takes over from the other one's published content: lists, by which parts they are ordered,
# and which tell their items apart.
TAKEN_OVER: dict[str, dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "actors": {
        "names": (("kind", "name", "language"), ("name", "language")),
        "affiliations": (LISTINGS["actors", "affiliations"].order,) * 2,
    },
    "events": {"relations": (LISTINGS["events", "relations"].order,) * 2},
}


def merge(record: Record, *, into: Record, reason: str) -> int:
    """Move everything that points at `record` to `into`, withdraw `record`, and redirect its address.

    Names become aliases of the one that stays. Returns the dataset version, new where the record was public.
    Raises PublicationRefused where the two cannot be merged; then nothing is written.
    """
    with transaction.atomic(), pghistory.context(act="merge", into=into.slug, reason=reason):
        take_lock()
        lock_both(record, into)
        _refuse(_obstacles(record, into, reason))
        told = Recorder(record, into)
        settled = _without_edits(record, into)
        _merge_editorial(record, into)
        version = _merge_published(record, into, settled, reason)
        for model, ids in settled.items():
            # What merging changed is public already, so it does not count as an edit that waits.
            model._default_manager.filter(pk__in=ids).update(published_version=models.F("version"))
        table = type(record)._default_manager.filter(pk=record.pk)
        table.update(status=Status.RETRACTED, merged_into=into.pk, retraction_reason=reason)
        told.write(after=version, reason=reason)
        return version


def _refuse(problems: Iterable[Problem]) -> None:
    if found := list(problems):
        raise PublicationRefused(found)


def _obstacles(record: Record, into: Record, reason: str) -> list[Problem]:
    name = str(key_of(record))
    fit = {Status.PUBLISHED} if record.status == Status.PUBLISHED else {*Status} - {Status.RETRACTED}
    other = {"other": into.slug, "status": into.status}
    checks = {
        ("resource", _("only sources, places, actors and events can be merged.")): type(record) in POINTERS,
        ("into", _("%(other)s is not of the same kind.") % other): type(record) is type(into),
        ("slug", _("cannot be merged into itself.")): record.pk != into.pk or type(record) is not type(into),
        ("status", _("was withdrawn before.")): record.status != Status.RETRACTED,
        (
            "into",
            _("%(other)s is %(status)s: publish it first.") % {"other": into.slug, "status": into.status},
        ): into.status in fit,
        ("part_of", _("one of them is part of the other, %(other)s.") % other): not _nested(record, into),
        ("reason", _("give one.")): bool(reason.strip()),
    }
    return [Problem(name, field, why) for (field, why), holds in checks.items() if not holds]


def _nested(record: Record, into: Record) -> bool:
    return into in _wholes(record) or record in _wholes(into)


def _wholes(record: Record) -> list[Record]:
    """What an event is part of, directly or through others."""
    found: list[Record] = []
    whole = getattr(record, "part_of", None)
    while whole is not None and whole not in found:
        found.append(whole)
        whole = getattr(whole, "part_of", None)
    return found


# The editorial side


def _without_edits(record: Record, into: Record) -> dict[type[Record], set[int]]:
    """The public records that the merge will change and that have no edits waiting, by model."""
    settled: dict[type[Record], set[int]] = defaultdict(set)
    for pointer in POINTERS[type(record)]:
        owners = pointer.model._default_manager.filter(**{pointer.column: record}).values(pointer.owner)
        settled[pointer.owned_by] |= _settled_among(pointer.owned_by, owners)
    both = _settled_among(type(record), [record.pk, into.pk])
    settled[type(record)] -= {record.pk, into.pk}
    # It takes over the parts of the other, so edits that wait on either side wait on it from now on.
    settled[type(record)] |= {into.pk} if len(both) == 2 else set()
    return settled


def _settled_among(model: type[Record], ids: Any) -> set[int]:
    """Those without edits; locked, so that no edit is taken for published because it came in between."""
    public = model._default_manager.filter(pk__in=ids, status=Status.PUBLISHED, version=models.F("published_version"))
    return set(public.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


def _merge_editorial(record: Record, into: Record) -> None:
    if isinstance(record, Actor):
        record.names.update(kind=NameKind.ALIAS)
    for pointer in POINTERS[type(record)]:
        rows = pointer.model._default_manager.filter(**{pointer.column: record})
        if pointer.owner == "pk":
            rows.update(**{pointer.column: into})
            continue
        for part in rows:
            _repoint(part, pointer.column, into)


def _repoint(row: models.Model, column: str, into: Record) -> None:
    """Point a part at the record that stays; a part that would then say something twice is dropped."""
    table = type(row)._default_manager.filter(pk=row.pk)
    try:
        with transaction.atomic():
            table.update(**{column: into})
    except IntegrityError:
        table.delete()


# The public side


def _merge_published(record: Record, into: Record, settled: dict[type[Record], set[int]], reason: str) -> int:
    old, new = key_of(record), key_of(into)
    world = World()
    ledger = Ledger(world)
    gone = world.find(old)
    if gone is None:
        return ledger.commit([])
    affected = {key for key in dependents({old, new}) if key != old} | {new}
    world.expect(affected)
    for key in affected:
        world.put(key, replace_reference(key, world.get(key), old, new))
    world.put(new, _united(new, world.get(new), replace_reference(old, gone, old, new)))
    for model, ids in settled.items():
        for owner in model._default_manager.filter(pk__in=ids):
            world.put(key_of(owner), snapshot(owner))
    ledger.withdraw(old, reason=reason, merged_into=new.slug)
    _refuse(part_of_no_circle(new, world) if new.resource == "events" else ())
    return ledger.commit(affected)


def _united(key: Key, kept: Snapshot, gone: Snapshot) -> Snapshot:
    """The content of the one that stays, with the published names and links of the other."""
    united = dict(kept)
    for field, (order, identity) in TAKEN_OVER.get(key.resource, {}).items():
        items = [item | {"kind": NameKind.ALIAS} if field == "names" else item for item in gone[field]]
        listing = LISTINGS.get((key.resource, field))
        others = [item for item in items if listing is None or item[listing.pointing] != key.slug]
        united[field] = in_order(distinct([*kept[field], *others], *identity), *order)
    return united
