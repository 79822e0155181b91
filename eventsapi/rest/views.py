"""Views of a strict, read-only API. A list is three nouns: queryset, filterset, serializer; and its orderings.

The model of a list or detail has the columns `slug`, `summary` and `document`; the last two hold JSON texts that were
rendered before and are sent as they stand. The serializer describes them to OpenAPI.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, ClassVar

import orjson
from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import resolve, reverse
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from eventsapi.rest.caching import DatasetVersion, Validators, dataset_version
from eventsapi.rest.errors import Fault, Gone, InvalidParameters
from eventsapi.rest.fields import QueryField, WordField
from eventsapi.rest.filters import StrictFilterBackend, StrictFilterSet
from eventsapi.rest.negotiation import FORMAT_HELP
from eventsapi.rest.paging import KeysetPaginator, Page
from eventsapi.rest.parameters import CURSOR, Query, check, read_pairs


class PermanentRedirect(HttpResponseRedirect):
    """308: the address has moved for good, and so has everything below it."""

    status_code = 308


class StrictAPIView(GenericAPIView[Any]):
    """GET answered by `answer()`; every parameter declared, every answer with validators.

    `parameters` are those of the view itself, by name; subclasses add the ones of their filters and pages.
    """

    http_method_names = ["get", "head", "options"]
    parameters: ClassVar[Mapping[str, QueryField]] = {}
    query: Query
    # The one that the answer is labelled with.
    version: DatasetVersion

    # 1. The query, before anything else looks at it.

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        values, canonical, faults = check(read_pairs(request._request), declared=self.declared())
        self.query = Query(values=values, canonical=canonical)
        faults += self.cross_faults()
        if faults:
            raise InvalidParameters(faults)
        super().initial(request, *args, **kwargs)

    @classmethod
    @cache
    def declared(cls) -> dict[str, QueryField]:
        """All parameters of the view, by name."""
        formats = [renderer.format for renderer in cls.renderer_classes]
        return {**cls.parameters, "format": WordField(choices=formats, help_text=FORMAT_HELP)}

    def cross_faults(self) -> list[Fault]:
        """Faults between parameters, each of which is sound by itself."""
        return []

    # 2. The answer.

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.version = dataset_version()
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
        return response

    def answer(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        raise NotImplementedError(f"{type(self).__name__} needs an answer().")

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # type: ignore[override]  # as APIView
        return Response(status=204, headers={"Allow": ", ".join(self.allowed_methods)})

    @property
    def default_response_headers(self) -> dict[str, str]:
        """None: Allow belongs to 405 and OPTIONS, Vary to caching.py."""
        return {}

    def _cursor(self) -> dict[str, str]:
        return {CURSOR: self.query.canonical[CURSOR]} if CURSOR in self.query.canonical else {}


class StoredListView(StrictAPIView):
    """A filtered, ordered, paged list of stored summaries."""

    orderings: ClassVar[Mapping[str, str]]
    default_ordering: ClassVar[str]
    filterset_class: ClassVar[type[StrictFilterSet] | None] = None
    filter_backends = [StrictFilterBackend]
    pagination_class = KeysetPaginator
    columns: ClassVar[Sequence[str]] = ("summary",)

    @classmethod
    @cache
    def declared(cls) -> dict[str, QueryField]:
        filters = cls.filterset_class.fields() if cls.filterset_class else {}
        paging = cls.pagination_class().fields(orderings=cls.orderings, default=cls.default_ordering)
        return {**filters, **paging, **super().declared()}

    def cross_faults(self) -> list[Fault]:
        return self.filterset_class.cross_faults(self.query.values) if self.filterset_class else []

    def answer(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        page = self.page(request)
        return Response(page.envelope(self.results(page.rows)), headers=page.headers())

    def page(self, request: Request) -> Page:
        """The rows of the page that was asked for: sort key, id, then `columns`."""
        paginator = self.pagination_class()
        queryset = self.filter_queryset(self.get_queryset())
        order = paginator.order(self.query, orderings=self.orderings, default=self.default_ordering)
        position = paginator.position(request._request, query=self.query, order=order, queryset=queryset)
        return paginator.page(
            request._request,
            query=self.query,
            queryset=queryset,
            order=order,
            position=position,
            columns=self.columns,
        )

    def results(self, rows: Sequence[tuple[Any, ...]]) -> list[Any]:
        """What is shown of the rows: the stored text, joined without being parsed."""
        return [orjson.Fragment(row[-1]) for row in rows]


class StoredDetailView(StrictAPIView):
    """One stored text, by the id in the address. Override `successor` and `withdrawal` for ids that have moved."""

    column: ClassVar[str] = "document"

    def answer(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        slug: str = kwargs["id"]
        found = self.get_queryset().filter(slug=slug).values_list(self.column, flat=True)[:1]
        for document in found:
            return Response(orjson.Fragment(document))
        return self.missing(request, slug)

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
