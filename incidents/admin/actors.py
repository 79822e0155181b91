from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy

from incidents.admin.aids import ActorLookup
from incidents.admin.filters import CountryFilter
from incidents.admin.forms import RecordForm
from incidents.admin.parts import PartInline
from incidents.admin.record import IDENTITY, WORKFLOW, RecordAdmin
from incidents.admin.spellings import spelling_view
from incidents.admin.table_rows import ActorResource
from incidents.admin.tables import TableAdmin
from incidents.admin.unmerging import MergeableAdmin
from incidents.models import Actor, ActorName, Affiliation
from incidents.querysets import ActorQuerySet
from incidents.vocabularies import Sector


class ActorForm(RecordForm):
    sectors = forms.MultipleChoiceField(
        label=gettext_lazy("Sectors"),
        choices=Sector.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("What it does in public life (PLOVER sector codes)."),
    )


class NameInline(PartInline):
    model = ActorName
    fields = ["name", "language", "script", "kind"]
    verbose_name_plural = gettext_lazy("Names: every spelling that occurs, in every script")


class AffiliationInline(PartInline):
    model = Affiliation
    fk_name = "person"
    fields = ["organisation", "role", "from_date", "until_date"]
    autocomplete_fields = ["organisation"]
    verbose_name_plural = gettext_lazy("Affiliations: roles it holds at a state or organisation")


class MemberInline(PartInline):
    """The same table seen from the organisation: shown here, edited on the page of the person."""

    model = Affiliation
    fk_name = "organisation"
    fields: ClassVar[Any] = ["person", "role", "from_date", "until_date"]
    readonly_fields = fields
    select = ("person",)
    can_delete = False
    show_change_link = False
    verbose_name_plural = gettext_lazy("Who holds roles here (edit it on the person's page)")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Actor)
class ActorAdmin(TableAdmin, MergeableAdmin):
    resource_classes = (ActorResource,)
    form = ActorForm
    list_display = ("name", "kind", "country", "state")
    list_filter = (*RecordAdmin.list_filter, "kind", ("country", CountryFilter))
    # Which columns are searched is decided below; the list must not be empty for autocomplete to be offered.
    search_fields = ("names__name",)
    search_help_text = gettext_lazy("Any spelling in any script, small typing errors included: Aliyev, Alijew, Алієв.")
    inlines = (NameInline, AffiliationInline, MemberInline)
    fieldsets: ClassVar[Any] = (
        (
            None,
            {
                "fields": ["name", *IDENTITY, "kind", "description"],
                "description": gettext_lazy(
                    "A person, state, organisation or group that acts or speaks. The name here is the one "
                    "we show; every spelling by which it is to be found, this one included, goes into the table of "
                    "names."
                ),
            },
        ),
        (gettext_lazy("What is known of it"), {"fields": ["country", "wikidata_id", "sectors"]}),
        WORKFLOW,
    )

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("lookup/", wrap(ActorLookup.as_view(admin_site=self.admin_site)), name="incidents_actor_lookup"),
            path("spelling/", wrap(self.spelling_view), name="incidents_actor_spelling"),
        ]
        return own + super().get_urls()

    def spelling_view(self, request: HttpRequest) -> JsonResponse:
        self.check_may_write(request)
        return spelling_view(request)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By any spelling, best first, unless a column was chosen to sort by."""
        if not search_term.strip():
            return queryset, False
        found = cast("ActorQuerySet[Actor]", queryset).named(search_term)
        return (found.order_by(*queryset.query.order_by) if "o" in request.GET else found), False
