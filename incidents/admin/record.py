"""What the pages of all records have in common."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin import actions
from incidents.admin.aids import AidedAdmin
from incidents.admin.filters import StateFilter, TodoFilter
from incidents.admin.forms import RecordForm
from incidents.admin.keeping import KeepingAdmin
from incidents.admin.parts import LINES, without_deleting
from incidents.admin.publishing import PUBLISH, RETRACT, Act, act_page, may_publish
from incidents.admin.refusals import change_url
from incidents.admin.states import state_of
from incidents.admin.workflow import WorkflowAdmin
from incidents.dates import describe, parse_optional
from incidents.models import Record
from incidents.vocabularies import Status

IDENTITY = ("slug", "state")
WORKFLOW: Any = (
    gettext_lazy("For editors"),
    {"fields": ["note", "created", "updated"], "description": gettext_lazy("None of this is ever published.")},
)


class RecordAdmin(KeepingAdmin, WorkflowAdmin, AidedAdmin):
    form = RecordForm
    save_on_top = True
    formfield_overrides: ClassVar[Any] = LINES
    list_per_page = 50
    show_full_result_count = False
    list_select_related: ClassVar[tuple[str, ...]] = ("merged_into",)
    list_filter: ClassVar[tuple[Any, ...]] = (StateFilter, TodoFilter)
    actions = list(actions.EVERY_RECORD)
    # The field that a new record's id is made from while typing.
    named_by = "name"

    class Media:
        css = {"all": ["incidents/admin.css", "incidents/keeping.css"]}
        js = ["incidents/presence.js", "incidents/drafts.js", "incidents/naming.js"]

    # What the pages show

    @admin.display(description=gettext_lazy("state"), ordering="status")
    def state(self, record: Record) -> str:
        return state_of(record)

    @admin.display(description=gettext_lazy("created at"))
    def created(self, record: Record) -> datetime | None:
        """Empty on the page of a new record: it is the database that says when."""
        return record.created_at if record.pk else None

    @admin.display(description=gettext_lazy("updated at"))
    def updated(self, record: Record) -> datetime | None:
        return record.updated_at if record.pk else None

    def get_readonly_fields(self, request: HttpRequest, obj: Record | None = None) -> list[str]:
        permanent = ["slug"] if obj is not None and obj.published_version is not None else []
        return [*permanent, "state", "created", "updated", *self.readonly_fields]

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
        record = admin.ModelAdmin.get_object(self, request, unquote(object_id))
        if record is None:
            return self.no_such_record(request, object_id)
        url = change_url(record)
        return act_page(self.admin_site, request, act, [record], hidden={}, back=url) or HttpResponseRedirect(url)

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
    return describe(parse_optional(getattr(record, field))) if getattr(record, field) else _("no date stated")
