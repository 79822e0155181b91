"""What holds between parameters, for merged ids, and at past versions of the dataset."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.models import Actor, Article, Event, Record, Source
from incidents.publication.merging import merge
from incidents.publication.models import PublishedEvent
from incidents.publication.publishing import publish
from incidents.publication.version import current
from tests import builders
from tests.filters.asking import ids
from tests.published import of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def merge_published(record: Record, into: Record) -> None:
    publish([into])
    merge(record, into=into, reason="The same.")


def test_between_parameters_is_and() -> None:
    assert ids("events", "date_from=2025-10-15&date_to=2025-11-30") == {"talks", "strike"}
    assert ids("events", "date_from=2025-10-15&type=ASSAULT&actor=southland") == {"strike"}


def test_an_event_without_any_date_matches_no_date() -> None:
    assert "rumour" not in ids("events", "date_from=0001-01-01")
    assert "rumour" not in ids("events", "date_to=9999-12-31")


def test_a_range_may_be_a_single_day() -> None:
    assert ids("events", "date_from=2025-11-14&date_to=2025-11-14&date_match=within") == {"strike"}


@pytest.mark.parametrize(("given", "same"), [("westland", "southland"), ("!westland", "!southland")])
def test_a_merged_id_means_the_record_that_stands_for_it(given: str, same: str) -> None:
    merge_published(builders_actor("westland"), of(Actor, "southland"))
    assert ids("events", f"actor={given}") == ids("events", f"actor={same}")
    assert ids("claims", f"speaker={given}&affiliated=true") == ids("claims", f"speaker={same}&affiliated=true")


def builders_actor(slug: str) -> Any:
    actor = builders.actor(slug)
    publish([actor])
    return actor


def test_a_chain_of_merges_is_followed_to_its_end() -> None:
    west, east = builders_actor("westland"), builders_actor("eastland")
    merge_published(west, east)
    merge_published(east, of(Actor, "southland"))
    assert ids("events", "pair=northland,westland") == ids("events", "pair=northland,eastland") == {"strike"}
    assert ids("actors", "id=westland") == {"southland"}


def test_two_ids_of_one_record_are_no_pair() -> None:
    merge_published(builders_actor("westland"), of(Actor, "southland"))
    assert ids("events", "pair=southland,westland") == set()


def test_every_kind_of_id_follows_its_merge() -> None:
    merge_published(of(Event, "siege"), of(Event, "strike"))
    assert ids("claims", "event=siege") == {"aimed", "astray", "three", "siege-told"}
    assert ids("actors", "event=siege&role=target") == {"southland"}
    assert ids("events", "part_of=siege") == ids("events", "related_to=siege") == {"talks"}
    merge_published(of(Source, "gazette"), of(Source, "herald"))
    assert ids("events", "not_reported_by=gazette") == {"rumour"}


def test_a_draft_is_like_nothing() -> None:
    builders.actor("draft")
    assert ids("events", "actor=draft") == set()
    assert ids("events", "actor=!draft") == ids("events")


def test_however_many_ids_are_asked_for_one_query_looks_for_merged_ones() -> None:
    with CaptureQueriesContext(connection) as queries:
        ids("events", "actor=a,b&source=c&article=d&place=e&pair=f,g&related_to=h&part_of=i")
    assert len(queries) == 2


def test_without_ids_nothing_looks_for_merged_ones() -> None:
    with CaptureQueriesContext(connection) as queries:
        ids("events", "type=ASSAULT&country=UA")
    assert [query["sql"] for query in queries if "standing_for" in query["sql"]] == []


PAST = [
    ("events", "actor=southland", {"strike"}),
    ("events", "role=target", {"strike"}),
    ("events", "related_to=strike", {"talks"}),
    ("events", "near=50,30&radius_km=1", {"strike"}),
    ("actors", "event=strike", {"northland", "southland"}),
    ("actors", "role=target", {"southland"}),
    ("sources", "cited_in=report", {"wire"}),
    ("claims", "quote=Die Botschaft", {"aimed", "astray", "three"}),
]


@pytest.mark.parametrize(("resource", "query", "found"), PAST)
def test_a_past_version_is_filtered_as_it_was(resource: str, query: str, found: set[str]) -> None:
    past = current().number
    of(Event, "strike").event_participants.filter(role="target").delete()
    of(Event, "strike").relations.all().delete()
    of(Event, "strike").event_places.all().delete()
    of(Article, "report").citations.all().delete()
    for slug in ("aimed", "astray", "three"):
        PublishedEvent.objects.filter(slug=slug).delete()
    publish([of(Event, "strike")])
    assert ids(resource, query, version=past) == found


def test_an_id_counts_as_its_successor_only_once_it_was_merged() -> None:
    before = current().number
    merge_published(of(Event, "rumour"), of(Event, "truce"))
    assert ids("claims", "event=rumour", version=before) == {"rumour-told"}
    assert ids("claims", "event=rumour") == {"rumour-told", "truce-told"}


def test_what_has_just_changed_has_changed_since_that_moment() -> None:
    row = PublishedEvent.objects.current().get(slug="strike")
    moment = row.changed_at.isoformat().replace("+00:00", "Z")
    assert "strike" in ids("events", f"updated_since={moment}")
