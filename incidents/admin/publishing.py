"""The pages on which an editor publishes or retracts: what is meant, what goes with it, what stands against it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from incidents.admin import refusals
from incidents.admin.batches import (
    Batch,
    problems_of_publishing,
    problems_of_retracting,
    with_what_rests_on_them,
    with_what_they_rest_on,
)
from incidents.admin.states import state_of
from incidents.models import Record
from incidents.publication.invariants import Problem, PublicationRefused
from incidents.publication.publishing import publish, retract
from incidents.publication.snapshots import key_of


@dataclass(frozen=True)
class Act:
    """Publishing or retracting, as the page needs to know it."""

    verb: str
    done: str
    explanation: str
    reason_help: str
    needs_reason: bool
    batch: Callable[[Iterable[Record]], Batch]
    problems: Callable[[Batch], list[Problem]]
    perform: Callable[[Batch, str], int]


PUBLISH = Act(
    verb="Publish",
    done="Published",
    explanation="These records become public as they stand now, together or not at all.",
    reason_help="Kept in the history, for editors. May be empty.",
    needs_reason=False,
    batch=with_what_they_rest_on,
    problems=problems_of_publishing,
    perform=lambda batch, reason: publish(batch, reason=reason),
)
RETRACT = Act(
    verb="Retract",
    done="Retracted",
    explanation="These records are withdrawn. Their addresses will answer that they are gone, with your reason. "
    "To keep one of those that go with it, first edit it so that it no longer rests on the others, and publish it.",
    reason_help="The public reads it. Say what was wrong, in a sentence.",
    needs_reason=True,
    batch=with_what_rests_on_them,
    problems=problems_of_retracting,
    perform=lambda batch, reason: retract(batch, reason=reason),
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
    warning, problems = _attempt(request, act, batch)
    if not warning and problems is None:
        return None
    context = {
        **site.each_context(request),
        "title": f"{act.verb} {_count(batch)}",
        "act": act,
        "chosen": [listed(record) for record in chosen],
        "joining": [listed(record) for record in batch[len(chosen) :]],
        "problems": refusals.rows(problems or ()),
        "warning": warning,
        "hidden": {**hidden, "seen": _seen(batch), "confirm": ["1"]},
        "reason": request.POST.get("reason", ""),
        "back": back,
        "opts": type(chosen[0])._meta,
    }
    return TemplateResponse(request, "admin/incidents/act.html", context)


def _attempt(request: HttpRequest, act: Act, batch: Batch) -> tuple[str, list[Problem] | None]:
    """A warning, or the problems, or neither once it is done; before the editor has confirmed nothing is done."""
    reason = request.POST.get("reason", "").strip()
    if "confirm" not in request.POST:
        return "", act.problems(batch)
    if sorted(request.POST.getlist("seen")) != _seen(batch):
        return f"Nothing was done: somebody has edited one of these records. {act.verb} them as they are now?", None
    if act.needs_reason and not reason:
        return "Nothing was done: give the reason.", None
    try:
        version = act.perform(batch, reason)
    except PublicationRefused as refused:
        return "", refused.problems
    messages.success(request, f"{act.done}: {_count(batch)}. The dataset is now at version {version}.")
    return "", None


def _seen(batch: Batch) -> list[str]:
    """What the editor is asked about; a record that has been edited since is another question."""
    return sorted(f"{key_of(record)}@{record.version}" for record in batch)


def listed(record: Record) -> dict[str, Any]:
    """A record as these pages list it."""
    return {
        "kind": record._meta.verbose_name,
        "record": record,
        "state": state_of(record),
        "url": refusals.change_url(record),
    }


def _count(batch: Batch) -> str:
    return "1 record" if len(batch) == 1 else f"{len(batch)} records"
