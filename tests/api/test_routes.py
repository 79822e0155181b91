"""Manners that every address of the API has, one row an address. A route without a row fails by name."""

from typing import NamedTuple
from urllib.parse import urlencode

import pytest
from django.urls import URLPattern
from pytest_django import DjangoAssertNumQueries, Settings

from incidents.api.urls import urlpatterns
from tests.api.contract import CheckedClient

pytestmark = pytest.mark.django_db


class Route(NamedTuple):
    path: str
    # Of lists and records the rows, with the dataset version; of all else the version, then rows.
    # Facets: the values, the totals, and the names of ids.
    queries: int

    def asking(self, **more: str) -> str:
        """The address with further parameters."""
        return f"{self.path}{'&' if '?' in self.path else '?'}{urlencode(more)}"


ROUTES = {
    "index": Route("/api/v1/", 1),
    "source-list": Route("/api/v1/sources/", 1),
    "source-detail": Route("/api/v1/sources/herald/", 1),
    "article-list": Route("/api/v1/articles/", 1),
    "article-detail": Route("/api/v1/articles/report/", 1),
    "actor-list": Route("/api/v1/actors/", 1),
    "actor-match": Route("/api/v1/actors/match/?name=Wischnewa", 2),
    "actor-detail": Route("/api/v1/actors/envoy/", 1),
    "event-list": Route("/api/v1/events/", 1),
    "event-facets": Route("/api/v1/events/facets/?by=actor", 4),
    "event-timeline": Route("/api/v1/events/timeline/", 2),
    "event-detail": Route("/api/v1/events/strike/", 1),
    "event-disagreements": Route("/api/v1/events/strike/disagreements/", 1),
    "event-coverage": Route("/api/v1/events/strike/coverage/", 1),
    "claim-list": Route("/api/v1/claims/", 1),
    "claim-facets": Route("/api/v1/claims/facets/?by=speech_act", 2),
    "claim-detail": Route("/api/v1/claims/aimed/", 1),
    "search": Route("/api/v1/search/?q=embassy", 5),
    "change-list": Route("/api/v1/changes/", 2),
    "dataset": Route("/api/v1/dataset/", 6),
    "vocabulary-list": Route("/api/v1/vocabularies/", 1),
    "vocabulary-detail": Route("/api/v1/vocabularies/aspect/", 1),
}
each_route = pytest.mark.parametrize("route", ROUTES.values(), ids=ROUTES)


def named(pattern: URLPattern) -> str:
    return str(pattern.name)


@pytest.mark.parametrize("pattern", urlpatterns, ids=named)
def test_every_route_has_a_row_in_the_table(pattern: URLPattern) -> None:
    assert pattern.name in ROUTES


@each_route
def test_it_answers_with_validators_and_may_be_kept_for_a_minute(route: Route, api: CheckedClient, world: int) -> None:
    response = api.get(route.path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert response.headers["Dataset-Version"] == str(world)
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert response.headers.keys() >= {"ETag", "Last-Modified", "X-Request-ID"}
    assert "Accept" in response.headers["Vary"]


@each_route
def test_it_is_open_to_every_site_and_sets_no_cookie(route: Route, api: CheckedClient, world: int) -> None:
    response = api.get(route.path, headers={"Origin": "https://elsewhere.example"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies


@each_route
def test_a_client_that_holds_the_answer_gets_304(route: Route, api: CheckedClient, world: int) -> None:
    held = api.get(route.path).headers["ETag"]
    response = api.get(route.path, headers={"If-None-Match": held})
    assert response.status_code == 304
    assert response.headers["ETag"] == held


@each_route
def test_head_is_get_without_a_body(route: Route, api: CheckedClient, world: int) -> None:
    get, head = api.get(route.path), api.head(route.path)
    assert head.content == b""
    for name in ("ETag", "Content-Type", "Dataset-Version", "Content-Length"):
        assert head.headers[name] == get.headers[name]


@each_route
def test_options_names_the_methods(route: Route, api: CheckedClient, world: int) -> None:
    response = api.options(route.path)
    assert response.status_code == 204
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


@each_route
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_read_only(route: Route, method: str, api: CheckedClient, world: int) -> None:
    response = getattr(api, method)(route.path)
    assert response.status_code == 405
    assert response.headers["Content-Type"] == "application/problem+json"


@each_route
def test_an_unknown_parameter_is_refused_by_name(route: Route, api: CheckedClient, world: int) -> None:
    response = api.get(route.asking(fromat="json"))
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "fromat"
    assert "Did you mean 'format'?" in response.json()["detail"]


@each_route
def test_json_may_be_asked_for_by_name(route: Route, api: CheckedClient, world: int) -> None:
    assert api.get(route.asking(format="json")).content == api.get(route.path).content


@each_route
def test_another_format_is_not_served(route: Route, api: CheckedClient, world: int) -> None:
    assert api.get(route.path, headers={"Accept": "text/html"}).status_code == 406
    assert api.get(route.asking(format="xml")).status_code == 400


@each_route
def test_asked_again_it_answers_the_same(route: Route, api: CheckedClient, world: int, settings: Settings) -> None:
    settings.REST_KEPT_FORMS = 50
    first, second = (api.get(route.path, headers={"X-Request-ID": "the-same-one"}) for _ in range(2))
    assert (second.content, second.headers) == (first.content, first.headers)


@each_route
def test_it_costs_a_known_number_of_queries(
    route: Route, api: CheckedClient, world: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # What a process learns once, such as how a word is stemmed, it may have learnt by other tests, or not yet.
    api.get(route.path)
    with django_assert_num_queries(route.queries):
        assert api.get(route.path).status_code == 200
