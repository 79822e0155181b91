"""The pages on which an editor publishes or retracts: what is meant, what goes with it, what stands against it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from incidents.admin import refusals
from incidents.admin.approval import own_work_of, perform_approval, who_else_may
from incidents.admin.batches import (
    Batch,
    is_as_seen,
    problems_of_retracting,
    seen,
    with_what_rests_on_them,
    with_what_they_rest_on,
)
from incidents.admin.preview import consequences
from incidents.admin.proposing import ask, told_before, told_proposed
from incidents.admin.states import state_of
from incidents.models import ProposedAct, Record
from incidents.publication.invariants import PublicationRefused
from incidents.publication.proposals import Asked, Done
from incidents.publication.snapshots import key_of
from incidents.publication.trial import Trial, try_publishing

Words = str | Promise


@dataclass(frozen=True)
class Act:
    """Publishing or retracting, as the page needs to know it."""

    verb: Words
    done: Words
    explanation: Words
    reason_help: Words
    needs_reason: bool
    batch: Callable[[Iterable[Record]], Batch]
    try_out: Callable[[HttpRequest, Batch], Trial]
    perform: Callable[[HttpRequest, Batch, str], Done]


def _try_to_publish(request: HttpRequest, batch: Batch) -> Trial:
    """What publishing would change; that somebody else has to approve it is a problem among the others."""
    trial, own = try_publishing(batch), own_work_of(request, batch)
    return Trial(problems=(*own, *trial.problems), consequences=() if own else trial.consequences)


PUBLISH = Act(
    verb=gettext_lazy("Publish"),
    done=gettext_lazy("Published"),
    explanation=gettext_lazy("These records become public as they stand now, together or not at all."),
    reason_help=gettext_lazy("Kept in the history, for editors. May be empty."),
    needs_reason=False,
    batch=with_what_they_rest_on,
    try_out=_try_to_publish,
    perform=lambda request, batch, reason: Done(perform_approval(request, batch, reason)),
)
RETRACT = Act(
    verb=gettext_lazy("Retract"),
    done=gettext_lazy("Retracted"),
    explanation=gettext_lazy(
        "These records are withdrawn. Their addresses will answer that they are gone, with your reason. "
        "To keep one of those that go with it, first edit it so that it no longer rests on the others, and publish it."
    ),
    reason_help=gettext_lazy("The public reads it. Say what was wrong, in a sentence."),
    needs_reason=True,
    batch=with_what_rests_on_them,
    try_out=lambda request, batch: Trial(problems=tuple(problems_of_retracting(batch))),
    perform=lambda request, batch, reason: ask(request, Asked(ProposedAct.RETRACT, batch, reason)),
)


def may_publish(request: HttpRequest, model: type[Record]) -> bool:
    """One right covers all that changes what the public sees."""
    return bool(request.user.has_perm(f"incidents.publish_{model._meta.model_name}"))


def act_page(
    site: admin.AdminSite,
    request: HttpRequest,
    act: Act,
    chosen: Batch,
    *,
    hidden: Mapping[str, list[str]],
    back: str,
) -> HttpResponse | None:
    """Ask, then act; None once it is done. `hidden` are the inputs that lead the confirmed form back to here."""
    batch = act.batch(chosen)
    if not all(may_publish(request, type(record)) for record in batch):
        raise PermissionDenied
    warning, trial = _attempt(request, act, batch)
    if not warning and trial is None:
        return None
    told = trial or Trial()
    context = {
        **site.each_context(request),
        "title": _("%(verb)s %(records)s") % {"verb": act.verb, "records": _count(batch)},
        "act": act,
        "chosen": [listed(record) for record in chosen],
        "joining": [listed(record) for record in batch[len(chosen) :]],
        "problems": refusals.rows(told.problems),
        "approvers": who_else_may(request, told.problems, batch),
        "before": told_before(request, batch) if act is RETRACT else "",
        "warning": warning,
        "hidden": {**hidden, "seen": seen(batch), "confirm": ["1"]},
        "reason": request.POST.get("reason", ""),
        "back": back,
        "opts": type(chosen[0])._meta,
        **consequences(told, [key_of(record) for record in batch]),
        "shows_changes": act is PUBLISH and trial is not None and not trial.problems,
    }
    return TemplateResponse(request, "admin/incidents/act.html", context)


def _attempt(request: HttpRequest, act: Act, batch: Batch) -> tuple[Words, Trial | None]:
    """A warning, or what was found out, or neither once it is done; nothing is done before it is confirmed."""
    reason = request.POST.get("reason", "").strip()
    if "confirm" not in request.POST:
        return "", act.try_out(request, batch)
    if not is_as_seen(request, batch):
        told = _("Nothing was done: somebody has edited one of these records. %(verb)s them as they are now?")
        return told % {"verb": act.verb}, act.try_out(request, batch)
    if act.needs_reason and not reason:
        return _("Nothing was done: give the reason."), None
    try:
        done = act.perform(request, batch, reason)
    except PublicationRefused as refused:
        return "", Trial(problems=tuple(refused.problems))
    told = _("%(done)s: %(records)s. The dataset is now at version %(version)s.")
    told %= {"done": act.done, "records": _count(batch), "version": done.version}
    messages.success(request, told_proposed(done.proposal) if done.proposal else told)
    return "", None


def listed(record: Record) -> dict[str, Any]:
    """A record as these pages list it."""
    return {
        "kind": record._meta.verbose_name,
        "record": record,
        "state": state_of(record),
        "url": refusals.change_url(record),
    }


def _count(batch: Batch) -> str:
    return ngettext("%(number)s record", "%(number)s records", len(batch)) % {"number": len(batch)}
