"""/api/v1/actors/match/, asked about the real dataset."""

from typing import Any
from urllib.parse import urlencode

import pytest

from tests.api.contract import CheckedClient

pytestmark = pytest.mark.django_db


def ask(api: CheckedClient, **query: str) -> Any:
    return api.get(f"/api/v1/actors/match/?{urlencode(query)}")


def ids(api: CheckedClient, **query: str) -> list[str]:
    return [match["actor"]["id"] for match in ask(api, **query).json()["results"]]


def test_a_misspelt_name_leads_to_the_actor_and_the_spelling_that_fits(api: CheckedClient) -> None:
    assert ask(api, name="Alyev").json() == {
        "count": 1,
        "count_relation": "eq",
        "next": None,
        "previous": None,
        "results": [
            {
                "actor": {"id": "ilham-aliyev", "name": "Ilham Aliyev", "url": "/api/v1/actors/ilham-aliyev/"},
                "score": 0.97,
                "matched": {"name": "Alijew", "language": "de", "script": "Latn", "kind": "transliteration"},
                "kind": "person",
                "country": "AZ",
            }
        ],
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["vladimir-putin", "dmitry-peskov", "russia"]),
        ({"kind": "person"}, ["vladimir-putin", "dmitry-peskov"]),
        ({"kind": "person,state"}, ["vladimir-putin", "dmitry-peskov", "russia"]),
        ({"kind": "!person"}, ["russia"]),
        ({"kind": "person", "country": "RU"}, ["vladimir-putin", "dmitry-peskov"]),
        ({"country": "!RU"}, []),
        ({"country": "ZZ"}, []),
        ({"page_size": "1"}, ["vladimir-putin"]),
    ],
)
def test_candidates_can_be_narrowed(query: dict[str, str], expected: list[str], api: CheckedClient) -> None:
    assert ids(api, name="Putin", **query) == expected


@pytest.mark.parametrize("name", ["Merz", "—", "…!", "'", "%_", "\\", "x" * 200, "😀" * 150, "\U0002b49a" * 150])
def test_a_name_that_nobody_has_is_no_error(name: str, api: CheckedClient) -> None:
    response = ask(api, name=name)
    assert (response.status_code, response.json()["results"]) == (200, [])


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ({}, "name", "missing_parameter"),
        ({"name": " "}, "name", "empty_value"),
        ({"name": "x" * 201}, "name", "too_long"),
        ({"name": "x", "kind": "persona"}, "kind", "unknown_word"),
        ({"name": "x", "country": "az"}, "country", "invalid_value"),
        ({"name": "x", "page_size": "21"}, "page_size", "out_of_range"),
        ({"name": "x", "q": "y"}, "q", "unknown_parameter"),
    ],
)
def test_it_refuses(query: dict[str, str], parameter: str, code: str, api: CheckedClient) -> None:
    response = ask(api, **query)
    assert response.status_code == 400
    assert [(fault["parameter"], fault["code"]) for fault in response.json()["errors"]] == [(parameter, code)]
