"""Rows and the version that they are of are read in one statement, wherever nothing has to be known before."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from eventsapi.rest.statements import Statement
from tests.rest.conftest import Get, ids
from tests.rest.things import NEWEST, Thing, make

THINGS = "/api/v1/things/"
NOTHING = Statement(sql="SELECT 'never' WHERE FALSE", params=(), convert=None, model=Thing, is_prepared=False)


def asked(get: Get, address: str, **headers: str) -> list[str]:
    """The statements that an answer takes."""
    with CaptureQueriesContext(connection) as made:
        get(address, headers=headers)
    return [query["sql"] for query in made]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was read of the statement that tells the version."""
    read: list[str] = []

    def noted(self: object, text: str) -> Any:
        read.append(text)
        return real(NEWEST, text)

    real = type(NEWEST).read
    monkeypatch.setattr(type(NEWEST), "read", noted)
    return read


@pytest.mark.parametrize(
    "address",
    [THINGS, f"{THINGS}?kind=tool", f"{THINGS}?ordering=parts&page_size=1", f"{THINGS}?kind=toy", f"{THINGS}a/"],
)
def test_the_version_is_read_with_the_rows(get: Get, told: list[str], address: str) -> None:
    make("a")
    (statement, *_) = asked(get, address)
    assert "the seventh" in statement
    assert 'FROM "rest_test_thing"' in statement
    assert told == ["the seventh"]


def test_a_record_that_is_not_there_is_looked_for_once(get: Get, told: list[str]) -> None:
    assert len(asked(get, f"{THINGS}nothing/")) == 1
    assert told == ["the seventh"]


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        (f"{THINGS}?min_version=3", {}),
        (f"{THINGS}?q=a", {}),
        (THINGS, {"If-None-Match": '"x"'}),
        (THINGS, {"If-Modified-Since": "Wed, 01 May 2019 12:00:00 GMT"}),
        (f"{THINGS}a/?min_version=3", {}),
    ],
)
def test_what_has_to_be_known_before_is_asked_before(
    get: Get, told: list[str], address: str, headers: dict[str, str]
) -> None:
    make("a")
    assert not any("the seventh" in statement for statement in asked(get, address, **headers))
    assert not told


def test_which_names_were_merged_is_read_with_the_rows(get: Get, told: list[str]) -> None:
    make("a", makers=["anna"])
    (statement,) = asked(get, f"{THINGS}?maker=anna,bert&kind=tool")
    assert "the seventh of " in statement
    assert told == ["the seventh of people/anna,people/bert"]


def test_where_one_was_the_rows_are_read_again_for_what_it_leads_to(get: Get, told: list[str]) -> None:
    make("hammer")
    assert ids(get(f"{THINGS}?id=old-hammer")) == ["hammer"]
    assert len(asked(get, f"{THINGS}?id=old-hammer")) == 2
    assert set(told) == {"the seventh of things/old-hammer"}


def test_rows_keep_their_order(get: Get) -> None:
    for number in (3, 1, 2):
        make(f"thing-{number}", parts=number)
    assert ids(get(f"{THINGS}?ordering=-parts")) == ["thing-3", "thing-2", "thing-1"]
    assert ids(get(f"{THINGS}?ordering=parts&page_size=2")) == ["thing-1", "thing-2"]


def test_a_page_that_holds_nothing_is_one_of_the_version(get: Get, told: list[str]) -> None:
    response = get(f"{THINGS}?kind=jewel")
    assert ids(response) == []
    assert response.headers["Dataset-Version"] == "7"
    assert told == ["the seventh"]


@pytest.mark.parametrize("address", [THINGS, f"{THINGS}a/"])
def test_before_the_first_version_it_is_asked_otherwise(
    get: Get, told: list[str], address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make("a")
    monkeypatch.setattr(type(NEWEST), "statement", lambda *_: NOTHING)
    assert get(address).status_code == 200
    assert not told
