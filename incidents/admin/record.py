"""What the pages of all records have in common."""

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db import DataError, IntegrityError, models
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from incidents.admin import actions
from incidents.admin.filters import StateFilter
from incidents.admin.forms import RecordForm, RecordModelForm
from incidents.admin.history import entries
from incidents.admin.parts import without_deleting
from incidents.admin.publishing import PUBLISH, RETRACT, Act, act_page, may_publish
from incidents.admin.refusals import change_url, explain
from incidents.admin.states import state_of
from incidents.dates import describe, parse_optional
from incidents.models import Record
from incidents.vocabularies import Status

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin

IDENTITY = ("slug", "state")
WORKFLOW: Any = (
    "For editors",
    {"fields": ["note", "created_at", "updated_at"], "description": "None of this is ever published."},
)


class RecordAdmin(ModelAdmin):
    form = RecordForm
    save_on_top = True
    formfield_overrides: ClassVar[Any] = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})}}
    list_per_page = 50
    show_full_result_count = False
    list_select_related: ClassVar[tuple[str, ...]] = ("merged_into",)
    list_filter: ClassVar[tuple[Any, ...]] = (StateFilter,)
    actions = list(actions.EVERY_RECORD)
    object_history_template = "admin/incidents/history.html"
    # The field that a new record's id is made from while typing.
    named_by = "name"

    class Media:
        css = {"all": ["incidents/admin.css"]}

    # What the pages show

    @admin.display(description="state", ordering="status")
    def state(self, record: Record) -> str:
        return state_of(record)

    def get_readonly_fields(self, request: HttpRequest, obj: Record | None = None) -> list[str]:
        permanent = ["slug"] if obj is not None and obj.published_version is not None else []
        return [*permanent, "state", "created_at", "updated_at", *self.readonly_fields]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Record | None = None) -> dict[str, Any]:
        return {} if "slug" in self.get_readonly_fields(request, obj) else {"slug": [self.named_by]}

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """An address typed without its scheme is taken for https; another record is not deleted from this page."""
        secure = {"assume_scheme": "https"} if isinstance(db_field, models.URLField) else {}
        field = super().formfield_for_dbfield(db_field, request, **secure, **kwargs)
        if field is not None:
            without_deleting(field)
        return field

    # Rights

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return may_publish(request, self.model)

    def has_delete_permission(self, request: HttpRequest, obj: Record | None = None) -> bool:
        """Ids are permanent: what was public is retracted, never deleted."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.published_version is None)

    # Saving

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Record | None:
        """A form that is sent is compared with the record as it is, which nobody else may change meanwhile."""
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

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except IntegrityError as error:
            self.message_user(request, explain(error), messages.ERROR)
            return HttpResponseRedirect(reverse(f"admin:incidents_{self.opts.model_name}_change", args=[object_id]))

    # Further pages of one record

    def get_urls(self) -> list[URLPattern]:
        name = f"incidents_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        own = [
            path("<path:object_id>/publish/", wrap(self.publish_view), name=f"{name}_publish"),
            path("<path:object_id>/retract/", wrap(self.retract_view), name=f"{name}_retract"),
        ]
        return own + super().get_urls()

    def publish_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._act_on_one(request, object_id, PUBLISH)

    def retract_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._act_on_one(request, object_id, RETRACT)

    def _act_on_one(self, request: HttpRequest, object_id: str, act: Act) -> HttpResponse:
        if not self.has_publish_permission(request):
            raise PermissionDenied
        record = super().get_object(request, unquote(object_id))
        if record is None:
            return self._no_such_record(request, object_id)
        url = change_url(record)
        return act_page(self.admin_site, request, act, [record], hidden={}, back=url) or HttpResponseRedirect(url)

    def _no_such_record(self, request: HttpRequest, object_id: str) -> HttpResponse:
        told = f"There is no {self.opts.verbose_name} no. {unquote(object_id)}. Perhaps it was deleted."
        self.message_user(request, told, messages.WARNING)
        return HttpResponseRedirect(reverse(f"admin:incidents_{self.opts.model_name}_changelist"))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        record = super().get_object(request, unquote(object_id))
        if record is None:
            return self._no_such_record(request, object_id)
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        parts = [inline.model for inline in self.get_inline_instances(request, record)]
        context = {
            **self.admin_site.each_context(request),
            "title": f"History of {record}",
            "entries": entries(record, dict.fromkeys([*parts, *self.unseen_parts])),
            "object": record,
            "opts": self.opts,
            "module_name": str(self.opts.verbose_name_plural).capitalize(),
        }
        return TemplateResponse(request, self.object_history_template, context)

    # Parts whose history belongs here though they have no table on the page.
    unseen_parts: tuple[type[models.Model], ...] = ()

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        record = kwargs.get("obj")
        context["may_publish"] = self.has_publish_permission(request)
        context["is_published"] = record is not None and record.status == Status.PUBLISHED
        return super().render_change_form(request, context, *args, **kwargs)


def count_of(rows: QuerySet[Any], column: str) -> Coalesce:
    """How many of the rows point at the record by this column, counted in a query of its own."""
    counted = rows.filter(**{column: OuterRef("pk")}).order_by().values(column).annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def with_counts(records: QuerySet[Any], **counts: Any) -> QuerySet[Any]:
    """The records with further columns for the list."""
    counted: QuerySet[Any] = records.annotate(**counts)
    return counted


def understood(record: Record, field: str) -> str:
    """How a date as stated is read, so that a slip of the pen is seen."""
    return describe(parse_optional(getattr(record, field))) if getattr(record, field) else "no date stated"
