"""Tables out of the desk and into it: what an import would do is shown before it is done, and it is done whole.

An import publishes nothing: it saves as the forms of the desk do.
"""

from typing import TYPE_CHECKING, Any

import pghistory
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import CSV, XLSX
from import_export.forms import ExportForm
from tablib import Dataset

from incidents.admin.table_files import MAX_BYTES, MAX_ROWS, MAX_TOLD, BadTable, Row, Table, read_table
from incidents.admin.table_rows import KEY, NUMBER, RecordResource, TableResult

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin

SALT = "incidents.admin.tables"
MAX_AGE = 12 * 3600
# Room for the other inputs of the form within what one request may send.
_ROOM = 16_384
_SHOWN = 200
# A spreadsheet has no room for more in one cell, and what is written to it would be cut off in silence.
_EXCEL_CELL = 32_767
CONFLICT = 409


class TableCsv(CSV):  # type: ignore[misc]  # import_export has no types
    CONTENT_TYPE = "text/csv; charset=utf-8"


class TableXlsx(XLSX):  # type: ignore[misc]  # import_export has no types
    def export_data(self, dataset: Any, **kwargs: Any) -> Any:
        longest = max((len(str(cell)) for row in dataset for cell in row), default=0)
        if longest > _EXCEL_CELL:
            raise ValueError(_("A text is too long for a cell of an XLSX file. Export the table as CSV."))
        return super().export_data(dataset, **kwargs)


class ExportTableForm(ExportForm):  # type: ignore[misc]  # import_export has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """CSV unless something else is chosen, without a choice of nothing before it."""
        super().__init__(*args, **kwargs)
        self.fields["format"].choices = self.fields["format"].choices[1:]


class UploadTableForm(forms.Form):
    """A file that is read as a table with columns of the resource."""

    file = forms.FileField(
        label=gettext_lazy("Table"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text=gettext_lazy("CSV in UTF-8, with commas or semicolons, or the first sheet of an .xlsx file."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 80, "class": "vLargeTextField"}),
        help_text=gettext_lazy("Why these are imported. Kept in the history of each record that the import changes."),
    )

    def __init__(self, *args: Any, columns: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._columns = columns

    def clean_file(self) -> Table:
        try:
            table = read_table(self.cleaned_data["file"].read(MAX_BYTES + 1), key=KEY)
        except BadTable as bad:
            raise forms.ValidationError(list(bad.sentences)) from bad
        unknown = [name for name in table.columns if name not in self._columns]
        if unknown:
            told = _("There is no column “%(name)s”. The columns are: %(columns)s.")
            raise forms.ValidationError(
                [told % {"name": name[:40], "columns": ", ".join(self._columns)} for name in unknown]
            )
        return table


class TableAdmin(ImportExportMixin, ModelAdmin):  # type: ignore[misc]  # import_export has no types
    """Export and import of the records as a table; to be mixed in before RecordAdmin."""

    formats = (TableCsv, TableXlsx)
    export_form_class = ExportTableForm
    export_template_name = "admin/incidents/table_export.html"
    # Spreadsheets know by the byte order mark that it is UTF-8.
    to_encoding = "utf-8-sig"

    # Rights

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_view_permission(request))

    # Out

    def get_export_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The list as it is filtered, searched and sorted."""
        listed: QuerySet[Any] = super().get_export_queryset(request)
        return listed.prefetch_related(*self._resource().below())

    def get_export_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        """What the file and the form are like is nothing to the rows."""
        return {}

    def export_action(self, request: HttpRequest) -> HttpResponse:
        try:
            answer: HttpResponse = super().export_action(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(self._address("changelist"))
        return answer

    # In

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Ask for a table; show what importing it would do."""
        self._check_may_import(request)
        columns = list(self._resource().get_export_headers())
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = UploadTableForm(*sent, columns=columns)
        if not form.is_valid():
            return self._ask(request, form)
        table, reason = form.cleaned_data["file"], form.cleaned_data["reason"]
        held = self._pack(request, table, reason, str(request.FILES["file"]))
        if not held:
            form.add_error("file", _("The table is too large to be shown before the import: split it."))
            return self._ask(request, form)
        return self._shown(request, *self._import(request, table, reason, for_good=False), held=held)

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Import what was shown, unless it cannot be imported any more."""
        self._check_may_import(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        held = request.POST.get("held", "")
        try:
            told = signing.loads(held, salt=self._salt(request), max_age=MAX_AGE)
        except signing.BadSignature:
            messages.error(request, _("Nothing was imported. Choose the table once more."))
            return HttpResponseRedirect(self._address("import"))
        table = Table(told["columns"], [Row(*row) for row in told["rows"]])
        with pghistory.context(act="import", table=told["name"], reason=told["reason"]):
            resource, result = self._import(request, table, told["reason"], for_good=True)
        if result.faults:
            return self._shown(request, resource, result, held="", status=CONFLICT)
        done = ngettext(
            "Imported: %(number)s record added or changed. The public sees none of it until it is published.",
            "Imported: %(number)s records added or changed. The public sees none of it until it is published.",
            len(resource.changes),
        )
        messages.success(request, done % {"number": len(resource.changes)})
        return HttpResponseRedirect(self._address("changelist"))

    def _check_may_import(self, request: HttpRequest) -> None:
        if not self.has_import_permission(request):
            raise PermissionDenied

    def _resource(self, **kwargs: Any) -> RecordResource:
        resource: RecordResource = self.resource_classes[0](**kwargs)
        return resource

    def _import(
        self, request: HttpRequest, table: Table, reason: str, *, for_good: bool
    ) -> tuple[RecordResource, TableResult]:
        """All of it or nothing, and nothing either way where it is only to be shown."""
        resource = self._resource(model_admin=self, request=request, reason=reason, locking=for_good)
        rows = [(*row.cells, row.number) for row in table.rows]
        result: TableResult = resource.import_data(
            Dataset(*rows, headers=[*table.columns, NUMBER]),
            dry_run=not for_good,
            use_transactions=True,
            rollback_on_validation_errors=True,
        )
        return resource, result

    def _salt(self, request: HttpRequest) -> str:
        """What was shown to somebody else, or on the page of other records, is not imported here."""
        return f"{SALT}.{self.opts.model_name}.{request.user.pk}"

    def _pack(self, request: HttpRequest, table: Table, reason: str, name: str) -> str:
        """The table as the page carries it until it is confirmed; empty where that is too much to be sent again."""
        held = {"columns": table.columns, "rows": table.rows, "reason": reason, "name": name[:200]}
        packed = signing.dumps(held, salt=self._salt(request), compress=True)
        return packed if len(packed) + _ROOM <= (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) else ""

    def _address(self, page: str) -> str:
        return reverse(f"admin:incidents_{self.opts.model_name}_{page}")

    def _ask(self, request: HttpRequest, form: UploadTableForm) -> HttpResponse:
        fields = [
            (field.column_name, self._meaning(field.column_name)) for field in self._resource().get_import_fields()
        ]
        context = {"title": _("Import a table"), "form": form, "fields": fields, "limit": MAX_ROWS}
        return self._page(request, context, status=200)

    def _shown(
        self, request: HttpRequest, resource: RecordResource, result: TableResult, *, held: str, status: int = 200
    ) -> HttpResponse:
        edited = [change for change in resource.changes if not change.is_new]
        context = {
            "title": _("Import a table"),
            "held": held,
            "shown": True,
            "faults": result.faults[:MAX_TOLD],
            "fault_count": len(result.faults),
            "new": [change for change in resource.changes if change.is_new],
            "edited": edited,
            "same": result.totals["skip"],
            "limit": _SHOWN,
        }
        return self._page(request, context, status=status)

    def _page(self, request: HttpRequest, context: dict[str, Any], *, status: int) -> HttpResponse:
        page = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, "admin/incidents/table_import.html", page, status=status)

    def _meaning(self, column: str) -> str:
        """What a column holds, in the words of the form."""
        own = {
            "version": _(
                "As it was exported; empty for a new record. Where somebody has edited it since, it is refused."
            ),
            "names": _(
                "Every spelling, with its language, script and kind in brackets, joined by a bar: "
                "Ilham Aliyev [en, Latn, official] | Алієв [uk]. What is not there any more is deleted."
            ),
        }
        return own.get(column) or str(getattr(self.model._meta.get_field(column), "help_text", ""))
