"""Answers in other formats than JSON: lists page by page, and everything with rows whole, as a stream.

A stream is read batch after batch by keyset, each with statements of its own. So nothing is held while a slow reader
reads, neither rows nor a transaction; and yet all of it is of one version of the dataset: the version is asked for
again after each batch, and since it only ever rises, the batch is of the version that it still is. Once it has risen,
that batch and the rest are read as they were at the version that the answer is labelled with. Where the replica fails
that a stream is read from, it is read on from the primary, which may be of a newer version: the same rule holds.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from eventsapi.rest.caching import DatasetVersion
from eventsapi.rest.cursors import Position
from eventsapi.rest.errors import Code, Fault, InvalidParameters
from eventsapi.rest.fields import QueryField
from eventsapi.rest.orders import Column, Order
from eventsapi.rest.paging import Page
from eventsapi.rest.parameters import CURSOR, Query
from eventsapi.rest.renderers import ListRenderer, PageRenderer, ShownPage, StreamRenderer
from eventsapi.rest.routing import steadily

BATCH = 500

# What is shown of rows (key, id, *columns), given the past version that they are of; None for the newest.
Show = Callable[[Sequence[tuple[Any, ...]], int | None], list[Any]]


@dataclass(frozen=True, kw_only=True)
class Edition:
    """The rows of a list at one version; None for the newest, which may change while it is read."""

    rows: QuerySet[Any]
    version: int | None
    columns: Sequence[Column]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """In which order a list is read, and what is shown of it."""

    order: Order
    show: Show

    def batches(self, edition: Edition, *, past: Edition | None, is_newest: Callable[[], bool]) -> Iterator[list[Any]]:
        """All results. Where `is_newest` denies, they are those of `past` from then on."""
        position = None
        while True:
            rows, shown = steadily(partial(self._batch, edition, position))
            if past and not steadily(is_newest):
                edition, past = past, None
                continue
            yield shown
            if len(rows) < BATCH:
                return
            position = Position(key=rows[-1][0], id=rows[-1][1])

    def _batch(self, edition: Edition, position: Position | None) -> tuple[Sequence[tuple[Any, ...]], list[Any]]:
        """The rows after the position, and what is shown of them."""
        rows = self.order.rows(edition.rows, position=position, limit=BATCH, columns=edition.columns)
        return rows, self.show(rows, edition.version)


def refuse_meaningless(renderer: ListRenderer, query: Query, *, declared: Mapping[str, QueryField]) -> None:
    """Raises InvalidParameters for those that mean nothing to the format. A default may stay: it asks for nothing."""
    faults = [
        Fault(
            parameter=name,
            code=Code.CONFLICTING_PARAMETERS,
            detail=f"'{name}' means nothing to the format {renderer.format}; leave it out.",
        )
        for name in renderer.refuses
        if name in query.values and query.values[name] != getattr(declared[name], "default", None)
    ]
    if faults:
        raise InvalidParameters(faults)


def stream(
    request: HttpRequest,
    renderer: StreamRenderer,
    batches: Iterator[Sequence[Any]],
    serializer: Any,
    version: DatasetVersion,
    *,
    keys: Sequence[str] = (),
) -> StreamingHttpResponse:
    """The list as a file. The first batch is read at once, so that a database that is away is still a 503."""
    pieces: Iterable[bytes] = ()
    if request.method != "HEAD":
        first = next(batches, [])
        pieces = renderer.lines(chain([first], batches), serializer=serializer, keys=keys)
    name = f"{_title(request).replace('/', '-')}-v{version.number}.{renderer.format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(pieces, content_type=renderer.content_type, headers=headers)


def show_page(
    request: HttpRequest,
    renderer: PageRenderer,
    page: Page,
    results: Sequence[Any],
    version: DatasetVersion,
    query: Query,
) -> HttpResponse:
    """A page in a format that names itself; its addresses are canonical, because so is what caches know it by."""
    here = request.build_absolute_uri(request.path)
    cursor = {CURSOR: query.canonical[CURSOR]} if CURSOR in query.canonical else {}
    asked = Query(values={}, canonical={key: text for key, text in query.canonical.items() if key not in PRESENTATION})
    shown = ShownPage(
        page=page,
        results=results,
        version=version,
        title=_title(request),
        site=request.build_absolute_uri("/").rstrip("/"),
        identity=f"{request.path}?{asked.encoded()}",
        own_url=f"{here}?{query.encoded(format=str(renderer.format), **cursor)}",
        json_url=f"{here}?{asked.encoded(format='json')}",
    )
    return HttpResponse(renderer.page(shown), content_type=renderer.content_type, headers=page.headers())


# What of a query says how a list is shown, and not which.
PRESENTATION = ("format", "page_size")


def _title(request: HttpRequest) -> str:
    """The address after what all have in common, the API and its version."""
    return request.path.strip("/").split("/", 2)[2]
