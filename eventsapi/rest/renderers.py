"""Answers as bytes. Stored JSON texts are joined as they are (orjson.Fragment), never parsed.

Every address has JSON, and may have more formats: a PageRenderer shows the same pages of a list, a StreamRenderer
sends the whole list, or the rows of another answer, in one go.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import orjson
from rest_framework.renderers import BaseRenderer
from rest_framework.serializers import Serializer

from eventsapi.rest.caching import DatasetVersion
from eventsapi.rest.paging import Page

Schema = dict[str, Any]


class OrjsonRenderer(BaseRenderer):
    """JSON, the only format that every address has."""

    media_type = "application/json"
    format = "json"
    charset = "utf-8"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return b"" if data is None else orjson.dumps(data)


@dataclass(frozen=True, kw_only=True)
class ShownPage:
    """A page and what is around it, for formats that name themselves."""

    page: Page
    results: Sequence[Any]
    version: DatasetVersion
    # What is listed, in a word or two.
    title: str
    # Addresses: of the site; of the list, without site and page; of this very page in this format, and in JSON.
    site: str
    identity: str
    own_url: str
    json_url: str


class ListRenderer(BaseRenderer):
    """A format besides JSON. `refuses` names the parameters that mean nothing to it."""

    refuses: ClassVar[Sequence[str]] = ()
    description: ClassVar[str]

    @property
    def content_type(self) -> str:
        return f"{self.media_type}; charset={self.charset}" if self.charset else self.media_type

    def render(
        self,
        data: None,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """What OPTIONS sends, which has no body in any format."""
        return b""


class PageRenderer(ListRenderer):
    """A format with the same pages as JSON."""

    def component(self, result: Schema, page: Schema) -> tuple[str, Schema] | None:
        """Name and schema of the answer in OpenAPI, given the schemas of a result and of a page in JSON.

        None where the answer is text.
        """
        return None

    def page(self, shown: ShownPage) -> bytes:
        raise NotImplementedError(f"{type(self).__name__} needs a page().")


class StreamRenderer(ListRenderer):
    """A format without pages: all rows, a batch of them at a time."""

    refuses: ClassVar[Sequence[str]] = ("page_size", "cursor")

    def lines(
        self, batches: Iterable[Sequence[Any]], *, serializer: type[Serializer[Any]], keys: Sequence[str]
    ) -> Iterator[bytes]:
        """The list in bytes, a piece for each batch. `keys` are those to be shown; all, where there are none."""
        raise NotImplementedError(f"{type(self).__name__} needs lines().")
