"""Asks a filter set, with the texts of a query as a client writes them."""

from urllib.parse import parse_qsl

from eventsapi.rest.filters import StrictFilterSet
from incidents.filters import ActorFilterSet, ArticleFilterSet, ClaimFilterSet, EventFilterSet, SourceFilterSet
from incidents.publication.models import DOCUMENT_MODELS
from incidents.publication.version import current

FILTERSETS: dict[str, type[StrictFilterSet]] = {
    "events": EventFilterSet,
    "claims": ClaimFilterSet,
    "articles": ArticleFilterSet,
    "actors": ActorFilterSet,
    "sources": SourceFilterSet,
}


def ids(resource: str, query: str = "", *, version: int | None = None) -> set[str]:
    """The ids of what a query finds, now or at a past version."""
    objects = DOCUMENT_MODELS[resource].objects
    rows = objects.current() if version is None else objects.as_of(version)
    asked = FILTERSETS[resource].read(dict(parse_qsl(query, keep_blank_values=True)), rows, version=version)
    asked.leads_to = current(version, asked.names(asked.values)).leads_to
    return set(asked.qs.values_list("slug", flat=True))


def names(query: str) -> list[str]:
    """The parameters of a query; the first is the one that a row of a table is about."""
    return [name for name, _ in parse_qsl(query, keep_blank_values=True)]
