from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from incidents.admin.actions import merge_selected
from incidents.admin.forms import RecordForm
from incidents.admin.parts import PartInline
from incidents.admin.record import IDENTITY, WORKFLOW, RecordAdmin
from incidents.models import Actor, ActorName, Affiliation
from incidents.querysets import ActorQuerySet
from incidents.vocabularies import Sector


class ActorForm(RecordForm):
    sectors = forms.MultipleChoiceField(
        choices=Sector.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="What it does in public life (PLOVER sector codes).",
    )


class NameInline(PartInline):
    model = ActorName
    fields = ["name", "language", "script", "kind"]
    verbose_name_plural = "Names: every spelling that occurs, in every script"


class AffiliationInline(PartInline):
    model = Affiliation
    fk_name = "person"
    fields = ["organisation", "role", "from_date", "until_date"]
    autocomplete_fields = ["organisation"]
    verbose_name_plural = "Affiliations: roles it holds at a state or organisation"


class MemberInline(PartInline):
    """The same table seen from the organisation: shown here, edited on the page of the person."""

    model = Affiliation
    fk_name = "organisation"
    fields: ClassVar[Any] = ["person", "role", "from_date", "until_date"]
    readonly_fields = fields
    select = ("person",)
    can_delete = False
    show_change_link = False
    verbose_name_plural = "Who holds roles here (edit it on the person's page)"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Actor)
class ActorAdmin(RecordAdmin):
    form = ActorForm
    list_display = ("name", "kind", "country", "state")
    list_filter = (*RecordAdmin.list_filter, "kind", ("country", admin.AllValuesFieldListFilter))
    # Which columns are searched is decided below; the list must not be empty for autocomplete to be offered.
    search_fields = ("names__name",)
    search_help_text = "Any spelling in any script, small typing errors included: Aliyev, Alijew, Алієв."
    inlines = (NameInline, AffiliationInline, MemberInline)
    actions = [*RecordAdmin.actions, merge_selected]
    fieldsets: ClassVar[Any] = (
        (
            None,
            {
                "fields": ["name", *IDENTITY, "kind", "description"],
                "description": "A person, state, organisation or group that acts or speaks. The name here is the one "
                "we show; every spelling by which it is to be found, this one included, goes into the table of names.",
            },
        ),
        ("What is known of it", {"fields": ["country", "wikidata_id", "sectors"]}),
        WORKFLOW,
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By any spelling, best first, unless a column was chosen to sort by."""
        if not search_term.strip():
            return queryset, False
        found = cast("ActorQuerySet[Actor]", queryset).named(search_term)
        return (found.order_by(*queryset.query.order_by) if "o" in request.GET else found), False
