"""Days: what may have been under way on one of them. docs/dates.md publishes the rule and its cases."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from eventsapi.rest.filters import Asked, DateFilter
from eventsapi.rest.orders import bounded
from incidents.publication.days import begins, ends

Rows = QuerySet[Any]

OVERLAP, WITHIN = DATE_MATCHES = ("overlap", "within")
DATE_MATCH = "date_match"


class DayFilter(DateFilter):
    """One end of a range of days, compared with the columns `{dated}_start` and `{dated}_end`."""

    def __init__(self, dated: str, *, help_text: str) -> None:
        super().__init__(help_text=help_text, example="2025-11-14")
        self.dated = dated

    def condition(self, **bounds: Any) -> Q:
        """A condition on the bounds, named by lookup, e.g. end__gte."""
        return Q(*((f"{self.dated}_{lookup}", value) for lookup, value in bounds.items()))

    def apply(self, queryset: Rows, value: date, asked: Asked) -> Rows:
        if asked.values.get(DATE_MATCH, OVERLAP) == WITHIN:
            return queryset.filter(self.within(value))
        return queryset.filter(self.overlapping(value))

    def overlapping(self, day: date) -> Q:
        raise NotImplementedError(f"{type(self).__name__} needs an overlapping().")

    def within(self, day: date) -> Q:
        raise NotImplementedError(f"{type(self).__name__} needs a within().")


class FromDay(DayFilter):
    """What may still have lasted on the day or later. Without any date nothing is known, so nothing matches."""

    def overlapping(self, day: date) -> Q:
        return Q(GreaterThanOrEqual(ends(self.dated), day))

    def within(self, day: date) -> Q:
        return self.condition(start__gte=day, end__isnull=False)


class ToDay(DayFilter):
    """What may already have begun on the day or earlier."""

    def overlapping(self, day: date) -> Q:
        return Q(LessThanOrEqual(begins(self.dated), day))

    def within(self, day: date) -> Q:
        return self.condition(end__lte=day, start__isnull=False)

    def apply(self, queryset: Rows, value: date, asked: Asked) -> Rows:
        # Either way what has a first day has it by then.
        column = f"{self.dated}_start"
        return bounded(super().apply(queryset, value, asked), column, Q((f"{column}__lte", value)))
