"""Filters: one declaration, one parameter, one meaning.

    class ThingFilterSet(StrictFilterSet):
        kind = WordFilter("kind", choices=KINDS, help_text="Kind of thing.")
        maker = IdFilter("makers", help_text="Ids of its makers.")

Between parameters AND. Inside one parameter a comma is OR and `!` excludes; where both are given, the rows that match
any plain member are taken first and those that match any excluded member are then taken away.
A column may be a PostgreSQL array: then a row matches that has any of the members, and exclusion means none of them.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Q, QuerySet
from django_filters import Filter, FilterSet  # type: ignore[import-untyped]  # it has no types
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from rest_framework.views import APIView

from eventsapi.rest.errors import Code, Fault, InvalidParameters
from eventsapi.rest.fields import (
    ID_PATTERN,
    BooleanField,
    DateField,
    InstantField,
    IntegerField,
    NumberField,
    PatternsField,
    QueryField,
    Selection,
    TextField,
    WordField,
    WordsField,
)
from eventsapi.rest.parameters import check

Rows = QuerySet[Any]


class QueryFilter(Filter):  # type: ignore[misc]  # django-filter has no types
    """What all filters share: a column, a field that reads the value, and a help_text that documents the parameter."""

    field_class: type[QueryField] = QueryField

    def __init__(self, column: str | None = None, *, help_text: str, lookup: str = "exact", **options: Any) -> None:
        super().__init__(column, lookup, help_text=help_text, **options)

    def filter(self, queryset: Rows, value: Any) -> Rows:
        return queryset.filter(Q((f"{self.field_name}__{self.lookup_expr}", value)))


class ListFilter(QueryFilter):
    """Any of the members, none of the excluded ones; on a plain column or an array."""

    def filter(self, queryset: Rows, value: Selection) -> Rows:
        is_array = isinstance(queryset.model._meta.get_field(self.field_name), ArrayField)
        lookup = f"{self.field_name}__{'overlap' if is_array else 'in'}"
        include, exclude = self.members(value.include), self.members(value.exclude)
        if value.include:
            queryset = queryset.filter(Q((lookup, include)))
        return queryset.exclude(Q((lookup, exclude))) if exclude else queryset

    def members(self, given: Sequence[str]) -> list[str]:
        """What the column holds for the members that were asked for."""
        return list(given)


class WordFilter(ListFilter):
    """Words of a closed list: `choices`."""

    field_class = WordsField


class PatternFilter(ListFilter):
    """Members of one form: `pattern`, named `what` in errors, with an `example`."""

    field_class = PatternsField


class CountryFilter(PatternFilter):
    """ISO 3166-1 alpha-2 codes."""

    def __init__(self, column: str, *, help_text: str) -> None:
        form = {"pattern": "[A-Z]{2}", "what": "a country code of two capitals such as AZ", "example": "AZ"}
        super().__init__(column, help_text=help_text, **form)


class IdFilter(PatternFilter):
    """Ids. One that does not exist matches nothing. `resolve` turns the ids asked for into those that are current."""

    def __init__(
        self,
        column: str,
        *,
        help_text: str,
        resolve: Callable[[list[str]], list[str]] = list,
        example: str | None = None,
    ) -> None:
        super().__init__(column, help_text=help_text, pattern=ID_PATTERN, what="an id", example=example)
        self.resolve = resolve

    def members(self, given: Sequence[str]) -> list[str]:
        return self.resolve(list(given)) if given else []


class ChoiceFilter(QueryFilter):
    """One word of a closed list: `choices`."""

    field_class = WordField


class BooleanFilter(QueryFilter):
    """true or false."""

    field_class = BooleanField


class IntegerFilter(QueryFilter):
    """A whole number between `minimum` and `maximum`, compared by `lookup`."""

    field_class = IntegerField


class NumberFilter(QueryFilter):
    """A decimal number between `minimum` and `maximum`, compared by `lookup`."""

    field_class = NumberField


class DateFilter(QueryFilter):
    """A day, compared by `lookup`: gte for the end of what lasts, lte for its start, make an overlap of the two."""

    field_class = DateField


class InstantFilter(QueryFilter):
    """A day or moment, compared by `lookup`."""

    field_class = InstantField


class SearchFilter(QueryFilter):
    """Free text, up to 200 characters; `search` narrows the rows."""

    field_class = TextField

    def __init__(self, *, search: Callable[[Rows, str], Rows], help_text: str, **options: Any) -> None:
        super().__init__(help_text=help_text, **options)
        self.search = search

    def filter(self, queryset: Rows, value: str) -> Rows:
        return self.search(queryset, value)


class StrictFilterSet(FilterSet):  # type: ignore[misc]  # django-filter has no types
    """A set of filters that refuses what it does not understand.

    `ranges` pairs the parameters that start and end a range; `companions` maps a parameter to the one it needs.
    The parent's form is passed over: it copies every filter and builds a form class for every request.
    """

    ranges: ClassVar[Sequence[tuple[str, str]]] = ()
    companions: ClassVar[Mapping[str, str]] = {}

    def __init_subclass__(cls) -> None:
        for name, declared in cls.declared_filters.items():
            if not declared.extra.get("help_text"):
                raise ImproperlyConfigured(f"{cls.__name__}.{name} has no help_text; say what the parameter means.")

    def __init__(self, *, values: Mapping[str, Any], queryset: Rows) -> None:
        self.values = values
        self.queryset = queryset

    @classmethod
    def read(cls, data: Mapping[str, str], queryset: Rows) -> "StrictFilterSet":
        """The set for texts as they stand in a query. Raises InvalidParameters."""
        values, _, faults = check(data.items(), declared=cls.fields())
        faults += cls.cross_faults(values)
        if faults:
            raise InvalidParameters(faults)
        return cls(values=values, queryset=queryset)

    @classmethod
    def fields(cls) -> dict[str, QueryField]:
        return {name: declared.field for name, declared in cls.base_filters.items()}

    @classmethod
    def cross_faults(cls, values: Mapping[str, Any]) -> list[Fault]:
        """Faults between parameters, each of which is sound by itself."""
        return [
            *(_reversed(start, end) for start, end in cls.ranges if _is_reversed(values, start, end)),
            *(
                _missing(name, companion)
                for name, companion in cls.companions.items()
                if name in values and companion not in values
            ),
        ]

    @property
    def qs(self) -> Rows:
        return self.filter_queryset(self.queryset)

    def filter_queryset(self, queryset: Rows) -> Rows:
        for name, declared in self.base_filters.items():
            if name in self.values:
                queryset = declared.filter(queryset, self.values[name])
        return queryset


def _is_reversed(values: Mapping[str, Any], start: str, end: str) -> bool:
    return start in values and end in values and values[start] > values[end]


def _reversed(start: str, end: str) -> Fault:
    return Fault(parameter=start, code=Code.REVERSED_RANGE, detail=f"'{start}' lies after '{end}'.")


def _missing(name: str, companion: str) -> Fault:
    detail = f"'{name}' means something only together with '{companion}'."
    return Fault(parameter=name, code=Code.MISSING_PARAMETER, detail=detail, allowed=[companion])


class StrictFilterBackend(BaseFilterBackend):
    """Narrows the rows of a view by its `filterset_class`, with the query that StrictAPIView has read."""

    def filter_queryset(self, request: Request, queryset: Rows, view: APIView) -> Rows:
        filterset_class: type[StrictFilterSet] | None = getattr(view, "filterset_class", None)
        values = view.query.values  # type: ignore[attr-defined]  # set by StrictAPIView.initial
        return filterset_class(values=values, queryset=queryset).qs if filterset_class else queryset
