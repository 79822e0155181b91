"""Which records must become public, or cease to be, together with the ones that an editor has chosen."""

from collections.abc import Callable, Iterable

from django.db import transaction
from django.db.models import F, Q

from incidents.admin.refusals import records_named
from incidents.models import Event, Record
from incidents.publication.invariants import Problem, PublicationRefused
from incidents.publication.keys import references
from incidents.publication.publishing import publish, retract
from incidents.publication.snapshots import MODELS, key_of, snapshot
from incidents.vocabularies import Status

Batch = list[Record]
HIDDEN = (Status.DRAFT, Status.IN_REVIEW)


def with_what_they_rest_on(chosen: Iterable[Record]) -> Batch:
    """The records, the claims about those that are events, and everything they refer to that is not public yet."""
    batch = list(chosen)
    for event in [record for record in batch if isinstance(record, Event)]:
        batch += [claim for claim in _waiting_claims(event) if claim not in batch]
    known = {key_of(record) for record in batch}
    for record in batch:  # grows while it is read
        for key in sorted(set(references(key_of(record), snapshot(record))) - known):
            known.add(key)
            batch += MODELS[key.resource]._default_manager.filter(slug=key.slug, status__in=HIDDEN)
    return batch


def _waiting_claims(event: Event) -> Iterable[Record]:
    """Claims about the event that are not public, or not as they stand now."""
    changed = Q(status=Status.PUBLISHED) & ~Q(version=F("published_version"))
    return event.claims.filter(Q(status__in=HIDDEN) | changed).order_by("slug")


def with_what_rests_on_them(chosen: Iterable[Record]) -> Batch:
    """The records and everything public that cannot stay public without them."""
    batch = list(chosen)
    while True:
        named = records_named(" ".join(problem.record for problem in problems_of_retracting(batch)))
        resting = [record for record in named.values() if record not in batch]
        if not resting:
            return batch
        batch += resting


def problems_of_publishing(batch: Batch) -> list[Problem]:
    """What stands against publishing the records as they stand now; nothing is written."""
    return _problems(lambda: publish(batch))


def problems_of_retracting(batch: Batch) -> list[Problem]:
    """What stands against retracting the records; nothing is written."""
    return _problems(lambda: retract(batch, reason="asked what rests on it"))


def _problems(act: Callable[[], int]) -> list[Problem]:
    with transaction.atomic():
        try:
            act()
        except PublicationRefused as refused:
            return refused.problems
        finally:
            transaction.set_rollback(True)
    return []
