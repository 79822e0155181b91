"""A whole dataset out of the desk and into it, as one file: what it would do is shown before it is done."""

import hashlib
from typing import TYPE_CHECKING, Any

import pghistory
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from incidents.dataset.bundle import MAX_BYTES, BadBundle, read_bundle, write_bundle
from incidents.dataset.load import load_files
from incidents.dataset.report import MAX_FAULTS, Report
from incidents.dataset.rows import in_words
from incidents.dataset.typed import Value
from incidents.models import RECORD_MODELS, BundleImport

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[BundleImport]
    UploadModelForm = forms.ModelForm[BundleImport]
else:
    ModelAdmin, UploadModelForm = admin.ModelAdmin, forms.ModelForm


class UploadForm(UploadModelForm):
    file = forms.FileField(
        label=gettext_lazy("Bundle"),
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        help_text=gettext_lazy("A zip of fixtures/*.yaml and seeds/*, as the export makes it: 10 MB at most."),
    )

    class Meta:
        model = BundleImport
        fields = ["reason"]

    def clean_file(self) -> bytes:
        """What can be told without the database: that it is a bundle at all."""
        uploaded = self.cleaned_data["file"]
        content: bytes = uploaded.read(MAX_BYTES + 1)
        try:
            read_bundle(content)
        except BadBundle as bad:
            raise forms.ValidationError(str(bad)) from bad
        return content


@admin.register(BundleImport)
class BundleAdmin(ModelAdmin):
    """Upload, look, import. An import publishes nothing: new records are drafts, edits of public ones wait."""

    form = UploadForm
    fields = ("file", "reason")
    list_display = ("file_name", "uploaded_by", "uploaded_at", "imported_at", "created", "changed")
    list_select_related = ("uploaded_by",)
    actions = None

    class Media:
        css = {"all": ["incidents/admin.css"]}

    def get_urls(self) -> list[URLPattern]:
        export = path("export/", self.admin_site.admin_view(self.export_view), name="incidents_bundleimport_export")
        return [export, *super().get_urls()]

    # Rights

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may(request, "view")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _may(request, "view", "add", "change")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was imported stays on record."""
        return self.has_add_permission(request) and obj is not None and obj.imported_at is None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    # Pages

    def get_queryset(self, request: HttpRequest) -> QuerySet[BundleImport]:
        return super().get_queryset(request).defer("content")

    def save_model(self, request: HttpRequest, obj: BundleImport, form: Any, change: bool) -> None:
        content: bytes = form.cleaned_data["file"]
        obj.file_name = form.files["file"].name[:200]
        obj.content, obj.sha256 = content, hashlib.sha256(content).hexdigest()
        obj.uploaded_by = request.user  # type: ignore[assignment]  # the desk has no anonymous visitors
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: BundleImport, post_url_continue: str | None = None) -> Any:
        return HttpResponseRedirect(reverse("admin:incidents_bundleimport_change", args=[obj.pk]))

    def export_view(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or not self.has_view_permission(request):
            raise PermissionDenied
        name = f"contested-events-{timezone.now():%Y-%m-%d}.zip"
        return HttpResponse(
            write_bundle(),
            content_type="application/zip",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What the import would do, and the button that does it."""
        bundle = self.get_object(request, object_id)
        if bundle is None:
            gone = _("There is no import no. %(number)s. Perhaps it was deleted.")
            self.message_user(request, gone % {"number": object_id}, messages.WARNING)
            return HttpResponseRedirect(reverse("admin:incidents_bundleimport_changelist"))
        if not self.has_view_permission(request, bundle):
            raise PermissionDenied
        if request.method == "POST" and not self.has_change_permission(request, bundle):
            raise PermissionDenied
        warning, report = _attempt(request, bundle)
        if request.method == "POST" and not warning and report is not None and report.ok:
            return HttpResponseRedirect(reverse("admin:incidents_bundleimport_changelist"))
        return self._page(request, bundle, report, warning)

    def _page(
        self, request: HttpRequest, bundle: BundleImport, report: Report | None, warning: str
    ) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import of %(name)s") % {"name": bundle.file_name},
            "bundle": bundle,
            "report": report,
            "faults": [(fault, in_words(fault.record)) for fault in report.faults[:MAX_FAULTS]] if report else [],
            "changed": _differences(report) if report else [],
            "created": [in_words(change.row.record) for change in report.plan.created] if report else [],
            "seen": _seen(report) if report else "",
            "may_import": self.has_change_permission(request, bundle),
            "warning": warning,
            "media": self.media,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/incidents/bundle.html", context)


def _may(request: HttpRequest, *rights: str) -> bool:
    """Whether the user has these rights on every kind of record."""
    wanted = [f"incidents.{right}_{model._meta.model_name}" for right in rights for model in RECORD_MODELS]
    return bool(request.user.has_perms(wanted))


def _attempt(request: HttpRequest, bundle: BundleImport) -> tuple[str, Report | None]:
    """A warning, and what the import did or would do; no report where it was imported before."""
    with transaction.atomic():
        locked = BundleImport.objects.select_for_update().get(pk=bundle.pk)
        if locked.content is None:
            return "", None
        files = read_bundle(bytes(locked.content))
        if request.method != "POST":
            return "", load_files(files, dry_run=True, publishing=False)
        with pghistory.context(act="import", bundle=locked.file_name, reason=locked.reason):
            report = load_files(files, dry_run=False, publishing=False)
        if not report.ok:
            return "", report
        if request.POST.get("seen") != _seen(report):
            transaction.set_rollback(True)
            return _("Nothing was imported: something has changed since. This is what it would do now."), report
        locked.content, locked.imported_at = None, timezone.now()
        locked.created, locked.changed = len(report.plan.created), len(report.plan.changed)
        locked.save()
    done = _("Imported: %(created)s rows added, %(changed)s changed. Nothing is public yet: submit it for review.")
    messages.success(request, done % {"created": locked.created, "changed": locked.changed})
    return "", report


def _differences(report: Report) -> list[tuple[str, str, str, str]]:
    """Record, field, the value that is here, and the one in the bundle."""
    return [
        (in_words(change.row.record), _called(name), _shown(here), _shown(there))
        for change in report.plan.changed
        for name, (here, there) in change.fields.items()
    ]


def _called(name: str) -> str:
    return pgettext("field", name.replace("_", " "))


def _shown(value: Value) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    return "" if value is None else str(value)


def _seen(report: Report) -> str:
    """What the editor was shown; another list of changes is another question."""
    return hashlib.sha256("\n".join(report.changes()).encode()).hexdigest()
