"""The numbers that are kept of all public events are those that counting them gives."""

import pytest

from incidents.aggregates import EVENT_DIMENSIONS, INTERVALS, timeline
from incidents.kept_counts import facet_of_all, timeline_of_all
from incidents.publication.counts import recount
from incidents.publication.models import PublishedCount, PublishedEvent

pytestmark = pytest.mark.django_db


def kept() -> dict[tuple[str, str], int]:
    counts = PublishedCount.objects.filter(rows__gt=0)
    return {(dimension, value): rows for dimension, value, rows in counts.values_list("dimension", "value", "rows")}


@pytest.mark.parametrize("limit", [2, 1_000])
@pytest.mark.parametrize("by", EVENT_DIMENSIONS)
def test_a_facet_of_all_events_is_as_if_counted(by: str, limit: int) -> None:
    assert facet_of_all(by, limit=limit) == EVENT_DIMENSIONS[by].facet(PublishedEvent.objects.current(), limit=limit)


@pytest.mark.parametrize("interval", INTERVALS)
def test_a_timeline_of_all_events_is_as_if_counted(interval: str) -> None:
    assert timeline_of_all(interval=interval) == timeline(PublishedEvent.objects.current(), interval=interval)


def test_a_count_says_what_it_is_of() -> None:
    assert str(PublishedCount(dimension="country", value="AZ", rows=3)) == "country=AZ: 3"


def test_nothing_is_counted_where_nothing_is_public() -> None:
    PublishedEvent.objects.all().delete()
    assert kept() == {}
    assert facet_of_all("country", limit=10).total == 0


def test_an_event_that_changes_is_counted_under_what_it_has_now() -> None:
    before = kept()
    PublishedEvent.objects.current().filter(event_type="ASSAULT").update(event_type="PROTEST", countries=["AZ", "XX"])
    after = kept()
    moved = before["event_type", "ASSAULT"]
    assert ("event_type", "ASSAULT") not in after
    assert after["event_type", "PROTEST"] == before.get(("event_type", "PROTEST"), 0) + moved
    assert after["country", "XX"] == moved
    assert after["", ""] == before["", ""]


def test_versions_of_the_past_are_not_counted() -> None:
    PublishedEvent.objects.current().update(valid_to=10**6)
    assert kept() == {}


def test_counting_anew_puts_right_what_is_wrong_and_nothing_else() -> None:
    before = kept()
    PublishedCount.objects.filter(dimension="year").update(rows=999)
    PublishedCount.objects.filter(dimension="country").delete()
    PublishedCount.objects.create(dimension="country", value="XX", rows=3)
    recount()
    assert kept() == before
