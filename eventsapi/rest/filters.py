"""Filters: one declaration, one parameter, one meaning.

    class ThingFilterSet(StrictFilterSet):
        kind = WordFilter("kind", choices=KINDS, help_text="Kind of thing.")
        maker = IdFilter("makers", resource="people", help_text="Ids of its makers.")

Between parameters AND. Inside one parameter a comma is OR and `!` excludes; where both are given, the rows that match
any plain member are taken first and those that match any excluded member are then taken away.
A column may be a PostgreSQL array: then a row matches that has any of the members, and exclusion means none of them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Q, QuerySet
from django_filters import Filter, FilterSet  # type: ignore[import-untyped]  # it has no types
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from rest_framework.views import APIView

from eventsapi.rest.caching import Name
from eventsapi.rest.errors import Code, Fault, InvalidParameters
from eventsapi.rest.fields import (
    ID_PATTERN,
    BooleanField,
    DateField,
    InstantField,
    IntegerField,
    Looked,
    NumberField,
    PairField,
    PatternsField,
    QueryField,
    Selection,
    TextField,
    WordField,
    WordsField,
)
from eventsapi.rest.parameters import beyond, check

Rows = QuerySet[Any]
NOTHING = Selection(include=(), exclude=())
NO_REDIRECTS: Mapping[Name, str] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A whole query: its values by name, with ids that are current, and the dataset version; None is the newest."""

    values: Mapping[str, Any]
    version: int | None = None


# The condition that a record has any of the first together with any of the second; where one is empty, with whatever.
Together = Callable[[Sequence[str], Sequence[str], Asked], Q]


class QueryFilter(Filter):  # type: ignore[misc]  # django-filter has no types
    """What all filters share: a column, a field that reads the value, and a help_text that documents the parameter."""

    field_class: type[QueryField] = QueryField

    def __init__(self, column: str | None = None, *, help_text: str, lookup: str = "exact", **options: Any) -> None:
        super().__init__(column, lookup, help_text=help_text, **options)

    def settled(self, queryset: Rows, value: Any) -> Any:
        """The value, or what has to be found out before it says which condition there is."""
        return value

    def apply(self, queryset: Rows, value: Any, asked: Asked) -> Rows:
        """The rows that match. Override where the rest of the query says how the value is meant."""
        return self.filter(queryset, value)

    def filter(self, queryset: Rows, value: Any) -> Rows:
        return queryset.filter(Q((f"{self.field_name}__{self.lookup_expr}", value)))


class ListFilter(QueryFilter):
    """Any of the members, none of the excluded ones; on a plain column or an array."""

    def filter(self, queryset: Rows, value: Selection) -> Rows:
        return in_column(queryset, self.field_name, value)


def in_column(queryset: Rows, column: str, value: Selection) -> Rows:
    """The rows whose column, or one of whose members if it is an array, is any of the members; no excluded one."""
    is_array = isinstance(queryset.model._meta.get_field(column), ArrayField)
    lookup = f"{column}__{'overlap' if is_array else 'in'}"
    return selected(queryset, value, lambda members: Q((lookup, list(members))))


def selected(queryset: Rows, value: Selection, condition: Callable[[Sequence[str]], Q]) -> Rows:
    """The rows with any of the members, which is what the condition says of them, and none of the excluded ones."""
    if value.include:
        queryset = queryset.filter(condition(value.include))
    return queryset.exclude(condition(value.exclude)) if value.exclude else queryset


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


class LanguageFilter(PatternFilter):
    """BCP 47 tags as records have them: language=de does not find de-AT."""

    def __init__(self, column: str, *, help_text: str) -> None:
        form = {"pattern": "[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", "what": "a language tag such as de", "example": "de"}
        super().__init__(column, help_text=help_text, **form)


class IdFilter(PatternFilter):
    """Ids of records of a `resource`. One that does not exist matches nothing."""

    def __init__(self, column: str | None = None, *, help_text: str, resource: str, **options: Any) -> None:
        super().__init__(column, help_text=help_text, pattern=ID_PATTERN, what="an id", **options)
        self.resource = resource

    def names(self, value: Selection) -> set[Name]:
        """What the value names."""
        return {(self.resource, given) for given in (*value.include, *value.exclude)}

    def moved(self, value: Selection, leads_to: Mapping[Name, str]) -> Selection:
        """The value with the ids that stand now for those that were given."""
        if not leads_to:
            return value
        include, exclude = (
            tuple(sorted({leads_to.get((self.resource, given), given) for given in members}))
            for members in (value.include, value.exclude)
        )
        return Selection(include=include, exclude=exclude)


class PairFilter(IdFilter):
    """Two ids, both of which the array must hold. Two that stand for one record now are no pair of anything."""

    field_class = PairField

    def filter(self, queryset: Rows, value: Selection) -> Rows:
        if len(value.include) < 2:
            return queryset.none()
        return queryset.filter(Q((f"{self.field_name}__contains", list(value.include))))


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
    """Free text, up to 200 characters; `search` narrows the rows by what `look` found out about them and the text."""

    field_class: type[QueryField] = TextField

    def __init__(
        self,
        *,
        look: Callable[[Rows, str], Looked],
        search: Callable[[Rows, Looked], Rows],
        help_text: str,
        **options: Any,
    ) -> None:
        super().__init__(help_text=help_text, **options)
        self.look = look
        self.search = search

    def settled(self, queryset: Rows, value: str) -> Looked:
        return self.look(queryset, value)

    def filter(self, queryset: Rows, value: str | Looked) -> Rows:
        return self.search(queryset, value if isinstance(value, Looked) else self.look(queryset, value))


class StrictFilterSet(FilterSet):  # type: ignore[misc]  # django-filter has no types
    """A set of filters that refuses what it does not understand.

    `ranges` pairs the parameters that start and end a range. `companions` maps a parameter to those of which it needs
    one. `modifiers` say how others are meant, and narrow nothing by themselves. `together` pairs lists that speak of
    one and the same thing, such as who took part and as what, with the condition for it.
    The parent's form is passed over: it copies every filter and builds a form class for every request.
    """

    ranges: ClassVar[Sequence[tuple[str, str]]] = ()
    companions: ClassVar[Mapping[str, Sequence[str]]] = {}
    modifiers: ClassVar[Sequence[str]] = ()
    together: ClassVar[Mapping[tuple[str, str], Together]] = {}

    def __init_subclass__(cls) -> None:
        for name, declared in cls.declared_filters.items():
            if not declared.extra.get("help_text"):
                raise ImproperlyConfigured(f"{cls.__name__}.{name} has no help_text; say what the parameter means.")

    def __init__(
        self,
        *,
        values: Mapping[str, Any],
        queryset: Rows,
        version: int | None = None,
        leads_to: Mapping[Name, str] = NO_REDIRECTS,
    ) -> None:
        """Without `version` the rows are those that are public now; else those of that version of the dataset.

        `leads_to` has the id that stands for each of the `names` in the query that was merged.
        """
        self.values = values
        self.queryset = queryset
        self.version = version
        self.leads_to = leads_to

    @classmethod
    def read(cls, data: Mapping[str, str], queryset: Rows, *, version: int | None = None) -> "StrictFilterSet":
        """The set for texts as they stand in a query. Raises InvalidParameters."""
        values, _, faults = check(data.items(), declared=cls.fields())
        faults += beyond(faults, cls.cross_faults(values))
        if faults:
            raise InvalidParameters(faults)
        return cls(values=values, queryset=queryset, version=version)

    @classmethod
    def fields(cls) -> dict[str, QueryField]:
        return {name: declared.field for name, declared in cls.base_filters.items()}

    @classmethod
    def cross_faults(cls, values: Mapping[str, Any]) -> list[Fault]:
        """Faults between parameters, each of which is sound by itself."""
        return [
            *(_reversed(start, end) for start, end in cls.ranges if _is_reversed(values, start, end)),
            *(
                _missing(name, needed)
                for name, needed in cls.companions.items()
                if name in values
                and not any(companion in values for companion in needed)
                # Generated clients send every default: it asks for nothing, so it needs nothing.
                and values[name] != getattr(cls.base_filters[name].field, "default", None)
            ),
        ]

    @classmethod
    def names(cls, values: Mapping[str, Any]) -> set[Name]:
        """All that the query names by its id."""
        return {name for parameter, declared in cls._id_filters(values) for name in declared.names(values[parameter])}

    @classmethod
    def asks_rows(cls, values: Mapping[str, Any]) -> bool:
        """Whether something has to be found out of the rows before it is known which of them are meant."""
        return any(
            type(cls.base_filters[name]).settled is not QueryFilter.settled
            for name in values
            if name in cls.base_filters
        )

    @classmethod
    def _id_filters(cls, values: Mapping[str, Any]) -> list[tuple[str, IdFilter]]:
        given = [(name, cls.base_filters[name]) for name in values if name in cls.base_filters]
        return [(name, declared) for name, declared in given if isinstance(declared, IdFilter)]

    @property
    def qs(self) -> Rows:
        return self.filter_queryset(self.queryset)

    def filter_queryset(self, queryset: Rows) -> Rows:
        asked = self.asked()
        for pair, condition in self.together.items():
            queryset = _narrowed_together(queryset, pair, condition, asked)
        paired = {name for pair in self.together for name in pair}
        for name, declared in self.base_filters.items():
            if name in asked.values and name not in self.modifiers and name not in paired:
                queryset = declared.apply(queryset, asked.values[name], asked)
        return queryset

    def narrowing(self) -> dict[str, Any]:
        """The values of the filters, with merged ids replaced."""
        return {name: value for name, value in self.asked().values.items() if name in self.base_filters}

    def settled(self) -> dict[str, Any]:
        """The same, with what has to be asked of the rows found out already."""
        return {name: self.base_filters[name].settled(self.queryset, value) for name, value in self.narrowing().items()}

    def asked(self) -> Asked:
        """The query with merged ids replaced."""
        lists = self._id_filters(self.values)
        moved = {name: declared.moved(self.values[name], self.leads_to) for name, declared in lists}
        return Asked(values={**self.values, **moved}, version=self.version)


def _narrowed_together(queryset: Rows, pair: tuple[str, str], condition: Together, asked: Asked) -> Rows:
    """The rows for two lists about the same thing, of which either may be absent.

    Something has a member of each. Nothing has an excluded member of one together with a member of the other.
    """
    first, second = (asked.values.get(name, NOTHING) for name in pair)
    if first.include or second.include:
        queryset = queryset.filter(condition(first.include, second.include, asked))
    if first.exclude:
        queryset = queryset.exclude(condition(first.exclude, second.include, asked))
    if second.exclude:
        queryset = queryset.exclude(condition(first.include, second.exclude, asked))
    return queryset


def _is_reversed(values: Mapping[str, Any], start: str, end: str) -> bool:
    return start in values and end in values and values[start] > values[end]


def _reversed(start: str, end: str) -> Fault:
    return Fault(parameter=start, code=Code.REVERSED_RANGE, detail=f"'{start}' lies after '{end}'.")


def _missing(name: str, needed: Sequence[str]) -> Fault:
    named = " or ".join(f"'{companion}'" for companion in needed)
    detail = f"'{name}' means something only together with {named}."
    return Fault(parameter=name, code=Code.MISSING_PARAMETER, detail=detail, allowed=needed)


class StrictFilterBackend(BaseFilterBackend):
    """Narrows the rows of a view by its `filterset_class`, with the query that StrictAPIView has read."""

    def filter_queryset(self, request: Request, queryset: Rows, view: APIView) -> Rows:
        filterset_class: type[StrictFilterSet] | None = getattr(view, "filterset_class", None)
        asked: Any = view  # a StrictAPIView, which has read its query and asked for its version
        if filterset_class is None:
            return queryset
        values, leads_to = asked.query.values, asked.version.leads_to
        return filterset_class(values=values, queryset=queryset, version=asked.as_of, leads_to=leads_to).qs
