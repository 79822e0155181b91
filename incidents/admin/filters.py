from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin.todo import tasks_of
from incidents.querysets import RecordQuerySet
from incidents.vocabularies import Status

CHANGED, MERGED = "changed", "merged"
_STATES: dict[str, Callable[[RecordQuerySet[Any]], QuerySet[Any]]] = {
    CHANGED: lambda records: records.changed_since_publication(),
    MERGED: lambda records: records.filter(merged_into__isnull=False),
}


class StateFilter(admin.SimpleListFilter):
    """The four states, and the two that editors look for most: edited since publication, merged."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*Status.choices, (CHANGED, _("Published, changed since")), (MERGED, _("Merged into another"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        chosen = self.value()
        if chosen in _STATES and isinstance(queryset, RecordQuerySet):
            return _STATES[chosen](queryset)
        return queryset.filter(status=chosen) if chosen in Status.values else None


class TodoFilter(admin.SimpleListFilter):
    """What is to be done about records of this kind, as the dashboard counts it."""

    title = gettext_lazy("what is to be done")
    parameter_name = "todo"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(task.word, str(task.label)) for task in tasks_of(model_admin.model)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        chosen = [task for task in tasks_of(queryset.model) if task.word == self.value()]
        return queryset.filter(chosen[0].condition(queryset.model)) if chosen else None


class CountryFilter(admin.AllValuesFieldListFilter):
    """The countries that occur, in the order of their names. Where none is stated there is something to click."""

    def __init__(self, field: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(field, *args, **kwargs)
        self.names = dict(field.flatchoices)
        places = {code: place for place, code in enumerate(self.names)}
        self.lookup_choices: Any = sorted(self.lookup_choices, key=lambda code: places.get(code, len(places)))

    def choices(self, changelist: Any) -> Iterator[Any]:
        without = changelist.model_admin.get_empty_value_display()
        for choice in super().choices(changelist):
            yield {**choice, "display": self.names.get(choice["display"], choice["display"]) or without}


class QuoteStateFilter(admin.ChoicesFieldListFilter):
    """Its own heading: "status" alone reads like the state of the claim."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("state of its quotes")
