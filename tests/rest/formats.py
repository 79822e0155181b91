"""The toy list in two formats more: its ids in lines, and pages that say where they are."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import orjson
from django.urls import path
from rest_framework.serializers import Serializer

from eventsapi.rest.renderers import OrjsonRenderer, PageRenderer, ShownPage, StreamRenderer
from eventsapi.urls import handler400, handler404, handler500
from tests.rest.things import ThingList

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]


class LinesRenderer(StreamRenderer):
    media_type = "text/plain"
    format = "lines"
    charset = "utf-8"
    description = "Ids."

    def lines(
        self, batches: Iterable[Sequence[Any]], *, serializer: type[Serializer[Any]], keys: Sequence[str]
    ) -> Iterator[bytes]:
        for batch in batches:
            yield b"".join(orjson.loads(orjson.dumps(result))["id"].encode() + b"\n" for result in batch)


class AddressesRenderer(PageRenderer):
    media_type = "text/x-addresses"
    format = "addresses"
    charset = None
    description = "Where the page is."

    def page(self, shown: ShownPage) -> bytes:
        return "\n".join([shown.title, shown.site, shown.identity, shown.own_url, shown.json_url]).encode()


class ThingListInFormats(ThingList):
    renderer_classes = [OrjsonRenderer, LinesRenderer, AddressesRenderer]


urlpatterns = [path("api/v1/things/", ThingListInFormats.as_view())]
