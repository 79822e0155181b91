"""Review: an editor submits a record, a reviewer publishes it or sends it back. Nobody approves work of their own.

Own work is what this person wrote since the record was last public, however little of it, by the history that the
database keeps. Commands are nobody. How retracting and merging take two people is in proposals.py.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import pghistory
from django.apps import apps
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext as _

from incidents.models import Outcome, Record, Submission, owner_of
from incidents.publication.invariants import Problem, PublicationRefused
from incidents.publication.keys import Key
from incidents.publication.ledger import take_lock
from incidents.publication.publishing import publish
from incidents.publication.snapshots import MODELS, key_of
from incidents.vocabularies import Status


class Moved(NamedTuple):
    """Which records an act has moved, and why it left the others as they were."""

    records: list[Record]
    problems: list[Problem]


def submit(records: Iterable[Record], *, by: int | None, comment: str = "") -> Moved:
    """Hand drafts, and public records that were edited, to a reviewer as they stand now."""
    with transaction.atomic(), pghistory.context(act="submit for review", reason=comment):
        batch = _locked(records)
        waiting = _waiting(batch)
        problems = {key_of(record): why for record in batch if (why := _not_submitted(record, waiting))}
        moved = [record for record in batch if key_of(record) not in problems]
        _settle(moved, Outcome.REPLACED, by=by)
        Submission.objects.bulk_create(
            Submission(**{owner_of(type(record)): record}, version=record.version, by_id=by, comment=comment)
            for record in moved
        )
        _move(moved, before=Status.DRAFT, after=Status.IN_REVIEW)
        return Moved(moved, [Problem(str(key), "status", why) for key, why in problems.items()])


def send_back(records: Iterable[Record], *, by: int | None, comment: str) -> Moved:
    """Give what was submitted back to its editors, with what they should mend."""
    with transaction.atomic(), pghistory.context(act="send back", reason=comment):
        batch = _locked(records)
        waiting = _waiting(batch)
        moved = [record for record in batch if key_of(record) in waiting or record.status == Status.IN_REVIEW]
        _settle(moved, Outcome.SENT_BACK, by=by, answer=comment)
        Submission.objects.bulk_create(
            _sent_back(record, by, comment) for record in moved if key_of(record) not in waiting
        )
        _move(moved, before=Status.IN_REVIEW, after=Status.DRAFT)
        others = [record for record in batch if record not in moved]
        return Moved(moved, [Problem(str(key_of(record)), "status", _("is not in review.")) for record in others])


def approve(records: Iterable[Record], *, by: int | None, own_too: bool, reason: str = "") -> int:
    """Publish the records as they were read, together or not at all; returns the dataset version.

    Raises PublicationRefused where one was edited since it was read, where an invariant would break, or, unless
    `own_too`, where `by` wrote a part of what would become public.
    """
    with transaction.atomic():
        take_lock()
        given = list(records)
        seen = {key_of(record): record.version for record in given}
        batch = _locked(given)
        edited = [key_of(record) for record in batch if record.version != seen[key_of(record)]]
        _refuse(
            [Problem(str(key), "version", _("was edited while you were reading: read it again.")) for key in edited]
        )
        _refuse([] if own_too else own_work(batch, by=by))
        version = publish(given, reason=reason)
        _settle(batch, Outcome.APPROVED, by=by, answer=reason)
        return version


def own_work(records: Iterable[Record], *, by: int | None) -> list[Problem]:
    """The records that `by` has edited since they were last public."""
    editors = editors_since_publication(records)
    reason = _("you wrote a part of what would become public, so somebody else has to approve it.")
    return [Problem(str(key), "review", reason) for key, people in editors.items() if by in people]


def editors_since_publication(records: Iterable[Record]) -> dict[Key, set[int]]:
    """Who has edited each record or its parts since its published version, by user id; commands are nobody."""
    given = list(records)
    found: dict[Key, set[int]] = {key_of(record): set() for record in given}
    for model, group in _by_model(given).items():
        keys = {record.pk: key_of(record) for record in group}
        for number, user in _edits(model).filter(pgh_obj_id__in=keys):
            if user is not None:
                found[keys[number]].add(user)
    return found


def _edits(model: type[Record]) -> QuerySet[Any, tuple[int, int | None]]:
    """For each version after the published one, who made it. What follows at the same version moved its state only."""
    history: Any = apps.get_model("incidents", f"{model.__name__}History")
    edits = history.objects.filter(version__gt=Coalesce("pgh_obj__published_version", 0))
    first = edits.order_by("pgh_obj_id", "version", "pgh_id").distinct("pgh_obj_id", "version")
    written: QuerySet[Any, tuple[int, int | None]] = first.values_list("pgh_obj_id", "pgh_context__metadata__user")
    return written


def _not_submitted(record: Record, waiting: dict[Key, int]) -> str:
    """Why there is nothing for a reviewer to decide; empty where there is."""
    if record.status == Status.RETRACTED:
        return _("is retracted: a reviewer publishes it again from its page.")
    if waiting.get(key_of(record)) == record.version:
        return _("waits for review already.")
    if record.status == Status.PUBLISHED and not record.changed_since_publication:
        return _("is public as it stands.")
    return ""


def _locked(records: Iterable[Record]) -> list[Record]:
    """The records as whoever saved last left them; nobody edits them until the act is done."""
    found: list[Record] = []
    for model, group in _by_model(records).items():
        rows = model._default_manager.select_for_update(no_key=True)
        found += rows.filter(pk__in=[record.pk for record in group]).order_by("slug")
    return found


def _by_model(records: Iterable[Record]) -> dict[type[Record], list[Record]]:
    """In the order in which publishing locks them, so that two acts never wait for one another."""
    given = list(records)
    groups = {model: [record for record in given if type(record) is model] for model in MODELS.values()}
    return {model: group for model, group in groups.items() if group}


def _waiting(batch: Sequence[Record]) -> dict[Key, int]:
    """The version that was submitted of those records that wait."""
    found: dict[Key, int] = {}
    for model, group in _by_model(batch).items():
        owner, keys = owner_of(model), {record.pk: key_of(record) for record in group}
        rows = Submission.objects.waiting().filter(**{f"{owner}__in": list(keys)})
        found |= {keys[number]: version for number, version in rows.values_list(owner, "version")}
    return found


def _settle(batch: Sequence[Record], outcome: Outcome, *, by: int | None, answer: str = "") -> None:
    """Decide on every open submission of these records, those that a command overtook included."""
    for model, group in _by_model(batch).items():
        rows = Submission.objects.filter(**{f"{owner_of(model)}__in": group}, outcome=Outcome.WAITING)
        rows.update(outcome=outcome, decided_by=by, decided_at=Now(), answer=answer)


def _sent_back(record: Record, by: int | None, comment: str) -> Submission:
    """What a record gets that came into review without having been submitted, as from a fixture."""
    return Submission(
        **{owner_of(type(record)): record},
        version=record.version,
        outcome=Outcome.SENT_BACK,
        decided_by_id=by,
        decided_at=Now(),
        answer=comment,
    )


def _move(batch: Sequence[Record], *, before: Status, after: Status) -> None:
    for model, group in _by_model(batch).items():
        rows = model._default_manager.filter(pk__in=[record.pk for record in group], status=before)
        rows.update(status=after)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise PublicationRefused(problems)
