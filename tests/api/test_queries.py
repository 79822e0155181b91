"""What an answer costs: a number of queries that does not depend on how much there is, nor on what is included. One is
for the rows, the dataset version and which ids were merged, and one for the count where there is more than the page; a
record takes one. What has to be known before there are rows takes one more, as a past version does."""

import json
from collections.abc import Iterable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from eventsapi.rest.documentation import openapi_document
from incidents.publication.models import DOCUMENT_MODELS, Change, PublishedDocument

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

INCLUDED = {
    "events": ["relations", "claims", "evidence", "articles", "participants", "provenance"],
    "claims": ["evidence", "relations"],
    "articles": ["claims", "evidence", "events"],
    "actors": ["claims", "events"],
    "sources": ["articles"],
}
CHOSEN = {"sources": "herald", "articles": "report", "actors": "envoy", "events": "strike", "claims": "aimed"}
COSTS = {
    **{f"/api/v1/{name}/?ordering={word}": 2 for name in DOCUMENT_MODELS for word in ("id", "-updated_at")},
    **{
        f"/api/v1/{name}/?ordering=id&include={word}": 2
        for name, words in INCLUDED.items()
        for word in [*words, ",".join(words)]
    },
    "/api/v1/sources/?ordering=name": 2,
    "/api/v1/actors/?ordering=-name": 2,
    "/api/v1/articles/?ordering=published": 2,
    "/api/v1/events/?ordering=-date": 2,
    "/api/v1/events/?ordering=claim_count": 2,
    "/api/v1/claims/?ordering=said": 2,
    "/api/v1/events/?ordering=id&format=geojson": 3,
    "/api/v1/events/?ordering=id&format=atom": 3,
    "/api/v1/changes/?since=0": 3,
    **{
        f"/api/v1/{name}/{slug}/{query}": 1
        for name, slug in CHOSEN.items()
        for query in ("", f"?include={','.join(INCLUDED[name])}")
    },
    "/api/v1/events/?ordering=-date&actor=northland,southland&source=herald": 2,
    "/api/v1/events/?ordering=id&as_of=1": 3,
    "/api/v1/events/strike/disagreements/": 1,
    "/api/v1/events/strike/coverage/": 1,
    "/api/v1/events/timeline/?interval=day": 2,
    # The values and the totals; the names, where values are records.
    "/api/v1/events/facets/?by=event_type": 3,
    "/api/v1/events/facets/?by=actor": 4,
    "/api/v1/claims/facets/?by=aspect": 2,
    "/api/v1/claims/facets/?by=event": 4,
    # The claims by their events, and those; the names.
    "/api/v1/claims/facets/?by=agreement": 3,
    "/api/v1/claims/facets/?by=actor": 4,
}


def copied(table: type[PublishedDocument], slug: str, number: int) -> PublishedDocument:
    """The row of a record once more, under another id; what is about the strike is about its copy."""
    row = table.objects.current().get(slug=slug)
    row.pk, row.slug = None, f"{slug}-{number:03}"
    changes: dict[str, Any] = {"id": row.slug}
    if hasattr(row, "events"):
        row.events = [f"strike-{number:03}"]
    if hasattr(row, "article"):
        row.article = f"report-{number:03}"
        changes["article"] = json.loads(row.document)["article"] | {"id": row.article}
    for column in ("summary", "document"):
        setattr(row, column, json.dumps(json.loads(getattr(row, column)) | changes))
    return row


def grow(numbers: Iterable[int]) -> None:
    """More of everything: events, each with a claim in an article, with actor and source; and changes that say so."""
    last = Change.objects.latest("seq")
    for name, slug in CHOSEN.items():
        table = DOCUMENT_MODELS[name]
        table._default_manager.bulk_create([copied(table, slug, number) for number in numbers])
    Change.objects.bulk_create(
        Change(
            seq=last.seq + 1 + number,
            op="create",
            resource="events",
            slug=f"strike-{number:03}",
            at=last.at,
            dataset_version=last.seq + 1 + number,
        )
        for number in numbers
    )


def cost(address: str) -> int:
    with CaptureQueriesContext(connection) as made:
        assert Client().get(address).status_code == 200
    return len(made)


def paged(address: str, size: int) -> str:
    """The address with the size of its pages, where it has pages."""
    path, _, query = address.partition("?")
    parameters = openapi_document()["paths"].get(path, {"get": {"parameters": []}})["get"]["parameters"]
    return f"{path}?{query}&page_size={size}" if "page_size" in {part["name"] for part in parameters} else address


@pytest.fixture(scope="module")
def costs(world: int, django_db_blocker: DjangoDbBlocker) -> dict[str, tuple[int, int]]:
    """What each answer costs with three rows of everything on its page, and with two hundred."""
    with django_db_blocker.unblock():
        grow(range(3))
        few = {address: cost(paged(address, 3)) for address in COSTS}
        grow(range(3, 202))
        many = {address: cost(paged(address, 200)) for address in COSTS}
    return {address: (few[address], many[address]) for address in COSTS}


@pytest.mark.parametrize("address", COSTS)
def test_it_costs_the_same_for_three_rows_and_two_hundred(address: str, costs: dict[str, tuple[int, int]]) -> None:
    assert costs[address] == (COSTS[address], COSTS[address])


def test_every_word_of_include_is_counted() -> None:
    paths = openapi_document()["paths"]
    words = {
        name: set(part["schema"]["items"]["enum"])
        for name in DOCUMENT_MODELS
        for part in paths[f"/api/v1/{name}/"]["get"]["parameters"]
        if part["name"] == "include"
    }
    assert words == {name: set(listed) for name, listed in INCLUDED.items()}


@pytest.mark.usefixtures("costs")
def test_all_that_is_included_is_there_for_every_row() -> None:
    words = ",".join(INCLUDED["events"])
    rows = Client().get(f"/api/v1/events/?ordering=id&include={words}&page_size=200").json()["results"]
    copies = [row for row in rows if row["id"].startswith("strike-")]
    assert {(len(row["claims"]), len(row["evidence"]), len(row["articles"])) for row in copies} == {(1, 1, 1)}
    assert len(copies) > 190


@pytest.mark.usefixtures("costs")
@pytest.mark.parametrize(
    ("word", "address", "of", "everything"),
    [
        ("events", "actors/northland/", "/api/v1/events/?actor=northland&ordering=-date", 203),
        ("claims", "actors/envoy/", "/api/v1/claims/?speaker=envoy&ordering=-said", 203),
        ("articles", "sources/herald/", "/api/v1/articles/?source=herald&ordering=-published", 203),
    ],
)
def test_what_may_be_long_is_cut_and_says_where_the_rest_is(word: str, address: str, of: str, everything: int) -> None:
    excerpt = Client().get(f"/api/v1/{address}?include={word}").json()[word]
    assert excerpt["more"] == of
    assert excerpt["results"] == Client().get(f"{of}&page_size=10").json()["results"]
    assert Client().get(of).json()["count"] == everything


@pytest.mark.parametrize("query", ["page_size=1", "page_size=2", "page_size=2&include=claims,participants"])
def test_the_page_on_which_the_dates_end_costs_no_more(query: str) -> None:
    assert cost(f"/api/v1/events/?type=!ASSAULT&ordering=date&{query}") == 2


def test_a_list_that_fits_its_page_is_not_counted() -> None:
    assert cost("/api/v1/events/?type=!ASSAULT&ordering=date&include=claims") == 1
