"""What points at a record that can be merged, and the record of what a merge did with it."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import models

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
from incidents.publication.merges import Merge
from incidents.publication.snapshots import MODELS, RESOURCES
from incidents.publication.version import current

Row = dict[str, Any]


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


def lock_both(record: Record, into: Record) -> None:
    """Nobody edits either until the merge is done, and both are as whoever saved last left them."""
    for locked in sorted((record, into), key=lambda either: (type(either).__name__, either.pk)):
        type(locked)._default_manager.select_for_update(no_key=True).get(pk=locked.pk)
        locked.refresh_from_db()


class Recorder:
    """Reads what points at the record before it is merged, and writes it down after. Locks all of it in between."""

    def __init__(self, record: Record, into: Record) -> None:
        self._record, self._into = record, into
        self._was, self._before = record.status, current().number
        self._touched: dict[type[Record], set[int]] = defaultdict(set, {type(record): {record.pk, into.pk}})
        for pointer in POINTERS[type(record)]:
            self._touched[pointer.owned_by] |= set(_pointing(pointer, record).values_list(pointer.owner, flat=True))
        held = {model: _locked(model, ids) for model, ids in self._touched.items()}
        self._settled = [
            numbered(owner) for owners in held.values() for owner in owners if owner.version == owner.published_version
        ]
        self._rows = [
            [pointer.model._meta.model_name, row]
            for pointer in POINTERS[type(record)]
            for row in _rows(pointer, record)
        ]

    def write(self, *, after: int, reason: str) -> None:
        left = [owner for model, ids in self._touched.items() for owner in _locked(model, ids)]
        Merge.objects.create(
            resource=RESOURCES[type(self._record)],
            record=self._record.pk,
            into=self._into.pk,
            reason=reason,
            before=self._before,
            after=after,
            was=self._was,
            rows=self._rows,
            settled=self._settled,
            left={numbered(owner): state_of(owner) for owner in left},
        )


def numbered(record: Record) -> str:
    """The record's list and its number, which stays although a draft may get another id."""
    return f"{RESOURCES[type(record)]}:{record.pk}"


def state_of(record: Record) -> list[Any]:
    """What differs as soon as anybody edits, publishes, retracts or merges the record."""
    return [record.version, record.status, record.published_version]


def records_numbered(keys: list[str]) -> dict[str, Record]:
    """The records of these keys that still exist; locked until the transaction ends."""
    ids: dict[str, set[int]] = defaultdict(set)
    for key in keys:
        resource, number = key.split(":")
        ids[resource].add(int(number))
    return {
        numbered(record): record
        for resource, model in MODELS.items()
        for record in _locked(model, ids.get(resource, set()))
    }


def _pointing(pointer: Pointer, record: Record) -> models.QuerySet[Any]:
    return pointer.model._default_manager.filter(**{pointer.column: record}).order_by("pk")


def _rows(pointer: Pointer, record: Record) -> list[Row]:
    """A part as a whole; of a record only the column that points, because the rest of it does not move."""
    rows = _pointing(pointer, record).select_for_update(no_key=True)
    return list(rows.values("id", f"{pointer.column}_id") if pointer.owner == "pk" else rows.values())


def _locked(model: type[Record], ids: set[int]) -> list[Any]:
    return list(model._default_manager.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
