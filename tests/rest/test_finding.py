from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from eventsapi.rest import finding
from eventsapi.rest.finding import FoundAgain, counts
from eventsapi.rest.orders import Order
from eventsapi.rest.statements import form_of
from tests.rest.conftest import Get, ids
from tests.rest.things import Thing, make

THINGS = "/api/v1/things/"


@pytest.fixture
def counting(settings: Settings) -> Iterator[None]:
    settings.REST_KEPT_COUNTS = 100
    finding._counts.cache_clear()
    yield
    finding._counts.cache_clear()


@pytest.mark.parametrize("order", ["made", "-made"])
def test_pages_of_one_form_are_complete_there_and_back(things: None, get: Get, order: str) -> None:
    days = [date(2024, 1, 1), date(2024, 1, 1), date(2024, 1, 3), None, None]
    for slug, day in zip("abcde", days, strict=True):
        make(slug, made=day, kind="toy")
    first = get(f"{THINGS}?kind=toy&page_size=2&ordering={order}").json()
    second = get(first["next"]).json()
    third = get(second["next"]).json()
    seen = [row["id"] for page in (first, second, third) for row in page["results"]]
    assert sorted(seen) == ["a", "b", "c", "d", "e"]
    assert third["next"] is None
    assert get(third["previous"]).json()["results"] == second["results"]


def test_other_values_of_the_same_form_find_other_rows(things: None, get: Get) -> None:
    make("a", makers=["anna"], country="DE")
    make("b", makers=["bert"], country="AZ")
    assert ids(get(f"{THINGS}?maker=anna&country=DE")) == ["a"]
    assert ids(get(f"{THINGS}?maker=bert&country=AZ")) == ["b"]
    assert ids(get(f"{THINGS}?maker=bert&country=DE")) == []


def test_a_form_that_needs_its_values_finds_the_same(things: None) -> None:
    make("a", name="Hammer")
    make("b", name="Saw")
    again = FoundAgain(
        key="careless",
        form=form_of({"made": date(2024, 1, 1)}),
        values={"made": date(2024, 1, 1)},
        filtered=lambda values: Thing.objects.filter(parts=None, slug__in=["ab"[values["made"].day - 1]]),
        order=Order(column="slug"),
        columns=["name"],
    )
    assert again.rows(position=None, limit=9) == [("a", "a", "Hammer")]
    assert again.count(most=9) == 1


def test_what_was_counted_is_not_counted_again(things: None, counting: None, get: Get) -> None:
    for slug in "abc":
        make(slug)
    with CaptureQueriesContext(connection) as first:
        page = get(f"{THINGS}?page_size=1").json()
    with CaptureQueriesContext(connection) as second:
        assert get(page["next"]).json()["count"] == 3
    assert (len(first), len(second)) == (2, 1)


def test_another_version_is_counted_anew(
    things: None, counting: None, get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    make("a")
    make("b")
    get(f"{THINGS}?page_size=1")
    make("c")
    assert get(f"{THINGS}?page_size=1").json()["count"] == 2
    found = counts().of("key", lambda: 7), counts().of("key", lambda: 8), counts().of("other", lambda: 8)
    assert found == (7, 7, 8)
