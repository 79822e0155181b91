"""What helps to fill in the forms of all records: dates that explain themselves, meanings, what is there already."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin import options
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path

from incidents.admin.datefields import DateInput, date_view
from incidents.admin.duplicates import duplicates_view, may_be_duplicate, warn_of_duplicates, widget_attributes
from incidents.admin.numbers import row_number
from incidents.admin.spellings import SpellingInput, with_matching_name
from incidents.admin.valuefields import UnitInput, precision_widget, qualifier_widget, value_type_widget
from incidents.models import Actor, ActorName, Article, Claim, Event, Place, Source
from incidents.models.validators import validate_edtf

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    BaseModelAdmin = options.BaseModelAdmin[Any]
else:
    ModelAdmin, BaseModelAdmin = admin.ModelAdmin, options.BaseModelAdmin

# The field below whose row it says what may be there already.
ANCHORS: dict[type[models.Model], str] = {
    Source: "name",
    Place: "name",
    Actor: "name",
    Article: "web_url",
    Event: "title",
    Claim: "statement",
}
_WIDGETS = {
    (Claim, "value_type"): value_type_widget,
    (Claim, "value_qualifier"): qualifier_widget,
    (Claim, "value_unit"): UnitInput,
    (Place, "precision"): precision_widget,
    (ActorName, "name"): SpellingInput,
}


def aid_for(db_field: Any, page: type[models.Model]) -> dict[str, Any]:
    """The widget that explains the field on the page of a record, if there is one for it."""
    if validate_edtf in db_field.validators:
        return {"widget": DateInput(model_name=str(page._meta.model_name))}
    make = _WIDGETS.get((db_field.model, db_field.name))
    return {"widget": make()} if make else {}


class LookUp(AutocompleteSelect):
    """Actors are looked up where the results say which spelling was found.

    A look-up that was sent something else than the number of a row shows nothing chosen, beside what is wrong.
    """

    def __init__(self, field: Any, admin_site: Any, **kwargs: Any) -> None:
        super().__init__(field, admin_site, **kwargs)
        if field.related_model is Actor:
            self.url_name = "%s:incidents_actor_lookup"

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        return super().optgroups(name, numbers_in(value), attr)


class LookUpOfMany(AutocompleteSelectMultiple):
    """The same for several."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        return super().optgroups(name, numbers_in(value), attr)


def numbers_in(values: Sequence[Any]) -> list[str]:
    return [value for value in values if row_number(str(value)) is not None]


class LookingUp(BaseModelAdmin):
    """For pages and for the rows below them: how other records are chosen."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", LookUp(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", LookUpOfMany(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class AidedAdmin(LookingUp, ModelAdmin):
    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(css={"all": ["incidents/fields.css"]}, js=["incidents/duplicates.js"])

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **{**aid_for(db_field, self.model), **kwargs})
        if field is not None and ANCHORS[self.model] == db_field.name:
            field.widget.attrs |= widget_attributes(self.model)
        return field

    def get_urls(self) -> list[URLPattern]:
        name = f"incidents_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        own = [
            path("date/", wrap(self.date_view), name=f"{name}_date"),
            path("duplicates/", wrap(self.duplicates_view), name=f"{name}_duplicates"),
        ]
        return own + super().get_urls()

    def check_may_write(self, request: HttpRequest) -> None:
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied

    def date_view(self, request: HttpRequest) -> JsonResponse:
        self.check_may_write(request)
        return date_view(request)

    def duplicates_view(self, request: HttpRequest) -> JsonResponse:
        self.check_may_write(request)
        return duplicates_view(request, self.model)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        tables = [formset.prefix for formset in formsets if formset.has_changed()]
        if may_be_duplicate([*form.changed_data, *tables], self.model):
            warn_of_duplicates(request, form.instance)


class ActorLookup(AutocompleteJsonView):
    """The search for an actor while typing; each result says which spelling was found."""

    def get_queryset(self) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset()
        return found.prefetch_related("names") if found.model is Actor else found

    def serialize_result(self, obj: models.Model, to_field_name: str) -> dict[str, str]:
        told: dict[str, str] = super().serialize_result(obj, to_field_name)
        return told | {"text": with_matching_name(obj, self.term)} if isinstance(obj, Actor) else told
