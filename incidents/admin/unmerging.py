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
from incidents.admin.merge_previews import unmerge_preview
from incidents.admin.publishing import listed
from incidents.admin.record import RecordAdmin
from incidents.models import Record
from incidents.publication.invariants import Problem, PublicationRefused
from incidents.publication.unmerging import standing_merge, unmerge


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
        problems = self._undo_merge(request, record) if request.method == "POST" else []
        if problems is None:
            return HttpResponseRedirect(url)
        preview = unmerge_preview(record, staying)
        context = {
            "merge": merge,
            "preview": preview,
            "possible": not preview.problems,
            "problems": refusals.rows(problems or preview.problems),
        }
        return self._unmerge_page(request, record, staying, context)

    def _undo_merge(self, request: HttpRequest, record: Record) -> list[Problem] | None:
        """The problems, or None once it is done."""
        try:
            version = unmerge(record, reason=request.POST.get("reason", "").strip())
        except PublicationRefused as refused:
            return refused.problems
        told = _("%(record)s is a record of its own again. The dataset is now at version %(version)s.")
        self.message_user(request, told % {"record": record, "version": version}, messages.SUCCESS)
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
            "hidden": {},
            "back": refusals.change_url(record),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/incidents/unmerge.html", context)
