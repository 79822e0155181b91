"""The pages on which an editor hands records to a reviewer, and on which a reviewer hands them back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from incidents.admin import refusals
from incidents.admin.batches import is_as_seen, seen
from incidents.admin.states import state_of
from incidents.models import Record
from incidents.publication.approving import Moved, send_back, submit

Words = str | Promise


@dataclass(frozen=True)
class Step:
    """Submitting or sending back, as the page needs to know it."""

    title: Words
    explanation: Words
    comment_help: Words
    needs_comment: bool
    perform: Callable[[Sequence[Record], int | None, str], Moved]
    told: Callable[[int], str]


SUBMIT = Step(
    title=gettext_lazy("Submit for review"),
    explanation=gettext_lazy(
        "A reviewer will read these records as they stand now, and publish them or send them back."
    ),
    comment_help=gettext_lazy("What the reviewer should know. May be empty."),
    needs_comment=False,
    perform=lambda records, by, comment: submit(records, by=by, comment=comment),
    told=lambda number: (
        ngettext("%(number)s record waits for review.", "%(number)s records wait for review.", number)
        % {"number": number}
    ),
)
SEND_BACK = Step(
    title=gettext_lazy("Send back"),
    explanation=gettext_lazy("These records go back to their editors. Nothing changes for the public."),
    comment_help=gettext_lazy("What is to be mended. It stands on the record's page until it is submitted again."),
    needs_comment=True,
    perform=lambda records, by, comment: send_back(records, by=by, comment=comment),
    told=lambda number: (
        ngettext("%(number)s record was sent back.", "%(number)s records were sent back.", number) % {"number": number}
    ),
)


def step_page(
    site: admin.AdminSite,
    request: HttpRequest,
    step: Step,
    chosen: Sequence[Record],
    *,
    hidden: Mapping[str, list[str]],
    back: str,
) -> HttpResponse | None:
    """Ask for the comment, then move the records; None once it is done. Who calls checks the right."""
    comment = request.POST.get("comment", "").strip()
    asked = "confirm" in request.POST
    warning = _warning(request, step, chosen, comment) if asked else ""
    if asked and not warning:
        take_step(request, step, chosen, comment)
        return None
    context = {
        **site.each_context(request),
        "title": step.title,
        "step": step,
        "chosen": [
            {"record": record, "kind": record._meta.verbose_name, "state": state_of(record)}
            | {"url": refusals.change_url(record)}
            for record in chosen
        ],
        "comment": comment,
        "warning": warning,
        "hidden": {**hidden, "seen": seen(chosen), "confirm": ["1"]},
        "back": back,
        "opts": chosen[0]._meta,
    }
    return TemplateResponse(request, "admin/incidents/step.html", context)


def _warning(request: HttpRequest, step: Step, chosen: Sequence[Record], comment: str) -> str:
    if not is_as_seen(request, chosen):
        return _("Nothing was done: somebody has edited one of these records. Look at them again.")
    return _("Nothing was done: say what is to be mended.") if step.needs_comment and not comment else ""


def take_step(request: HttpRequest, step: Step, chosen: Sequence[Record], comment: str) -> None:
    """Move the records that can be moved, and say which could not."""
    moved = step.perform(chosen, request.user.pk, comment)
    if moved.records:
        messages.success(request, step.told(len(moved.records)))
    if moved.problems:
        told = "; ".join(f"{problem.record} {problem.reason.rstrip('.')}" for problem in moved.problems)
        messages.warning(request, _("Left as they were: %(records)s.") % {"records": told})
