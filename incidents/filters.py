"""What lists can be filtered by: one declaration, one parameter.

    WordFilter("column", choices=..., example=...)     words of a vocabulary
    ids_of("resource", "column", example=...)          public ids; merged ones count as the record that stands for them

A column that is an array matches where any of its members does. docs/api.md says what all filters have in common.
"""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from eventsapi.rest.filters import CountryFilter, DateFilter, IdFilter, SearchFilter, StrictFilterSet, WordFilter
from incidents.publication.redirects import successors
from incidents.search import matching
from incidents.vocabularies import Aspect, EventType

Rows = QuerySet[Any]


def ids_of(resource: str, column: str, *, help_text: str, example: str) -> IdFilter:
    """A filter by ids of one resource."""

    def standing_for(ids: list[str]) -> list[str]:
        merged = successors(resource, ids)
        return [merged.get(given, given) for given in ids]

    return IdFilter(column, resolve=standing_for, help_text=help_text, example=example)


class EndsOnOrAfter(DateFilter):
    """What may still have lasted on the day. Without any date nothing is known, so nothing matches."""

    def filter(self, queryset: Rows, value: date) -> Rows:
        open_end = Q(date_end__isnull=True, date_start__isnull=False)
        return queryset.filter(Q(date_end__gte=value) | open_end)


class StartsOnOrBefore(DateFilter):
    """What may already have begun on the day."""

    def filter(self, queryset: Rows, value: date) -> Rows:
        open_start = Q(date_start__isnull=True, date_end__isnull=False)
        return queryset.filter(Q(date_start__lte=value) | open_start)


class EventFilterSet(StrictFilterSet):
    ranges = (("date_from", "date_to"),)

    q = SearchFilter(
        search=matching,
        help_text=(
            "Words in titles, summaries, claims and quotes, and names of places and participants. "
            'All of them; "a phrase", or, -without.'
        ),
        example="embassy deliberate",
    )
    type = WordFilter(
        "event_type",
        choices=EventType.values,
        help_text="PLOVER event type: the vocabulary event_type.",
        example="ASSAULT",
    )
    date_from = EndsOnOrAfter(
        help_text="Events that may have lasted on this day or later. Events without any date never match."
    )
    date_to = StartsOnOrBefore(
        help_text="Events that may have begun on this day or earlier. Events without any date never match."
    )
    country = CountryFilter("countries", help_text="Countries of its places (ISO 3166-1 alpha-2).")
    actor = ids_of("actors", "actors", help_text="Ids of its participants.", example="azerbaijan")
    source = ids_of(
        "sources",
        "sources",
        help_text="Ids of the sources that published its articles.",
        example="unnamed-publisher-001",
    )
    article = ids_of(
        "articles",
        "articles",
        help_text="Ids of the articles that report it.",
        example="001-azerbaijan-russia-tensions-after-embassy-strike",
    )


class ClaimFilterSet(StrictFilterSet):
    event = ids_of(
        "events", "events", help_text="Ids of the events it is about.", example="azerbaijani-embassy-strike-2025-11-14"
    )
    speaker = ids_of("actors", "speaker", help_text="Ids of who makes the claim.", example="ilham-aliyev")
    article = ids_of(
        "articles",
        "article",
        help_text="Ids of the articles that report it.",
        example="001-azerbaijan-russia-tensions-after-embassy-strike",
    )
    aspect = WordFilter(
        "aspect",
        choices=Aspect.values,
        help_text="What of the event it is about: the vocabulary aspect.",
        example="intent",
    )
