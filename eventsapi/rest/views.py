"""Views of a strict, read-only API. A list is three nouns: queryset, filterset, serializer; and its orderings.

The model of a list or detail has the columns `slug`, `summary` and `document`; the last two hold JSON texts that were
rendered before and are sent as they stand. The serializer describes them to OpenAPI.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar

import orjson
from django.db.models import QuerySet
from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import resolve, reverse
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from eventsapi.rest.answers import keep, known_version
from eventsapi.rest.caching import DatasetVersion, Name, Validators, dataset_version
from eventsapi.rest.downloads import Edition, Reading, refuse_meaningless, show_page, stream
from eventsapi.rest.errors import Code, Fault, Gone, InvalidParameters
from eventsapi.rest.fields import IntegerField, QueryField, WordField
from eventsapi.rest.filters import StrictFilterBackend, StrictFilterSet
from eventsapi.rest.finding import Found, FoundAgain, FoundAndCounted, FoundRows
from eventsapi.rest.negotiation import FORMAT_HELP
from eventsapi.rest.orders import Column, Order
from eventsapi.rest.paging import KeysetPaginator, Page
from eventsapi.rest.parameters import CURSOR, Query, beyond, check, read_pairs
from eventsapi.rest.renderers import ListRenderer, PageRenderer, StreamRenderer
from eventsapi.rest.routing import reading_alias
from eventsapi.rest.shaping import Shape
from eventsapi.rest.statements import STATEMENTS, Later, compiled, form_of

AS_OF = "as_of"
MIN_VERSION = "min_version"
PAST_VERSION = IntegerField(
    minimum=0,
    maximum=10**15,
    example=1,
    help_text="A past version of the dataset: the answer as it was when that was the newest. Links keep to it.",
)
NEWEST_AT_LEAST = IntegerField(
    minimum=0,
    maximum=10**15,
    example=1,
    help_text="A version that you have seen: no server or cache that is behind it answers. The header Dataset-Version "
    "of a request says the same to the servers, but not to caches.",
)


class PermanentRedirect(HttpResponseRedirect):
    """308: the address has moved for good, and so has everything below it."""

    status_code = 308


class StrictAPIView(GenericAPIView[Any]):
    """GET answered by `answer()`; every parameter declared, every answer with validators.

    `parameters` are those of the view itself, by name; subclasses add the ones of their filters and pages.
    """

    http_method_names = ["get", "head", "options"]
    parameters: ClassVar[Mapping[str, QueryField]] = {}
    # Whether past versions can be asked for: then the managers of its tables have as_of(version).
    has_past: ClassVar[bool] = False
    # What the rows of csv look like; where it is None, as serializer_class describes.
    row_serializer: ClassVar[type[Serializer[Any]] | None] = None
    query: Query
    # The one that the answer is labelled with.
    version: DatasetVersion

    # 1. The query, before anything else looks at it.

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        values, canonical, faults = check(read_pairs(request._request), declared=self.declared())
        self.query = Query(values=values, canonical=canonical)
        faults += beyond(faults, self.cross_faults())
        if faults:
            raise InvalidParameters(faults)
        super().initial(request, *args, **kwargs)

    @classmethod
    @cache
    def declared(cls) -> dict[str, QueryField]:
        """All parameters of the view, by name."""
        formats = [renderer.format for renderer in cls.renderer_classes]
        past = {AS_OF: PAST_VERSION} if cls.has_past else {}
        versions = {**past, MIN_VERSION: NEWEST_AT_LEAST}
        return {**cls.parameters, **versions, "format": WordField(choices=formats, help_text=FORMAT_HELP)}

    def cross_faults(self) -> list[Fault]:
        """Faults between parameters, each of which is sound by itself."""
        return []

    # 2. The answer.

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.version = self.dataset_version()
        validators = Validators.of(
            request._request,
            version=self.version,
            query=self.query.encoded(**self._cursor()),
            media_type=request.accepted_renderer.media_type,
        )
        if validators.matched_by(request._request):
            return validators.not_modified()
        response = self.answer(request, **kwargs)
        if response.status_code == 200 and validators.unmodified_for(request._request):
            return validators.not_modified()
        validators.stamp(response)
        if response.status_code == 200 and not response.streaming:
            question = (self.as_of, self.names())
            keep(request._request, response, etag=validators.etag, version=self.version, asked=question)
        return response

    def answer(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        raise NotImplementedError(f"{type(self).__name__} needs an answer().")

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # type: ignore[override]  # as APIView
        return Response(status=204, headers={"Allow": ", ".join(self.allowed_methods)})

    @property
    def default_response_headers(self) -> dict[str, str]:
        """None: Allow belongs to 405 and OPTIONS, Vary to caching.py."""
        return {}

    # 3. The version it shows.

    @property
    def as_of(self) -> int | None:
        """The past version that was asked for."""
        return self.query.values.get(AS_OF)

    def dataset_version(self) -> DatasetVersion:
        version = known_version(self.request._request) or dataset_version(self.as_of, self.names())
        faults = [
            Fault(parameter=name, code=Code.OUT_OF_RANGE, detail=f"'{name}': The newest version is {version.newest}.")
            for name in (AS_OF, MIN_VERSION)
            if self.query.values.get(name, 0) > version.newest
        ]
        if faults:
            raise InvalidParameters(faults)
        return version

    def names(self) -> Collection[Name]:
        """What the query names by its id: it may have been merged."""
        return ()

    def read_state(self) -> Hashable:
        """What names the state of the dataset that is read: no two servers and no two versions have the same."""
        return (reading_alias(), self.version.newest, self.version.changed_at)

    def get_queryset(self) -> QuerySet[Any]:
        if self.as_of is None:
            return super().get_queryset()
        table: Any = type(self).queryset.model  # type: ignore[union-attr]  # every stored answer has one
        past: QuerySet[Any] = table.objects.as_of(self.as_of)
        return past

    # 4. Its rows as a file.

    def is_file(self, request: Request) -> bool:
        """Whether a format without pages was asked for. Raises InvalidParameters for what means nothing to it."""
        renderer: Any = request.accepted_renderer
        if isinstance(renderer, ListRenderer):
            refuse_meaningless(renderer, self.query, declared=self.declared())
        return isinstance(renderer, StreamRenderer)

    def file(self, request: Request, batches: Iterable[Sequence[Any]]) -> HttpResponseBase:
        renderer: Any = request.accepted_renderer
        keys = self.query.values["fields"].include if "fields" in self.query.values else ()
        rows = self.row_serializer or self.serializer_class
        return stream(request._request, renderer, iter(batches), rows, self.version, keys=keys)

    def _cursor(self) -> dict[str, str]:
        return {CURSOR: self.query.canonical[CURSOR]} if CURSOR in self.query.canonical else {}


class FilteredView(StrictAPIView):
    """The rows that the filters leave, of the current version or of a past one."""

    filterset_class: ClassVar[type[StrictFilterSet] | None] = None
    filter_backends = [StrictFilterBackend]

    @classmethod
    @cache
    def declared(cls) -> dict[str, QueryField]:
        return {**cls.choosing(), **super().declared()}

    @classmethod
    def choosing(cls) -> dict[str, QueryField]:
        """The parameters that say which rows are meant."""
        return cls.filterset_class.fields() if cls.filterset_class else {}

    def cross_faults(self) -> list[Fault]:
        return self.filterset_class.cross_faults(self.query.values) if self.filterset_class else []

    def names(self) -> Collection[Name]:
        return self.filterset_class.names(self.query.values) if self.filterset_class else ()

    def is_of_all(self) -> bool:
        """Whether no filter was given, and no past version."""
        filters = self.filterset_class.fields() if self.filterset_class else {}
        return self.as_of is None and not filters.keys() & self.query.values.keys()


class StoredListView(FilteredView):
    """A filtered, ordered, paged list of stored summaries."""

    orderings: ClassVar[Mapping[str, str]]
    default_ordering: ClassVar[str]
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
        order = self.pagination_class().order(self.query, orderings=self.orderings, default=self.default_ordering)
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
        order = paginator.order(self.query, orderings=self.orderings, default=self.default_ordering)
        table = self.get_queryset()
        position = paginator.position(request._request, query=self.query, order=order, queryset=table)
        found = self.found(table, order)
        return paginator.page(request._request, query=self.query, found=found, position=position)

    def found(self, table: QuerySet[Any], order: Order) -> Found:
        """What the filters leave of the table."""
        columns = self.columns(self.as_of)
        filters = self.filterset_class
        if filters is None or self.as_of is not None:
            # Past versions are asked for too rarely to remember how.
            return FoundRows(queryset=self.filter_queryset(table), order=order, columns=columns)
        values = filters(values=self.query.values, queryset=table, leads_to=self.version.leads_to).narrowing()
        if not all(filters.base_filters[name].is_settled for name in values):
            plain = FoundRows(queryset=self.filter_queryset(table), order=order, columns=columns)
            return FoundAndCounted(found=plain, key=self.counted_by(values))
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
