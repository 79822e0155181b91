"""Two pairs of eyes where the public is to see less, or something else, without an edit: retracting, merging, undoing
a merge. One proposes it, another carries it out, as it was seen, or declines with words.

What the public does not notice is done at once, and so is all that is asked by somebody who may approve work of their
own. Whether it would be noticed is found by doing it and taking it back.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import pghistory
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from incidents.models import Proposal, ProposalOutcome, ProposedAct, Record
from incidents.publication.invariants import Problem, PublicationRefused
from incidents.publication.ledger import take_lock
from incidents.publication.merging import merge
from incidents.publication.publishing import retract
from incidents.publication.snapshots import MODELS, key_of
from incidents.publication.unmerging import unmerge
from incidents.publication.version import current


class Asked(NamedTuple):
    """An act, on records as they were read; of those that are merged, or were, one stays."""

    act: ProposedAct
    records: Sequence[Record]
    reason: str
    staying: Record | None = None

    @property
    def about(self) -> dict[str, int]:
        return {str(key_of(record)): record.version for record in self.records}

    @property
    def pair(self) -> tuple[Record, Record]:
        """The one that goes, or went, and the one that stays."""
        going, staying = sorted(self.records, key=lambda record: record == self.staying)
        return going, staying


class Done(NamedTuple):
    """The dataset version, and what waits for another reviewer if it was not done."""

    version: int
    proposal: Proposal | None = None


class NeedsAnother(Exception):
    """The public would notice it, so that somebody else has to agree."""


def act_or_propose(asked: Asked, *, by: int | None, own_too: bool, instead_of: Proposal | None = None) -> Done:
    """Do it, where the public notices nothing or, with `own_too`, anyway; or else keep it for another reviewer.

    Raises PublicationRefused where a record was edited since it was read, where it cannot be done, or where a proposal
    of somebody else about one of the records waits, and it is not the one that this one stands for.
    """
    with transaction.atomic():
        take_lock()
        _refuse(changes_since(asked.about, lock=True))
        try:
            version = _done_alone(asked, own_too=own_too)
        except NeedsAnother:
            return Done(current().number, _propose(asked, by=by, instead_of=instead_of))
        _settle(_waiting(asked), ProposalOutcome.OVERTAKEN, by=by)
        return Done(version)


def carry_out(proposal: Proposal, *, by: int | None, own_too: bool) -> int:
    """Do what was proposed; returns the dataset version.

    Raises PublicationRefused where it was decided already, where `by` proposed it, unless `own_too`, where a record was
    edited since, or where it cannot be done any more.
    """
    with transaction.atomic():
        take_lock()
        found = _still_waiting(proposal)
        _refuse([] if own_too else _own(found, by))
        _refuse(changes_since(found.about, lock=True))
        version = _perform(asked_by(found))
        _settle([found], ProposalOutcome.CARRIED_OUT, by=by)
        return version


def decline(proposal: Proposal, *, by: int | None, answer: str) -> None:
    """Leave everything as it is, and tell whoever proposed it why. Raises PublicationRefused like `carry_out`."""
    with transaction.atomic(), pghistory.context(act="decline", reason=answer):
        found = _still_waiting(proposal)
        _refuse(_own(found, by))
        _refuse([] if answer.strip() else [_problem(found, "answer", _("say why it is declined."))])
        _settle([found], ProposalOutcome.DECLINED, by=by, answer=answer)


def withdraw(proposal: Proposal, *, by: int | None) -> None:
    """Take one's own proposal back. Raises PublicationRefused where it is another's, or was decided already."""
    with transaction.atomic(), pghistory.context(act="withdraw"):
        found = _still_waiting(proposal)
        _refuse([] if _own(found, by) else [_problem(found, "proposal", _("is somebody else's: decline it."))])
        _settle([found], ProposalOutcome.WITHDRAWN, by=by)


def asked_by(proposal: Proposal) -> Asked:
    """What was proposed, on the records as they are now."""
    records = _records(proposal.about)
    staying = next((record for record in records if str(key_of(record)) == proposal.staying), None)
    return Asked(ProposedAct(proposal.act), records, proposal.reason, staying)


def changes_since(about: Mapping[str, int], *, lock: bool = False) -> list[Problem]:
    """Which of the records are not as they were at these versions; with `lock` they stay as they are."""
    now = {str(key_of(record)): record.version for record in _records(about, lock=lock)}
    gone = [Problem(key, "id", _("was deleted since.")) for key in sorted(about.keys() - now.keys())]
    told = _("was edited since: it was version %(then)s then and is version %(now)s now.")
    return gone + [
        Problem(key, "version", told % {"then": about[key], "now": now[key]})
        for key in sorted(now)
        if now[key] != about[key]
    ]


def _done_alone(asked: Asked, *, own_too: bool) -> int:
    """Raises NeedsAnother, with nothing done, where the public would notice it and `own_too` is not given."""
    with transaction.atomic():
        before = current().number
        version = _perform(asked)
        if version > before and not own_too:
            raise NeedsAnother
        return version


def _perform(asked: Asked) -> int:
    if asked.act == ProposedAct.RETRACT:
        return retract(asked.records, reason=asked.reason)
    going, staying = asked.pair
    if asked.act == ProposedAct.MERGE:
        return merge(going, into=staying, reason=asked.reason)
    return unmerge(going, reason=asked.reason)


def _propose(asked: Asked, *, by: int | None, instead_of: Proposal | None) -> Proposal:
    with pghistory.context(act="propose", reason=asked.reason):
        waiting = _waiting(asked)
        given_up = [each for each in waiting if each == instead_of or _own(each, by) or changes_since(each.about)]
        told = _("%(who)s has proposed something about it, which waits: decide on that first.")
        _refuse(
            _problem(each, "proposal", told % {"who": each.proposed_by or _("somebody")})
            for each in waiting
            if each not in given_up
        )
        _settle(given_up, ProposalOutcome.OVERTAKEN, by=by)
        staying = str(key_of(asked.staying)) if asked.staying else ""
        return Proposal.objects.create(
            act=asked.act, about=asked.about, staying=staying, reason=asked.reason, proposed_by_id=by
        )


def _waiting(asked: Asked) -> list[Proposal]:
    """At most one for each record: whoever adds one holds the lock."""
    return list(Proposal.objects.waiting().about(*asked.about).select_related("proposed_by"))


def _still_waiting(proposal: Proposal) -> Proposal:
    found = Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    told = _("was decided already: %(outcome)s.")
    decided = _problem(found, "proposal", told % {"outcome": ProposalOutcome(found.outcome).label})
    _refuse([] if found.outcome == ProposalOutcome.WAITING else [decided])
    return found


def _own(proposal: Proposal, by: int | None) -> list[Problem]:
    """That whoever asks has proposed it."""
    own = proposal.proposed_by_id is not None and proposal.proposed_by_id == by
    told = _("you proposed it, so somebody else has to decide.")
    return [_problem(proposal, "review", told)] if own else []


def _settle(proposals: Iterable[Proposal], outcome: ProposalOutcome, *, by: int | None, answer: str = "") -> None:
    # Asked once more of the row itself: it may have been declined in this moment.
    rows = Proposal.objects.waiting().filter(pk__in=[proposal.pk for proposal in proposals])
    rows.update(outcome=outcome, decided_by=by, decided_at=Now(), answer=answer)


def _records(about: Iterable[str], *, lock: bool = False) -> list[Record]:
    slugs: dict[str, list[str]] = defaultdict(list)
    for key in about:
        resource, slug = key.split(":")
        slugs[resource].append(slug)
    found: list[Record] = []
    # In the order in which publishing locks them, so that two acts never wait for one another.
    for resource in (each for each in MODELS if each in slugs):
        rows = MODELS[resource]._default_manager.filter(slug__in=slugs[resource]).order_by("slug")
        found += rows.select_for_update(no_key=True) if lock else rows
    return found


def _problem(proposal: Proposal, field: str, reason: str) -> Problem:
    return Problem(next(iter(proposal.about)), field, reason)


def _refuse(problems: Iterable[Problem]) -> None:
    if found := list(problems):
        raise PublicationRefused(found)
