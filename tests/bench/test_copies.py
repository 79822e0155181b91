"""Copies of the public events answer what lists, facets and timelines ask, as often as they were made."""

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from benchmarks import copies
from benchmarks.scenarios import Known, scenarios
from benchmarks.synthetic import Dataset
from incidents.kept_counts import facet_of_all
from incidents.publication.models import PublishedEvent, PublishedEventPoint
from tests.template import copy, url_of, writing_to


@pytest.fixture(scope="module")
def tripled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[int, int, set[str]]]:
    """The numbers of events and points before there were three of each, and the indexes that there were."""
    with django_db_blocker.unblock(), copy("tripled") as name, writing_to(url_of(name)):
        before = PublishedEvent.objects.current().count(), PublishedEventPoint.objects.count(), indexes()
        copies.make(3)
        yield before


def indexes() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = %s", [copies.EVENTS])
        return {name for (name,) in cursor.fetchall()}


def test_every_event_and_point_stands_there_as_often_as_was_asked(tripled: tuple[int, int, set[str]]) -> None:
    events, points, _ = tripled
    assert PublishedEvent.objects.current().count() == 3 * events
    assert PublishedEventPoint.objects.filter(event__valid_to__isnull=True).count() == 3 * points
    assert facet_of_all("country", limit=1).total == 3 * events


def test_a_copy_is_found_by_what_its_original_has_and_lies_on_other_days(tripled: tuple[int, int, set[str]]) -> None:
    original = PublishedEvent.objects.current().filter(date_start__isnull=False).earliest("id")
    copied = PublishedEvent.objects.current().filter(slug__startswith=original.slug).order_by("slug")
    assert [(event.actors, event.summary) for event in copied] == [(original.actors, original.summary)] * 3
    days = [event.date_start.toordinal() for event in copied if event.date_start]
    assert [days[0] - day for day in days] == [0, 11, 22]


def test_the_indexes_and_what_keeps_count_are_there_again(tripled: tuple[int, int, set[str]]) -> None:
    assert indexes() == tripled[2]
    before = facet_of_all("country", limit=1).total
    PublishedEvent.objects.current().earliest("id").delete()
    assert facet_of_all("country", limit=1).total == before - 1


def test_copies_are_asked_by_scenarios_that_there_are() -> None:
    names = {one.name for one in scenarios(Dataset(1_000), Known([], page_100="100", page_10_000="10000", etag=""))}
    assert set(copies.SCENARIOS) <= names
