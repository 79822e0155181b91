from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.models import Claim, Event, Place, Source
from incidents.publication.merging import merge
from incidents.publication.models import Change
from incidents.publication.publishing import publish, retract
from tests import builders
from tests.api.contract import CheckedClient
from tests.published import of

pytestmark = pytest.mark.django_db


def since(api: CheckedClient, number: int) -> list[tuple[Any, ...]]:
    rows = api.get("/api/v1/changes/", {"since": number, "page_size": 200}).json()["results"]
    return [(row["op"], row["resource"], row["id"]) for row in rows]


def test_a_new_record_is_created(world: int, api: CheckedClient) -> None:
    publish([builders.source("bulletin")])
    [change] = api.get(f"/api/v1/changes/?since={world}").json()["results"]
    at = change.pop("at")
    assert at == api.get("/api/v1/dataset/").json()["last_change"]
    assert change == {
        "seq": world + 1,
        "op": "create",
        "resource": "sources",
        "id": "bulletin",
        "url": "/api/v1/sources/bulletin/",
        "dataset_version": world + 1,
    }


def test_an_edit_names_every_answer_that_it_changed(world: int, api: CheckedClient) -> None:
    event = of(Event, "rumour")
    event.title = "A confirmed rumour"
    event.save()
    publish([event])
    assert since(api, world) == [
        ("update", "articles", "report"),
        ("update", "events", "rumour"),
        ("update", "claims", "rumour-told"),
    ]


def test_what_is_retracted_and_merged_is_told(world: int, api: CheckedClient) -> None:
    retract([of(Event, "rumour"), of(Claim, "rumour-told")], reason="Nobody said it.")
    merge(of(Source, "gazette"), into=of(Source, "herald"), reason="The same paper.")
    told = since(api, world)
    assert ("retract", "events", "rumour") in told
    assert ("retract", "claims", "rumour-told") in told
    assert ("merge", "sources", "gazette") in told


def test_places_are_told_by_the_events_that_show_them(world: int, api: CheckedClient) -> None:
    place = of(Place, "harbour")
    place.name = "Blue Harbour"
    place.save()
    publish([place])
    assert since(api, world) == [("update", "events", "strike")]


def test_publishing_without_a_change_tells_nothing(world: int, api: CheckedClient) -> None:
    publish([of(Event, "strike")])
    assert since(api, world) == []


def test_walking_the_feed_yields_each_change_once_and_in_order(world: int, api: CheckedClient) -> None:
    walked, address = [], "/api/v1/changes/?page_size=4"
    while address:
        response = api.get(address)
        assert bool(response.json()["next"]) == ("Link" in response.headers)
        walked += [row["seq"] for row in response.json()["results"]]
        address = response.json()["next"]
    assert walked == list(Change.objects.exclude(resource="places").order_by("seq").values_list("seq", flat=True))


def test_count_is_what_is_still_to_come(world: int, api: CheckedClient) -> None:
    page = api.get("/api/v1/changes/", {"since": world - 3, "page_size": 2}).json()
    assert (page["count"], page["count_relation"], len(page["results"])) == (3, "eq", 2)


def test_a_reader_who_has_seen_all_gets_an_empty_page(world: int, api: CheckedClient) -> None:
    page = api.get("/api/v1/changes/", {"since": world}).json()
    assert page == {"count": 0, "count_relation": "eq", "next": None, "previous": None, "results": []}


def test_a_long_page_costs_as_many_queries_as_a_short_one(world: int, api: CheckedClient) -> None:
    row = Change.objects.filter(resource="events")[0]
    fields = {"op": row.op, "resource": row.resource, "at": row.at, "dataset_version": row.dataset_version}
    Change.objects.bulk_create(Change(seq=world + number, slug=f"e-{number}", **fields) for number in range(1, 301))
    with CaptureQueriesContext(connection) as short:
        api.get("/api/v1/changes/?page_size=3")
    with CaptureQueriesContext(connection) as long:
        api.get("/api/v1/changes/?page_size=200")
    assert len(short) == len(long) == 3


@pytest.mark.parametrize("value", ["-1", "1.5", "x", "1000000000000001"])
def test_a_bad_number_is_refused(value: str, world: int, api: CheckedClient) -> None:
    response = api.get("/api/v1/changes/", {"since": value})
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "since"
