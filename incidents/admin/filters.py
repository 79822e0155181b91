from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from incidents.querysets import RecordQuerySet
from incidents.vocabularies import Status

CHANGED, MERGED = "changed", "merged"
_STATES: dict[str, Callable[[RecordQuerySet[Any]], QuerySet[Any]]] = {
    CHANGED: lambda records: records.changed_since_publication(),
    MERGED: lambda records: records.filter(merged_into__isnull=False),
}


class StateFilter(admin.SimpleListFilter):
    """The four states, and the two that editors look for most: edited since publication, merged."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*Status.choices, (CHANGED, "Published, changed since"), (MERGED, "Merged into another")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        chosen = self.value()
        if chosen in _STATES and isinstance(queryset, RecordQuerySet):
            return _STATES[chosen](queryset)
        return queryset.filter(status=chosen) if chosen in Status.values else None


class QuoteStateFilter(admin.ChoicesFieldListFilter):
    """Its own heading: "status" alone reads like the state of the claim."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "state of its quotes"
