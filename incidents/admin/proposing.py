"""The gate before retracting, merging and undoing a merge: done at once, or proposed to another reviewer."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin.approval import NAMED, may_approve_own, others_with_the_right
from incidents.admin.refusals import records_named
from incidents.models import Proposal, ProposedAct, Record
from incidents.publication.proposals import Asked, Done, act_or_propose
from incidents.publication.snapshots import MODELS, key_of

_WHAT = {
    ProposedAct.RETRACT: gettext_lazy("Retract %(records)s"),
    ProposedAct.MERGE: gettext_lazy("Merge %(records)s into %(staying)s"),
    ProposedAct.UNDO_MERGE: gettext_lazy("Undo the merge of %(records)s into %(staying)s"),
}


class Proposed(NamedTuple):
    """A proposal as lists show it."""

    what: str
    url: str
    row: Proposal


def ask(request: HttpRequest, asked: Asked, *, instead_of: Proposal | None = None) -> Done:
    """Raises PublicationRefused where it can be neither done nor proposed."""
    return act_or_propose(asked, by=request.user.pk, own_too=may_approve_own(request), instead_of=instead_of)


def told_before(request: HttpRequest, records: Iterable[Record]) -> str:
    """What somebody has to know who does not decide alone; empty for all others."""
    if may_approve_own(request):
        return ""
    told = _("What the public would notice is only proposed from here: another reviewer carries it out, or declines.")
    return f"{told} {others_with_the_right(request, (type(record) for record in records))}"


def told_proposed(proposal: Proposal) -> SafeString:
    told = _("Proposed: %(what)s. Nothing has changed yet: another reviewer carries it out, or declines.")
    told %= {"what": what_of(proposal, records_named(" ".join(proposal.about)))}
    return format_html('{} <a href="{}">{}</a>', told, url_of(proposal), _("Look at the proposal"))


def url_of(proposal: Proposal) -> str:
    return reverse("admin:incidents_proposal_change", args=[proposal.pk])


def what_of(proposal: Proposal, found: Mapping[str, Record]) -> str:
    """What it would do, by the names of those of its records that were found."""
    names = {key: str(found.get(key, key)) for key in proposal.about}
    staying, going = names.pop(proposal.staying, ""), [*names.values()]
    more = _(" and %(number)s more") % {"number": len(going) - NAMED} if len(going) > NAMED else ""
    return str(_WHAT[ProposedAct(proposal.act)]) % {"records": ", ".join(going[:NAMED]) + more, "staying": staying}


def models_of(proposal: Proposal) -> set[type[Record]]:
    return {MODELS[key.partition(":")[0]] for key in proposal.about}


def waiting_proposals(visible: Collection[type[Record]], number: int) -> list[Proposed]:
    """Those that have waited longest, of those about records that all are visible."""
    rows = Proposal.objects.waiting().select_related("proposed_by")
    return _listed([row for row in rows if models_of(row) <= {*visible}][:number])


def proposals_about(record: Record) -> list[Proposed]:
    """All that was ever proposed about it, newest first."""
    rows = Proposal.objects.about(str(key_of(record))).select_related("proposed_by", "decided_by")
    return _listed(rows.order_by("-proposed_at", "-pk"))


def _listed(rows: Iterable[Proposal]) -> list[Proposed]:
    listed = list(rows)
    found: dict[str, Any] = records_named(" ".join(key for row in listed for key in row.about))
    return [Proposed(what_of(row, found), url_of(row), row) for row in listed]
