"""/api/v1/search/ and q on lists, asked about the real dataset."""

from typing import Any
from urllib.parse import urlencode

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.api.contract import CheckedClient

pytestmark = pytest.mark.django_db


def ask(api: CheckedClient, **query: str) -> Any:
    return api.get(f"/api/v1/search/?{urlencode(query)}")


def pages(api: CheckedClient, direction: str, address: str | None) -> list[list[str]]:
    """The ids page by page, from an address on."""
    found = []
    while address:
        page = api.get(address).json()
        found.append([f"{hit['type']}/{hit['id']}" for hit in page["results"]])
        address = page[direction]
    return found


def test_a_hit_says_what_it_is_and_which_words_show_why(api: CheckedClient) -> None:
    results = ask(api, q="tragischen Vorfall", type="claims").json()["results"]
    hit = next(hit for hit in results if hit["id"] == "c002-putin-called-it-tragic-incident")
    assert hit.pop("score") > 0
    assert hit == {
        "type": "claims",
        "id": "c002-putin-called-it-tragic-incident",
        "title": "The loss of the plane was a tragic incident.",
        "url": "/api/v1/claims/c002-putin-called-it-tragic-incident/",
        "field": "quote",
        "snippet": {
            "text": (
                "Putin entschuldigte sich damals für den „tragischen Vorfall“, übernahm jedoch keine Verantwortung."
            ),
            "highlights": [[41, 51], [52, 59]],
        },
    }


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        ("actors", {"actors"}),
        ("actors,events", {"actors", "events"}),
        ("!claims", {"actors", "articles", "events"}),
        ("claims,!claims", set()),
    ],
)
def test_it_can_be_narrowed_to_kinds(types: str, expected: set[str], api: CheckedClient) -> None:
    results = ask(api, q="Putin", type=types, page_size="50").json()["results"]
    assert {hit["type"] for hit in results} == expected


@pytest.mark.parametrize("size", [1, 7, 50])
def test_pages_hold_every_hit_once_forwards_and_backwards(size: int, api: CheckedClient) -> None:
    forwards = pages(api, "next", f"/api/v1/search/?q=Aktau&page_size={size}")
    hits = [hit for page in forwards for hit in page]
    assert len(hits) == len(set(hits)) == ask(api, q="Aktau").json()["count"]
    address = f"/api/v1/search/?q=Aktau&page_size={size}"
    while address:
        last, address = address, api.get(address).json()["next"]
    backwards = pages(api, "previous", last)
    assert sorted(hit for page in backwards for hit in page) == sorted(hits)


def test_the_last_page_of_a_large_search_ends_at_the_best_200(api: CheckedClient) -> None:
    found = pages(api, "next", "/api/v1/search/?q=-xylophone&page_size=50")
    assert [len(page) for page in found] == [50, 50, 50, 50]


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ({"type": "events"}, "q", "missing_parameter"),
        ({"q": ""}, "q", "empty_value"),
        ({"q": "  "}, "q", "empty_value"),
        ({"q": "x" * 201}, "q", "too_long"),
        ({"q": "a\0"}, "q", "nul_character"),
        ({"q": "a", "type": "event"}, "type", "unknown_word"),
        ({"q": "a", "page_size": "51"}, "page_size", "out_of_range"),
        ({"q": "a", "cursor": "made-up"}, "cursor", "invalid_cursor"),
        ({"q": "a", "ordering": "id"}, "ordering", "unknown_parameter"),
    ],
)
def test_it_refuses(query: dict[str, str], parameter: str, code: str, api: CheckedClient) -> None:
    response = ask(api, **query)
    assert response.status_code == 400
    assert [(fault["parameter"], fault["code"]) for fault in response.json()["errors"]] == [(parameter, code)]


def test_a_cursor_serves_no_other_search(api: CheckedClient) -> None:
    cursor = ask(api, q="Putin").json()["next"].partition("cursor=")[2].partition("&")[0]
    assert api.get(f"/api/v1/search/?q=Botschaft&cursor={cursor}").status_code == 400


@pytest.mark.parametrize(
    "q", ["the and", "-", "or", '"', "!!!", "&|!():*<->'\\", "a" * 200, "😀" * 150, "‮א‬", "%00", "<b>"]
)
def test_no_text_is_wrong(q: str, api: CheckedClient) -> None:
    assert ask(api, q=q).status_code == 200


@pytest.mark.parametrize(("q", "queries"), [("Putin", 7), ("xylophone", 5)])
def test_it_costs_a_known_number_of_queries_at_most(
    q: str, queries: int, api: CheckedClient, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(queries):
        ask(api, q=q, page_size="50")


def test_spaces_around_the_words_do_not_make_another_answer(api: CheckedClient) -> None:
    assert ask(api, q=" Putin ").headers["ETag"] == ask(api, q="Putin").headers["ETag"]


@pytest.mark.parametrize(
    ("resource", "q"),
    [("events", "Aliev"), ("events", "botsch"), ("events", "Praesident"), ("events", "deliberat"), ("events", "İlh")],
)
def test_lists_are_searched_in_the_same_way(resource: str, q: str, api: CheckedClient) -> None:
    listed = api.get(f"/api/v1/{resource}/?{urlencode({'q': q})}").json()["count"]
    assert listed == ask(api, q=q, type=resource).json()["count"] > 0
