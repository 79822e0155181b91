"""Records that can be merged, and the page on which a merge is taken back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from incidents.admin import refusals
from incidents.admin.actions import merge_selected
from incidents.admin.batches import is_as_seen, seen
from incidents.admin.merge_previews import unmerge_preview
from incidents.admin.proposing import ask, told_before, told_proposed
from incidents.admin.publishing import listed
from incidents.admin.record import RecordAdmin
from incidents.models import ProposedAct, Record
from incidents.publication.invariants import Problem, PublicationRefused
from incidents.publication.proposals import Asked
from incidents.publication.unmerging import standing_merge


class MergeableAdmin(RecordAdmin):
    actions = [*RecordAdmin.actions, merge_selected]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.unmerge_view)
        name = f"incidents_{self.opts.model_name}_unmerge"
        return [path("<path:object_id>/unmerge/", view, name=name), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        record = kwargs.get("obj")
        merge = standing_merge(record) if record is not None and record.merged_into_id else None
        context["may_unmerge"] = merge is not None and self.has_publish_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def unmerge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask why, showing what stands against it or what comes back; then take the merge back."""
        if not self.has_publish_permission(request):
            raise PermissionDenied
        record = self.read(request, object_id)
        if record is None:
            return self.no_such_record(request, object_id)
        url = refusals.change_url(record)
        merge, staying = standing_merge(record), record.merged_into
        if merge is None or staying is None:
            told = _("%(record)s is not merged into another record, so there is nothing to undo.")
            self.message_user(request, told % {"record": record}, messages.WARNING)
            return HttpResponseRedirect(url)
        asked = request.method == "POST"
        warning = _warning(request, record, staying) if asked else ""
        problems = self._undo_merge(request, record, staying) if asked and not warning else []
        if problems is None:
            return HttpResponseRedirect(url)
        preview = unmerge_preview(record, staying)
        context = {
            "warning": warning,
            "merge": merge,
            "preview": preview,
            "possible": not preview.problems,
            "problems": refusals.rows(problems or preview.problems),
        }
        return self._unmerge_page(request, record, staying, context)

    def _undo_merge(self, request: HttpRequest, record: Record, staying: Record) -> list[Problem] | None:
        """The problems, or None once it is done or proposed."""
        reason = request.POST.get("reason", "").strip()
        try:
            done = ask(request, Asked(ProposedAct.UNDO_MERGE, [record, staying], reason, staying))
        except PublicationRefused as refused:
            return refused.problems
        told = _("%(record)s is a record of its own again. The dataset is now at version %(version)s.")
        told %= {"record": record, "version": done.version}
        self.message_user(request, told_proposed(done.proposal) if done.proposal else told, messages.SUCCESS)
        return None

    def _unmerge_page(
        self, request: HttpRequest, record: Record, staying: Record, context: dict[str, Any]
    ) -> HttpResponse:
        context |= {
            **self.admin_site.each_context(request),
            "title": _("Undo the merge of %(record)s") % {"record": record},
            "going": listed(record),
            "staying": listed(staying),
            "reason": request.POST.get("reason", ""),
            "hidden": {"seen": seen([record, staying])},
            "before": told_before(request, [record]),
            "back": refusals.change_url(record),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/incidents/unmerge.html", context)


def _warning(request: HttpRequest, *pair: Record) -> str:
    return "" if is_as_seen(request, pair) else _("Nothing was done: somebody has edited one of the two meanwhile.")
