"""What all views of a strict, read-only API have in common: declared parameters, one version, validators."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from copy import copy
from functools import cache
from typing import Any, ClassVar, Self

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from eventsapi.rest.answers import Label, known_version, may_be_kept
from eventsapi.rest.caching import DatasetVersion, Name, Validators, dataset_version, is_conditional
from eventsapi.rest.downloads import refuse_meaningless, stream
from eventsapi.rest.errors import Code, Fault, InvalidParameters
from eventsapi.rest.fields import IntegerField, QueryField, WordField
from eventsapi.rest.filters import StrictFilterBackend, StrictFilterSet
from eventsapi.rest.negotiation import FORMAT_HELP
from eventsapi.rest.parameters import CURSOR, Query, beyond, check, read_pairs
from eventsapi.rest.recurring import Answered, answered_by
from eventsapi.rest.renderers import ListRenderer, OrjsonRenderer, StreamRenderer
from eventsapi.rest.routing import reading_alias

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

JSON = OrjsonRenderer()


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

    # 1. The method and the query, before anything else looks at them.

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if request.method not in self.allowed_methods:
            self.http_method_not_allowed(request)  # raises: what cannot be done at all needs no better parameters
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
            label = Label(etag=validators.etag, version=self.version, question=(self.as_of, self.names()))
            may_be_kept(request._request, label)
            is_plain = isinstance(response, Response) and type(request.accepted_renderer) is OrjsonRenderer
            if is_plain and not self.is_again:
                answered_by(request._request, self)
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
        # Rows have to be read in any case, so that it costs nothing to have the version from them.
        known = self.read_ahead() or known_version(self.request._request)
        version = known or dataset_version(self.as_of, self.names())
        faults = [
            Fault(parameter=name, code=Code.OUT_OF_RANGE, detail=f"'{name}': The newest version is {version.newest}.")
            for name in (AS_OF, MIN_VERSION)
            if self.query.values.get(name, 0) > version.newest
        ]
        if faults:
            raise InvalidParameters(faults)
        return version

    def read_ahead(self) -> DatasetVersion | None:
        """The version, where what is answered was read together with it; None where it was not."""
        return None

    # Whether ids of the query were found to have been merged: then nothing can be read as if they were not.
    names_have_moved = False

    def may_read_ahead(self) -> bool:
        """Whether the version decides neither what is read, nor that nothing is."""
        asks = self.query.values.keys() & {AS_OF, MIN_VERSION} or is_conditional(self.request._request)
        # Other formats may refuse more.
        is_json = not isinstance(self.request.accepted_renderer, ListRenderer)
        return is_json and not asks and not self.names_have_moved

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

    # 5. For requests that recur (recurring.py).

    is_again = False

    def for_others(self) -> Self:
        """A view that answers other requests of the form: what is not named here belongs to this request."""
        view = type(self)()
        view.query = self.query.without_cursor()
        view.names_have_moved = bool(self.version.leads_to)
        view.is_again = True
        return view

    def again(self, request: HttpRequest, cursor: str | None, kwargs: Mapping[str, Any]) -> Answered | None:
        """Of a view for others."""
        view = copy(self)
        view.request = Request(request)
        view.request.accepted_renderer = JSON
        view.kwargs = dict(kwargs)
        if cursor is not None:
            if CURSOR not in self.declared():
                return None
            view.query = self.query.with_cursor(cursor)
        found: Any = view.get(view.request, **kwargs)
        return Answered(JSON.render(found.data), found.headers) if found.status_code == 200 else None

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
