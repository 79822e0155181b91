"""Where a list is asked for, and where its pages start: addresses that differ in their cursor alone."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Field
from django.http import HttpRequest

from eventsapi.rest.cursors import Position, read_cursor, write_cursor
from eventsapi.rest.errors import Fault, InvalidParameters
from eventsapi.rest.fields import RefusedValue
from eventsapi.rest.parameters import CURSOR, Query


@dataclass(frozen=True, kw_only=True)
class Place:
    """The address of a list: `site` is scheme and host, `query` what was asked for, of which the cursor is no part."""

    site: str
    path: str
    query: Query

    @classmethod
    def of(cls, request: HttpRequest, query: Query) -> "Place":
        return cls(
            site=request.build_absolute_uri("/").removesuffix("/"), path=request.path, query=query.without_cursor()
        )

    @cached_property
    def binding(self) -> str:
        """What a cursor is made for."""
        return f"{self.path}?{self.query.encoded()}"

    def start(self, cursor: str | None, *, key_field: "Field[Any, Any]") -> Position | None:
        """Where the page with this cursor starts; None for the first. Raises InvalidParameters for a cursor not of this
        place.
        """
        if cursor is None:
            return None
        try:
            return read_cursor(cursor, query=self.binding, key_field=key_field)
        except RefusedValue as refused:
            raise InvalidParameters([Fault(parameter=CURSOR, code=refused.code, detail=refused.detail)]) from None

    def link(self, position: Position) -> str:
        """The address of the page that starts there."""
        cursor = write_cursor(position, query=self.binding)
        return f"{self.site}{self.path}?{self.query.encoded(cursor=cursor)}"
