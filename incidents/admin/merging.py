"""The page on which two records of the same thing are joined: which one stays, why, and what that does."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from incidents.admin import refusals
from incidents.admin.merge_previews import twins
from incidents.admin.proposing import ask, told_before, told_proposed
from incidents.admin.publishing import listed
from incidents.models import ProposedAct, Record
from incidents.publication.invariants import Problem, PublicationRefused
from incidents.publication.proposals import Asked, Done


def merge_page(
    site: admin.AdminSite, request: HttpRequest, pair: list[Record], *, hidden: dict[str, list[str]], back: str
) -> HttpResponse | None:
    """Ask which of the two stays, then merge; None once it is done. The action that leads here checks the right."""
    warning, problems = _attempt(request, pair)
    if not warning and problems is None:
        return None
    context = {
        **site.each_context(request),
        "title": _("Merge two %(kinds)s") % {"kinds": pair[0]._meta.verbose_name_plural},
        "ways": [
            {"preview": preview, "staying": listed(preview.staying), "against": refusals.rows(preview.problems)}
            for preview in twins(pair)
        ],
        "staying": request.POST.get("staying", ""),
        "reason": request.POST.get("reason", ""),
        "problems": refusals.rows(problems or ()),
        "warning": warning,
        "before": told_before(request, pair),
        "hidden": {**hidden, "seen": _seen(pair), "confirm": ["1"]},
        "back": back,
        "opts": pair[0]._meta,
    }
    return TemplateResponse(request, "admin/incidents/merge.html", context)


def _attempt(request: HttpRequest, pair: list[Record]) -> tuple[str, list[Problem] | None]:
    """A warning, or the problems, or neither once it is done; before the editor has confirmed nothing is done."""
    if "confirm" not in request.POST:
        return "", []
    if request.POST.getlist("seen") != _seen(pair):
        return _("Nothing was done: somebody has edited one of the two. Merge them as they are now?"), None
    by_number = {str(record.pk): record for record in pair}
    staying = by_number.pop(request.POST.get("staying", ""), None)
    if staying is None:
        return _("Nothing was done: choose the one that stays."), None
    (going,) = by_number.values()
    reason = request.POST.get("reason", "").strip()
    try:
        done = ask(request, Asked(ProposedAct.MERGE, [going, staying], reason, staying))
    except PublicationRefused as refused:
        return "", refused.problems
    messages.success(request, told_proposed(done.proposal) if done.proposal else _told(going, staying, done))
    return "", None


def _told(going: Record, staying: Record, done: Done) -> SafeString:
    told = _("%(going)s was merged into %(staying)s. The dataset is now at version %(version)s.")
    undo = reverse(f"admin:incidents_{going._meta.model_name}_unmerge", args=[going.pk])
    told %= {"going": going, "staying": staying, "version": done.version}
    return format_html('{} <a href="{}">{}</a>', told, undo, _("Undo …"))


def _seen(pair: list[Record]) -> list[str]:
    return [f"{record.pk}@{record.version}" for record in pair]
