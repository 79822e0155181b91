"""The page of a proposal: what it would do, as things stand now, and how it is decided."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from incidents.admin import refusals
from incidents.admin.approval import may_approve_own
from incidents.admin.batches import is_as_seen, problems_of_retracting, seen, with_what_rests_on_them
from incidents.admin.merge_previews import Preview, merge_preview, unmerge_preview
from incidents.admin.proposing import ask, models_of, told_before, told_proposed, url_of, what_of
from incidents.admin.publishing import listed, may_publish
from incidents.models import Proposal, ProposalOutcome, ProposedAct, Submission
from incidents.publication.invariants import Problem, PublicationRefused
from incidents.publication.proposals import Asked, asked_by, carry_out, changes_since, decline, withdraw
from incidents.publication.snapshots import key_of

_PREVIEWS = {ProposedAct.MERGE: merge_preview, ProposedAct.UNDO_MERGE: unmerge_preview}


@dataclass(frozen=True)
class Standing:
    """What would be asked if it were proposed now, what is not as it was seen, and what stands against it."""

    asked: Asked
    changes: list[Problem]
    problems: list[Problem]
    preview: Preview | None = None


def standing_of(proposal: Proposal) -> Standing:
    asked, changes = asked_by(proposal), changes_since(proposal.about)
    if len(asked.records) < len(proposal.about):
        return Standing(asked, changes, changes)
    if asked.act != ProposedAct.RETRACT:
        preview = _PREVIEWS[asked.act](*asked.pair)
        return Standing(asked, changes, preview.problems, preview)
    batch = with_what_rests_on_them(asked.records)
    told = _("would have to go with them by now.")
    joined = [Problem(str(key_of(record)), "status", told) for record in batch[len(asked.records) :]]
    return Standing(asked._replace(records=batch), [*changes, *joined], problems_of_retracting(batch))


def may_decide(request: HttpRequest, proposal: Proposal) -> bool:
    return all(may_publish(request, model) for model in models_of(proposal))


def _choices(request: HttpRequest, proposal: Proposal, standing: Standing) -> dict[str, bool]:
    """What this reviewer can do with it: the buttons of the page."""
    own = proposal.proposed_by_id == request.user.pk
    possible = not standing.problems
    return {
        "may_carry_out": possible and not standing.changes and (not own or may_approve_own(request)),
        "may_renew": possible and bool(standing.changes),
        "may_decline": not own,
        "may_withdraw": own,
    }


# What the buttons do: each says what was done, or raises PublicationRefused.


def _carry_out(request: HttpRequest, proposal: Proposal) -> str:
    version = carry_out(proposal, by=request.user.pk, own_too=may_approve_own(request))
    return _("Carried out. The dataset is now at version %(version)s.") % {"version": version}


def _decline(request: HttpRequest, proposal: Proposal) -> str:
    decline(proposal, by=request.user.pk, answer=request.POST.get("answer", "").strip())
    return _("Declined. Nothing changes for the public.")


def _withdraw(request: HttpRequest, proposal: Proposal) -> str:
    withdraw(proposal, by=request.user.pk)
    return _("Withdrawn. Nothing changes for the public.")


def _renew(request: HttpRequest, proposal: Proposal) -> str:
    """Ask anew, of the records as they are now; through the same gate as if it were asked for the first time."""
    asked = standing_of(proposal).asked
    if not is_as_seen(request, asked.records):
        told = _("was edited while you were reading: read it again.")
        raise PublicationRefused([Problem(key, "version", told) for key in proposal.about])
    done = ask(request, asked, instead_of=proposal)
    if done.proposal:
        return told_proposed(done.proposal)
    return _("Carried out. The dataset is now at version %(version)s.") % {"version": done.version}


DECISIONS: dict[str, Callable[[HttpRequest, Proposal], str]] = {
    "carry_out": _carry_out,
    "decline": _decline,
    "withdraw": _withdraw,
    "renew": _renew,
}


@admin.register(Proposal)
class ProposalAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic when it runs
    """One page for each. They are made where records are retracted or merged, and listed with what waits for review."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.proposal_view)
        return [path("<path:object_id>/", view, name="incidents_proposal_change")]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def proposal_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        proposal: Proposal | None = self.get_object(request, unquote(object_id))
        if proposal is None:
            told = _("There is no %(kind)s no. %(number)s. Perhaps it was deleted.")
            named = {"kind": self.opts.verbose_name, "number": unquote(object_id)}
            self.message_user(request, told % named, messages.WARNING)
            return HttpResponseRedirect(reverse("admin:incidents_submission_changelist"))
        if not all(request.user.has_perm(f"incidents.view_{model._meta.model_name}") for model in models_of(proposal)):
            raise PermissionDenied
        if request.method == "POST" and not may_decide(request, proposal):
            raise PermissionDenied
        problems = self._decided(request, proposal)
        return HttpResponseRedirect(url_of(proposal)) if problems is None else self._page(request, proposal, problems)

    def _decided(self, request: HttpRequest, proposal: Proposal) -> list[Problem] | None:
        """The problems, or None once it is decided."""
        decide = DECISIONS.get(request.POST.get("do", ""))
        if decide is None:
            return []
        try:
            self.message_user(request, decide(request, proposal), messages.SUCCESS)
        except PublicationRefused as refused:
            return refused.problems
        return None

    def _page(self, request: HttpRequest, proposal: Proposal, problems: list[Problem]) -> HttpResponse:
        waits = proposal.outcome == ProposalOutcome.WAITING
        found = refusals.records_named(" ".join(proposal.about))
        context = {
            **self.admin_site.each_context(request),
            "title": what_of(proposal, found),
            "proposal": proposal,
            "waits": waits,
            "records": [listed(record) for record in found.values()],
            "problems": refusals.rows(problems),
            "answer": request.POST.get("answer", ""),
            "back": reverse("admin:incidents_submission_changelist"),
            "opts": Submission._meta,
            **(self._standing(request, proposal, problems) if waits else {}),
        }
        return TemplateResponse(request, "admin/incidents/proposal.html", context)

    def _standing(self, request: HttpRequest, proposal: Proposal, problems: list[Problem]) -> dict[str, Any]:
        standing = standing_of(proposal)
        choices = _choices(request, proposal, standing) if may_decide(request, proposal) else {}
        return {
            "problems": refusals.rows(problems or standing.problems),
            "changes": refusals.rows(standing.changes),
            "preview": standing.preview,
            "is_merge": proposal.act == ProposedAct.MERGE,
            "hidden": {"seen": seen(standing.asked.records)},
            "before": told_before(request, standing.asked.records) if choices.get("may_withdraw") else "",
            **choices,
        }
