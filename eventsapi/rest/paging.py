"""Pages that start at a row, not at a number: none loses or repeats a row, and the last costs what the first does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from rest_framework.pagination import BasePagination

from eventsapi.rest.cursors import CursorField, Position
from eventsapi.rest.fields import IntegerField, QueryField, Schema, WordField
from eventsapi.rest.finding import Found
from eventsapi.rest.orders import Order
from eventsapi.rest.parameters import CURSOR, Query
from eventsapi.rest.places import Place
from eventsapi.rest.walks import Walk

DEFAULT_PAGE_SIZE = 50
MAX_PAGE_SIZE = 200
COUNT_LIMIT = 10_000


@dataclass(frozen=True, kw_only=True)
class Page:
    """Rows (key, id, *columns) with the addresses of their neighbours and the size of the whole list."""

    rows: Sequence[tuple[Any, ...]]
    next: str | None
    previous: str | None
    count: int
    count_relation: str

    def envelope(self, results: Sequence[Any]) -> dict[str, Any]:
        """The answer around `results`, what the view made of the rows."""
        return {
            "count": self.count,
            "count_relation": self.count_relation,
            "next": self.next,
            "previous": self.previous,
            "results": results,
        }

    def headers(self) -> dict[str, str]:
        """The same neighbours as a `Link` header (RFC 8288)."""
        neighbours = {"next": self.next, "prev": self.previous}
        links = [f'<{url}>; rel="{relation}"' for relation, url in neighbours.items() if url]
        return {"Link": ", ".join(links)} if links else {}


class KeysetPaginator(BasePagination):
    """Pages of a queryset in one of the orders that a view declares.

    A view has `orderings`, from the word in the query to the column, e.g. {"date": "date_start"}, and
    `default_ordering`, e.g. "-date". `id_column` is unique within what the view lists.
    """

    id_column = "slug"

    def fields(self, *, orderings: Mapping[str, str], default: str) -> dict[str, QueryField]:
        """The parameters of paging."""
        if default.removeprefix("-") not in orderings:
            raise ImproperlyConfigured(f"default_ordering '{default}' is not declared; add it to orderings.")
        words = [word for name in orderings for word in (name, f"-{name}")]
        return {
            "ordering": WordField(choices=words, default=default, help_text=ORDERING_HELP),
            "page_size": IntegerField(
                minimum=1, maximum=MAX_PAGE_SIZE, default=DEFAULT_PAGE_SIZE, help_text="Results on a page."
            ),
            CURSOR: CursorField(help_text="Where the page starts: opaque, taken from 'next' or 'previous'."),
        }

    def order(self, query: Query, *, orderings: Mapping[str, str], default: str, walks: Sequence[Walk] = ()) -> Order:
        word = query.values.get("ordering", default)
        return Order.named(word, orderings=orderings, id_column=self.id_column, walks=walks)

    def size(self, query: Query) -> int:
        """How many rows a page has."""
        size: int = query.values.get("page_size", DEFAULT_PAGE_SIZE)
        return size

    def limit(self, query: Query) -> int:
        """How many rows are read for a page: one more, which says whether there is another."""
        return self.size(query) + 1

    def page(
        self,
        place: Place,
        *,
        found: Found,
        position: Position | None,
    ) -> Page:
        """The rows at the position, with one query for them and one for the count (none where the page is all)."""
        size = self.size(place.query)
        backwards = position is not None and position.backwards
        rows = found.rows(position=position, limit=self.limit(place.query))
        more = len(rows) > size
        rows = rows[:size][:: -1 if backwards else 1]
        is_all = position is None and not more
        count, relation = (len(rows), "eq") if is_all else bounded_count(found)
        has_next, has_previous = (True, more) if backwards else (more, position is not None)
        return Page(
            rows=rows,
            next=place.link(_next_to(rows[-1])) if rows and has_next else None,
            previous=place.link(_next_to(rows[0], backwards=True)) if rows and has_previous else None,
            count=count,
            count_relation=relation,
        )

    def get_paginated_response_schema(self, schema: Schema) -> Schema:
        url: Schema = {"type": ["string", "null"], "format": "uri"}
        properties = {
            "count": {"type": "integer", "minimum": 0, "maximum": COUNT_LIMIT, "description": COUNT_HELP},
            "count_relation": {"type": "string", "enum": ["eq", "gte"], "description": COUNT_RELATION_HELP},
            "next": url | {"description": "The next page; null on the last one."},
            "previous": url | {"description": "The page before; null on the first one."},
            "results": schema | {"description": "The results of this page, in order."},
        }
        return {"type": "object", "required": list(properties), "properties": properties}


ORDERING_HELP = "Order of the list; `-` turns it round. Unknown values come last either way, ties follow the id."
COUNT_HELP = f"How many results there are in all pages; at least so many where count_relation is gte ({COUNT_LIMIT})."
COUNT_RELATION_HELP = "eq: count is exact. gte: there are more than count."


def bounded_count(found: Found) -> tuple[int, str]:
    """The number of rows and "eq", or the limit and "gte". Looks at one row more than the limit and no further."""
    count = found.count(most=COUNT_LIMIT + 1)
    return min(count, COUNT_LIMIT), "gte" if count > COUNT_LIMIT else "eq"


def _next_to(row: Sequence[Any], *, backwards: bool = False) -> Position:
    return Position(key=row[0], id=row[1], backwards=backwards)
