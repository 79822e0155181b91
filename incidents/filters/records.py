"""What the filters of all resources share."""

from typing import Any

from django.db.models import F, Func, QuerySet

from eventsapi.rest.filters import Asked, IdFilter, InstantFilter, SearchFilter
from incidents.publication.models import PublishedDocument
from incidents.search import among, looked_for

Rows = QuerySet[Any]


class Unnested(Func):
    """SQL: unnest(array), a row a member."""

    function = "unnest"

    def __init__(self, column: str) -> None:
        super().__init__(F(column))


def rows_of(table: type[PublishedDocument], asked: Asked) -> Rows:
    """The rows of another table at the version that the query is about."""
    return table.objects.current() if asked.version is None else table.objects.as_of(asked.version)


def members(rows: Rows, column: str) -> Rows:
    """The members of an array in any of the rows, to be looked for in."""
    return rows.values_list(Unnested(column), flat=True)


def search(help_text: str, *, example: str) -> SearchFilter:
    """The filter `q`."""
    syntax = 'All of them; "a phrase", or, -without.'
    return SearchFilter(look=looked_for, search=among, help_text=f"{help_text} {syntax}", example=example)


def own_id(resource: str, *, example: str) -> IdFilter:
    """The filter `id`."""
    return IdFilter("slug", resource=resource, help_text="Ids of the results themselves.", example=example)


def updated_since() -> InstantFilter:
    return InstantFilter("changed_at", lookup="gte", help_text="Results that changed at this moment or later.")
