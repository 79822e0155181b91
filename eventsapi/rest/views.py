"""Views of a strict, read-only API. A list is three nouns: queryset, filterset, serializer; and its orderings.

The model of a list or detail has the columns `slug`, `summary` and `document`; the last two hold JSON texts that were
rendered before and are sent as they stand. The serializer describes them to OpenAPI.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar

import orjson
from django.db.models import QuerySet
from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import resolve, reverse
from rest_framework.request import Request
from rest_framework.response import Response

from eventsapi.rest.caching import dataset_version
from eventsapi.rest.downloads import Edition, Reading, show_page
from eventsapi.rest.errors import Gone
from eventsapi.rest.fields import QueryField
from eventsapi.rest.finding import Found, FoundAgain, FoundAndCounted, FoundRows
from eventsapi.rest.orders import Column, Order
from eventsapi.rest.paging import KeysetPaginator, Page
from eventsapi.rest.parameters import Query
from eventsapi.rest.renderers import PageRenderer
from eventsapi.rest.shaping import Shape
from eventsapi.rest.statements import STATEMENTS, Later, compiled, form_of
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
        order = self.order(self.pagination_class())
        edition = self.edition(self.get_queryset(), version=self.as_of)
        past = None
        if self.has_past and self.as_of is None:
            table: Any = edition.rows.model
            number = self.version.number
            past = self.edition(table.objects.as_of(number), version=number)
        reading = Reading(order=order, show=self.results)
        return reading.batches(edition, past=past, is_newest=lambda: dataset_version().number == self.version.number)

    def edition(self, rows: QuerySet[Any], *, version: int | None) -> Edition:
        return Edition(rows=self.filter_queryset(rows), version=version, columns=self.columns(version))

    def page(self, request: Request) -> Page:
        """The rows of the page that was asked for: sort key, id, then `columns()`."""
        paginator = self.pagination_class()
        order = self.order(paginator)
        table = self.get_queryset()
        position = paginator.position(request._request, query=self.query, order=order, queryset=table)
        found = self.found(table, order)
        return paginator.page(request._request, query=self.query, found=found, position=position)

    def order(self, paginator: KeysetPaginator) -> Order:
        """The order that was asked for."""
        return paginator.order(self.query, orderings=self.orderings, default=self.default_ordering, walks=self.walks)

    def found(self, table: QuerySet[Any], order: Order) -> Found:
        """What the filters leave of the table."""
        columns = self.columns(self.as_of)
        filters = self.filterset_class
        if filters is None or self.as_of is not None:
            # Past versions are asked for too rarely to remember how.
            return FoundRows(queryset=self.filter_queryset(table), order=order, columns=columns)
        values = filters(values=self.query.values, queryset=table, leads_to=self.version.leads_to).settled()
        again = FoundAgain(
            key=(type(self), order, self.shape.key(self.query) if self.shape else None),
            form=form_of(values),
            values=values,
            filtered=lambda given: filters(values=given, queryset=table).qs,
            order=order,
            columns=columns,
        )
        return FoundAndCounted(found=again, key=self.counted_by(values))

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

    def found(self, slug: str) -> Iterable[tuple[Any, ...]]:
        """The stored text of the record and what is shown with it; nothing, where there is none."""
        if self.as_of is not None:
            return self._reading(slug)
        key = (type(self), self.shape.key(self.query) if self.shape else None)
        statement = STATEMENTS.find(key, lambda: compiled(self._reading(Later(0)), is_prepared=True))
        return statement.run([slug]) if statement else self._reading(slug)

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
