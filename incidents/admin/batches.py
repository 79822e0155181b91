"""Which records must become public, or cease to be, together with the ones that an editor has chosen."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import F, Q, prefetch_related_objects
from django.http import HttpRequest

from incidents.admin.refusals import records_named
from incidents.models import Claim, Event, Record
from incidents.publication.invariants import Problem, PublicationRefused
from incidents.publication.keys import Key, references
from incidents.publication.publishing import retract
from incidents.publication.snapshots import MODELS, PARTS, key_of, snapshot
from incidents.vocabularies import Status

Batch = list[Record]
HIDDEN = (Status.DRAFT, Status.IN_REVIEW)


def seen(batch: Iterable[Record]) -> list[str]:
    """What the editor is asked about; a record that has been edited since is another question."""
    return sorted(f"{key_of(record)}@{record.version}" for record in batch)


def is_as_seen(request: HttpRequest, batch: Iterable[Record]) -> bool:
    """Whether the records are still what the page that was sent showed."""
    return sorted(request.POST.getlist("seen")) == seen(batch)


def with_what_they_rest_on(chosen: Iterable[Record]) -> Batch:
    """The records, the claims about those that are events, and everything they refer to that is not public yet."""
    batch = list(chosen)
    batch += [claim for claim in _waiting_claims(batch) if claim not in batch]
    known = {key_of(record) for record in batch}
    newest = batch
    while newest:
        wanted = _referred_to(newest) - known
        known |= wanted
        newest = [record for record in _find(wanted) if record.status in HIDDEN]
        batch = [*batch, *newest]
    return batch


def _waiting_claims(chosen: Batch) -> Iterable[Record]:
    """Claims about the events among these that are not public, or not as they stand now."""
    events = [record.pk for record in chosen if isinstance(record, Event)]
    changed = Q(status=Status.PUBLISHED) & ~Q(version=F("published_version"))
    waiting = Claim.objects.filter(Q(status__in=HIDDEN) | changed, events__in=events).distinct().order_by("slug")
    return waiting if events else ()


def _referred_to(records: Sequence[Record]) -> set[Key]:
    """What the records refer to, read in a number of queries that does not grow with them."""
    for model, parts in PARTS.items():
        prefetch_related_objects([record for record in records if type(record) is model], *parts)
    return {key for record in records for key in references(key_of(record), snapshot(record))}


def _find(keys: Iterable[Key]) -> list[Record]:
    wanted = sorted(keys)
    return [
        record
        for resource in dict.fromkeys(key.resource for key in wanted)
        for record in MODELS[resource]._default_manager.filter(
            slug__in=[key.slug for key in wanted if key.resource == resource]
        )
    ]


def with_what_rests_on_them(chosen: Iterable[Record]) -> Batch:
    """The records and everything public that cannot stay public without them."""
    batch = list(chosen)
    while True:
        named = records_named(" ".join(problem.record for problem in problems_of_retracting(batch)))
        resting = [record for record in named.values() if record not in batch]
        if not resting:
            return batch
        batch += resting


def problems_of_retracting(batch: Batch) -> list[Problem]:
    """What stands against retracting the records; nothing is written."""
    with transaction.atomic():
        try:
            retract(batch, reason="asked what rests on it")
        except PublicationRefused as refused:
            return refused.problems
        finally:
            transaction.set_rollback(True)
    return []
