"""The change feed: what a mirror reads to stay equal to what is published."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from eventsapi.rest.downloads import BATCH
from eventsapi.rest.fields import IntegerField, QueryField
from eventsapi.rest.finding import FoundRows
from eventsapi.rest.orders import Order
from eventsapi.rest.paging import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, KeysetPaginator, Page, bounded_count
from eventsapi.rest.routing import steadily
from eventsapi.rest.strict import StrictAPIView
from incidents.exports import ANY_ANSWER
from incidents.publication.documents.changes import ChangeSerializer
from incidents.publication.documents.shared import url_of
from incidents.publication.models import DOCUMENT_MODELS, Change

ORDER = Order(column="seq", id_column="seq")
COLUMNS = ("seq", "op", "resource", "slug", "at", "dataset_version")
PARAMETERS: Mapping[str, QueryField] = {
    "since": IntegerField(
        minimum=0, maximum=10**15, default=0, help_text="Changes after this number: the last one you have seen."
    ),
    "page_size": IntegerField(
        minimum=1, maximum=MAX_PAGE_SIZE, default=DEFAULT_PAGE_SIZE, help_text="Results on a page."
    ),
}


@extend_schema_view(
    get=extend_schema(
        operation_id="listChanges",
        tags=["changes"],
        summary="List changes",
        description="What was published, changed, merged and retracted, in order. `count` is what is still to come.",
        responses=ChangeSerializer(many=True),
    )
)
class ChangeListView(StrictAPIView):
    renderer_classes = ANY_ANSWER
    queryset = Change.objects.filter(resource__in=DOCUMENT_MODELS)
    serializer_class = ChangeSerializer
    pagination_class = KeysetPaginator
    parameters = PARAMETERS

    def answer(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        if self.is_file(request):
            return self.file(request, self.batches())
        page = self.page(request)
        return Response(page.envelope(_changes(page.rows)), headers=page.headers())

    def batches(self) -> Iterator[list[Any]]:
        """All changes after the last one seen, up to the version of the answer. What stands in the feed stays."""
        seen: int | None = self.query.values.get("since", 0)
        while seen is not None:
            later = self.get_queryset().filter(seq__gt=seen, dataset_version__lte=self.version.number)
            rows: list[Any] = steadily(partial(list, later.order_by("seq").values_list(*COLUMNS)[:BATCH]))
            yield _changes(rows)
            seen = rows[-1][0] if len(rows) == BATCH else None

    def page(self, request: Request) -> Page:
        """The changes after the last one seen. There is no way back: who reads a feed goes forward."""
        size = self.query.values.get("page_size", DEFAULT_PAGE_SIZE)
        later = self.get_queryset().filter(seq__gt=self.query.values.get("since", 0))
        found = list(later.order_by("seq").values_list(*COLUMNS)[: size + 1])
        rows, is_last = found[:size], len(found) <= size
        count, relation = (
            (len(rows), "eq") if is_last else bounded_count(FoundRows(queryset=later, order=ORDER, columns=()))
        )
        after = None if is_last else self.query.encoded(since=str(rows[-1][0]))
        next_url = request.build_absolute_uri(f"{request.path}?{after}") if after else None
        return Page(rows=rows, next=next_url, previous=None, count=count, count_relation=relation)


def _changes(rows: Sequence[tuple[Any, ...]]) -> list[Any]:
    return list(ChangeSerializer([_change(row) for row in rows], many=True).data)


def _change(row: tuple[Any, ...]) -> dict[str, Any]:
    seq, op, resource, slug, at, version = row
    url = url_of(resource, slug)
    return {"seq": seq, "op": op, "resource": resource, "id": slug, "url": url, "at": at, "dataset_version": version}
