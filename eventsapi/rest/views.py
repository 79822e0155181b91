"""Views of a strict, read-only API. A list is three nouns: queryset, filterset, serializer; and its orderings.

The model of a list or detail has the columns `slug`, `summary` and `document`; the last two hold JSON texts that were
rendered before and are sent as they stand. The serializer describes them to OpenAPI.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import Any, ClassVar, Self, cast

import orjson
from django.db.models import Field, QuerySet
from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import resolve, reverse
from rest_framework.request import Request
from rest_framework.response import Response

from eventsapi.rest.caching import DatasetVersion, Name, dataset_version
from eventsapi.rest.cursors import Position
from eventsapi.rest.downloads import Edition, Reading, show_page
from eventsapi.rest.errors import Gone
from eventsapi.rest.fields import QueryField
from eventsapi.rest.filters import NO_REDIRECTS, StrictFilterSet
from eventsapi.rest.finding import Found, FoundAgain, FoundAhead, FoundAndCounted, FoundRows
from eventsapi.rest.newest import Telling, newest
from eventsapi.rest.orders import Column, Order
from eventsapi.rest.paging import KeysetPaginator, Page
from eventsapi.rest.parameters import CURSOR, Query
from eventsapi.rest.places import Place
from eventsapi.rest.renderers import PageRenderer
from eventsapi.rest.shaping import Shape
from eventsapi.rest.statements import STATEMENTS, Later, Statement, beside, compiled, form_of
from eventsapi.rest.strict import FilteredView, StrictAPIView
from eventsapi.rest.walks import Walk


class PermanentRedirect(HttpResponseRedirect):
    """308: the address has moved for good, and so has everything below it."""

    status_code = 308


class StoredListView(FilteredView):
    """A filtered, ordered, paged list of stored summaries."""

    orderings: ClassVar[Mapping[str, str]]
    default_ordering: ClassVar[str]
    # Indexes in one of these orders that hold what filters look at.
    walks: ClassVar[Sequence[Walk]] = ()
    pagination_class = KeysetPaginator
    column: ClassVar[str] = "summary"
    # What results look like; None where they cannot be cut or added to.
    shape: ClassVar[Shape | None] = None

    @classmethod
    def choosing(cls) -> dict[str, QueryField]:
        """The parameters that say which rows are meant, on which page, and how they look."""
        paging = cls.pagination_class().fields(orderings=cls.orderings, default=cls.default_ordering)
        shaping = cls.shape.fields() if cls.shape else {}
        return {**super().choosing(), **paging, **shaping}

    def answer(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        if self.is_file(request):
            return self.file(request, self.batches())
        renderer: Any = request.accepted_renderer
        page = self.page(request)
        results = self.results(page.rows, self.as_of)
        if isinstance(renderer, PageRenderer):
            return show_page(request._request, renderer, page, results, self.version, self.query)
        return Response(page.envelope(results), headers=page.headers())

    def batches(self) -> Iterator[list[Any]]:
        """All results in order, as they were at the version of the answer."""
        edition = self.edition(self.get_queryset(), version=self.as_of)
        past = None
        if self.has_past and self.as_of is None:
            table: Any = edition.rows.model
            number = self.version.number
            past = self.edition(table.objects.as_of(number), version=number)
        reading = Reading(order=self.order, show=self.results)
        return reading.batches(edition, past=past, is_newest=lambda: dataset_version().number == self.version.number)

    def edition(self, rows: QuerySet[Any], *, version: int | None) -> Edition:
        return Edition(rows=self.filter_queryset(rows), version=version, columns=self.columns(version))

    # Read together with the version, where that may be.
    ahead: FoundAhead | None = None

    def read_ahead(self) -> DatasetVersion | None:
        if not self.may_read_ahead():
            return None
        position, limit = self.position, self.pagination_class().limit(self.query)
        read = self.listing.rows_beside(Telling(names=self.names()), position=position, limit=limit)
        if read is None:
            return None
        rows, told = read
        version = newest().read(told)
        if not version.leads_to:
            self.ahead = FoundAhead(found=self.listing, position=position, read=rows)
        return version

    def may_read_ahead(self) -> bool:
        filters = self.filterset_class
        return filters is not None and not filters.asks_rows(self.query.values) and super().may_read_ahead()

    @cached_property
    def listing(self) -> FoundAgain:
        """What the filters leave of what is public now, as if no id had been merged."""
        return self.found_again(leads_to=NO_REDIRECTS)

    def page(self, request: Request) -> Page:
        """The rows of the page that was asked for: sort key, id, then `columns()`."""
        paginator = self.pagination_class()
        if self.ahead:
            found = FoundAndCounted(found=self.ahead, key=self.counted_by(self.ahead.values))
            return paginator.page(self.place, found=found, position=self.ahead.position)
        return paginator.page(self.place, found=self.found(), position=self.position)

    def for_others(self) -> Self:
        view = super().for_others()
        view.order, view.key_field = self.order, self.key_field
        if not self.kwargs:
            view.place = self.place
        if self.may_read_ahead():
            view.listing = self.listing
        return view

    @cached_property
    def place(self) -> Place:
        return Place.of(self.request._request, self.query)

    @property
    def position(self) -> Position | None:
        """Where the page starts; None for the first. Raises InvalidParameters."""
        return self.place.start(self.query.values.get(CURSOR), key_field=self.key_field)

    @cached_property
    def key_field(self) -> "Field[Any, Any]":
        return self.order.key_field(self.get_queryset())

    @cached_property
    def order(self) -> Order:
        """The order that was asked for."""
        paginator = self.pagination_class()
        return paginator.order(self.query, orderings=self.orderings, default=self.default_ordering, walks=self.walks)

    def found(self) -> Found:
        """What the filters leave of the table."""
        if self.filterset_class is None or self.as_of is not None:
            # Past versions are asked for too rarely to remember how.
            queryset = self.filter_queryset(self.get_queryset())
            return FoundRows(queryset=queryset, order=self.order, columns=self.columns(self.as_of))
        found = self.found_again(leads_to=self.version.leads_to)
        return FoundAndCounted(found=found, key=self.counted_by(found.values))

    def found_again(self, *, leads_to: Mapping[Name, str]) -> FoundAgain:
        """The same of the newest version, for a form that may have been asked for already."""
        table, filters = self.get_queryset(), cast(type[StrictFilterSet], self.filterset_class)
        values = filters(values=self.query.values, queryset=table, leads_to=leads_to).settled()
        return FoundAgain(
            key=(type(self), self.order, self.shape.key(self.query) if self.shape else None),
            form=form_of(values),
            values=values,
            filtered=lambda given: filters(values=given, queryset=table).qs,
            order=self.order,
            columns=self.columns(None),
        )

    def counted_by(self, values: Mapping[str, Any]) -> Hashable:
        """What names the number of rows that these values leave."""
        chosen = tuple((name, self.query.canonical[name]) for name in sorted(values))
        return (type(self), self.read_state(), chosen)

    def columns(self, version: int | None) -> Sequence[Column]:
        """The stored text, and what is shown with it of the version."""
        return (self.column, *(self.shape.columns(self.query, version=version) if self.shape else ()))

    def results(self, rows: Sequence[tuple[Any, ...]], version: int | None) -> list[Any]:
        """What is shown of the rows of a past version; of the newest, where that is None."""
        return _shown([row[2:] for row in rows], shape=self.shape, query=self.query, version=version)


class StoredDetailView(StrictAPIView):
    """One stored text, by the id in the address. Override `successor` and `withdrawal` for ids that have moved."""

    column: ClassVar[str] = "document"
    # What the answer looks like; None where it cannot be cut or added to.
    shape: ClassVar[Shape | None] = None

    @classmethod
    @cache
    def declared(cls) -> dict[str, QueryField]:
        return {**(cls.shape.fields() if cls.shape else {}), **super().declared()}

    def answer(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        slug: str = kwargs["id"]
        as_file = self.is_file(request)
        for row in self.found(slug):
            return self.file(request, [self.rows(row)]) if as_file else Response(self.shown(row))
        return self.missing(request, slug)

    # The row, if there is one, where it was looked for together with the version.
    ahead: Sequence[tuple[Any, ...]] | None = None

    def read_ahead(self) -> DatasetVersion | None:
        statement = self._statement(newest().statement()) if self.may_read_ahead() else None
        for *row, told in statement.run([self.kwargs["id"]]) if statement else ():
            self.ahead = [] if row[0] is None else [tuple(row)]
            return newest().read(told)
        return None

    def found(self, slug: str) -> Iterable[tuple[Any, ...]]:
        """The stored text of the record and what is shown with it; nothing, where there is none."""
        if self.ahead is not None:
            return self.ahead
        statement = self._statement() if self.as_of is None else None
        return statement.run([slug]) if statement else self._reading(slug)

    def _statement(self, told: Statement | None = None) -> Statement | None:
        """The statement for a record of the newest version, and for what the other one tells."""

        def make() -> Statement:
            found = compiled(self._reading(Later(0)), is_prepared=True)
            return beside(found, told) if told else found

        key = (type(self), self.shape.key(self.query) if self.shape else None, told.sql if told else None)
        return STATEMENTS.find(key, make)

    def _reading(self, slug: str | Later) -> QuerySet[Any]:
        besides = self.shape.columns(self.query, version=self.as_of) if self.shape else ()
        return self.get_queryset().filter(slug=slug).values_list(self.column, *besides)[:1]

    def shown(self, row: tuple[Any, ...]) -> Any:
        """What is sent of a stored text, and of what was read with it."""
        return _shown([row], shape=self.shape, query=self.query, version=self.as_of)[0]

    def rows(self, row: tuple[Any, ...]) -> Sequence[Any]:
        """The same as rows, in formats that have rows: one."""
        return [self.shown(row)]

    def missing(self, request: Request, slug: str) -> HttpResponseBase:
        """308 to the successor, 410 with the reason, or the 404 of what never existed."""
        if self.is_again:
            # It is asked for further in, and once is enough.
            raise Http404
        successor = self.successor(slug)
        if successor is not None:
            return PermanentRedirect(self.address_of(request, successor))
        reason = self.withdrawal(slug)
        if reason is not None:
            raise Gone(reason)
        raise Http404

    def successor(self, slug: str) -> str | None:
        """The id that this one was merged into."""
        return None

    def withdrawal(self, slug: str) -> str | None:
        """The published reason why this id was withdrawn."""
        return None

    def address_of(self, request: Request, slug: str) -> str:
        """This very address, query included, for another id."""
        path = reverse(resolve(request.path_info).view_name, kwargs={**self.kwargs, "id": slug})
        query = self.query.encoded()
        return f"{path}?{query}" if query else path


def _shown(rows: Iterable[tuple[Any, ...]], *, shape: Shape | None, query: Query, version: int | None) -> list[Any]:
    """What is sent of stored texts: all of each, without parsing it, unless something else was asked for."""
    if shape is None:
        return [orjson.Fragment(text) for text, *_ in rows]
    return shape.results(rows, query=query, version=version)
