"""What all lists of records have in common, one row a list."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.api.actors import ActorListView
from incidents.api.articles import ArticleListView
from incidents.api.claims import ClaimListView
from incidents.api.events import EventListView
from incidents.api.sources import SourceListView
from incidents.publication.models import DOCUMENT_MODELS
from tests.api.contract import CheckedClient
from tests.published import multiply

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

LISTS = {
    "sources": SourceListView,
    "articles": ArticleListView,
    "actors": ActorListView,
    "events": EventListView,
    "claims": ClaimListView,
}
ORDERS = [(name, sign + word) for name, view in LISTS.items() for word in view.orderings for sign in ("", "-")]
each_list = pytest.mark.parametrize("name", LISTS)


def test_every_resource_has_a_list() -> None:
    assert LISTS.keys() == DOCUMENT_MODELS.keys()


@each_list
def test_what_is_searched_is_searched_again_without_making_a_query(
    name: str, api: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/api/v1/{name}/"
    api.get(address, {"q": "embassy"})
    monkeypatch.setattr("eventsapi.rest.finding.compiled", None)
    monkeypatch.setattr("eventsapi.rest.finding.counting", None)
    assert api.get(address, {"q": "strike or visit"}).status_code == 200


@pytest.mark.parametrize(("name", "ordering"), ORDERS)
def test_walking_the_pages_yields_each_row_once_and_in_order(name: str, ordering: str, api: CheckedClient) -> None:
    whole = api.get(f"/api/v1/{name}/", {"ordering": ordering}).json()["results"]
    walked, address = [], f"/api/v1/{name}/?ordering={ordering}&page_size=1"
    while address:
        page = api.get(address).json()
        walked += page["results"]
        address = page["next"]
    assert walked == whole
    assert len({row["id"] for row in whole}) == len(whole) > 1


@each_list
def test_previous_leads_back(name: str, api: CheckedClient) -> None:
    first = api.get(f"/api/v1/{name}/?page_size=1").json()
    second = api.get(first["next"]).json()
    assert api.get(second["previous"]).json()["results"] == first["results"]


@each_list
def test_the_link_header_names_the_same_pages(name: str, api: CheckedClient) -> None:
    second = api.get(api.get(f"/api/v1/{name}/?page_size=1").json()["next"])
    links = f'<{second.json()["previous"]}>; rel="prev"'
    assert second.headers["Link"].endswith(links)


@each_list
def test_every_row_leads_to_its_own_address(name: str, api: CheckedClient) -> None:
    for row in api.get(f"/api/v1/{name}/").json()["results"]:
        detail = api.get(row["url"]).json()
        assert row.items() <= detail.items()


@each_list
def test_a_long_list_costs_as_many_queries_as_a_short_one(name: str, api: CheckedClient) -> None:
    with CaptureQueriesContext(connection) as short:
        few = api.get(f"/api/v1/{name}/?ordering=id&page_size=1").json()["results"]
    multiply(DOCUMENT_MODELS[name], 250)
    with CaptureQueriesContext(connection) as long:
        many = api.get(f"/api/v1/{name}/?ordering=id&page_size=200").json()["results"]
    assert (len(few), len(many)) == (1, 200)
    assert len(short) == len(long) == 2


@each_list
def test_the_count_is_exact(name: str, api: CheckedClient) -> None:
    multiply(DOCUMENT_MODELS[name], 250)
    page = api.get(f"/api/v1/{name}/?page_size=3").json()
    assert (page["count"], page["count_relation"]) == (DOCUMENT_MODELS[name].objects.current().count(), "eq")


@each_list
@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("ordering=title", "unknown_word"),
        ("page_size=0", "out_of_range"),
        ("page_size=201", "out_of_range"),
        ("page_size=ten", "invalid_value"),
        ("page_size=5&page_size=5", "repeated_parameter"),
        ("page_size=", "empty_value"),
        ("cursor=made-up", "invalid_cursor"),
        ("slug__in=a", "unknown_parameter"),
        ("ordering=%00", "nul_character"),
        ("ordering=%FF", "invalid_encoding"),
    ],
)
def test_what_is_not_understood_is_refused(name: str, query: str, code: str, api: CheckedClient) -> None:
    response = api.get(f"/api/v1/{name}/?{query}")
    assert response.status_code == 400
    assert [fault["code"] for fault in response.json()["errors"]] == [code]


def test_a_cursor_serves_only_the_query_it_was_made_for(api: CheckedClient) -> None:
    made_for = api.get("/api/v1/events/?page_size=1").json()["next"]
    response = api.get(f"{made_for}&type=ASSAULT")
    assert response.json()["errors"][0]["code"] == "invalid_cursor"
