"""No work is lost at the desk: who saves second chooses, who opens a record sees who else has it open."""

from typing import TYPE_CHECKING, Any, cast

import pghistory
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import DataError, IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from incidents.admin.conflicts import SEEN, answered, held, questions_of
from incidents.admin.forms import RecordForm, RecordModelForm
from incidents.admin.history import last_editor
from incidents.admin.numbers import row_number
from incidents.admin.refusals import explain
from incidents.admin.versions import Former
from incidents.models import OpenRecord, Record

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin


class ChangedMeanwhile(Exception):
    """What was to be deleted is no longer what the editor saw."""


class KeepingAdmin(ModelAdmin):
    """Saving and deleting under the version that the editor saw."""

    delete_confirmation_template = "admin/incidents/delete.html"

    def get_urls(self) -> list[URLPattern]:
        opened = self.admin_site.admin_view(self.opened_view)
        own = [path("<path:object_id>/opened/", opened, name=f"incidents_{self.opts.model_name}_opened")]
        return own + super().get_urls()

    # Saving

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Record | None:
        """A form that is sent is compared with the record as it is, which nobody else may change meanwhile."""
        if row_number(object_id) is None:
            return None
        found: Record | None = super().get_object(request, object_id, from_field)
        if found is None or request.method != "POST":
            return found
        locked: Record = self.model._default_manager.select_for_update().get(pk=found.pk)
        return locked

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What only the database refuses is told in the form as well, with all that was typed."""
        if request.method == "POST":
            request.POST = answered(request.POST)  # type: ignore[assignment]  # as the browser would have posted it
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (IntegrityError, DataError) as error:
            request.refusal = explain(error)  # type: ignore[attr-defined]  # read below, by the same request
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(
        self, request: HttpRequest, obj: Record | None = None, change: bool = False, **kwargs: Any
    ) -> type[RecordModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        cast(type[RecordForm], form).refusal = getattr(request, "refusal", "")
        return form

    def save_model(self, request: HttpRequest, obj: Record, form: Any, change: bool) -> None:
        """The reason goes into the history with all that the save writes."""
        if form.cleaned_data.get("why"):
            pghistory.context(reason=form.cleaned_data["why"])
        super().save_model(request, obj, form, change)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        record = kwargs.get("obj")
        if record is not None and getattr(record, "is_stale", False):
            return self._conflict_page(request, context, record)
        if record is not None and self.has_change_permission(request, record):
            OpenRecord.objects.note(record, request.user)
            context |= {"may_change": True, "open_elsewhere": _open_elsewhere(request, record)}
        return super().render_change_form(request, context, *args, **kwargs)

    def _conflict_page(self, request: HttpRequest, context: dict[str, Any], record: Record) -> HttpResponse:
        form, formsets = context["adminform"].form, [inline.formset for inline in context["inline_admin_formsets"]]
        seen = form.cleaned_data.get("seen_version")
        groups = questions_of(form, formsets, Former(record, seen))
        page = {
            **context,
            "title": _("Two versions of one record"),
            "subtitle": str(self.model._default_manager.get(pk=record.pk)),
            "opts": self.opts,
            "groups": groups,
            "held": [*held(form, formsets), ("seen_version", "" if seen is None else seen), (SEEN, record.version)],
            "editor": last_editor(record),
            "seen": seen,
            "version": record.version,
        }
        return TemplateResponse(request, "admin/incidents/conflict.html", page, status=409)

    # Deleting

    def render_delete_form(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        return super().render_delete_form(request, {**context, "seen_version": context["object"].version})

    def delete_model(self, request: HttpRequest, obj: Record) -> None:
        if request.POST.get("seen_version") != str(obj.version):
            raise ChangedMeanwhile
        super().delete_model(request, obj)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except ChangedMeanwhile:
            told, page = _("Nothing was deleted: somebody has edited it. Delete it as it is now?"), "delete"
        except IntegrityError as error:
            told, page = explain(error), "change"
        self.message_user(request, told, messages.ERROR)
        url = reverse(f"admin:incidents_{self.opts.model_name}_{page}", args=[unquote(object_id)])
        return HttpResponseRedirect(url)

    # Who else is there

    def opened_view(self, request: HttpRequest, object_id: str) -> JsonResponse:
        """What an open page says of itself now and then; the answer is what its editor should know."""
        record = super().get_object(request, unquote(object_id))
        if record is None or not self.has_change_permission(request, record):
            raise PermissionDenied
        if request.method == "POST":
            OpenRecord.objects.note(record, request.user)
        told = _open_elsewhere(request, record)
        seen = request.POST.get("seen_version", "")
        if seen and seen != str(record.version):
            told = [*told, _("It was saved meanwhile: when you save, you will be asked which version to keep.")]
        return JsonResponse({"told": " ".join(told)})


def _open_elsewhere(request: HttpRequest, record: Record) -> list[str]:
    sentence = _("%(name)s has had this record open since %(time)s (UTC).")
    others = OpenRecord.objects.others(record, request.user)
    return [sentence % {"name": name, "time": f"{since:%H:%M}"} for name, since in others]
