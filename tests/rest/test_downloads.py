from collections.abc import Sequence
from typing import Any

import pytest
from pytest_django import Settings

from eventsapi.rest import downloads
from eventsapi.rest.downloads import Edition, Reading, refuse_meaningless
from eventsapi.rest.errors import InvalidParameters
from eventsapi.rest.orders import Order
from eventsapi.rest.parameters import Query
from tests.rest.conftest import Get, faults
from tests.rest.formats import LinesRenderer
from tests.rest.things import Thing, ThingList, make

THINGS = "/api/v1/things/"


@pytest.fixture(autouse=True)
def formats(things: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ROOT_URLCONF = "tests.rest.formats"
    monkeypatch.setattr(downloads, "BATCH", 2)


def versions(rows: Sequence[tuple[Any, ...]], version: int | None) -> list[Any]:
    return [version]


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4, 5])
def test_a_stream_has_every_row_once_however_many_there_are(get: Get, number: int) -> None:
    for name in "abcde"[:number]:
        make(name)
    answer = get(f"{THINGS}?format=lines&ordering=-id")
    assert answer.getvalue().decode().split() == list("edcba"[5 - number :])


def test_a_stream_of_a_list_without_a_past_is_read_as_it_stands(get: Get) -> None:
    make("a")
    assert get(f"{THINGS}?format=lines").headers["Content-Disposition"] == 'attachment; filename="things-v7.lines"'


def test_a_stream_has_no_pages(get: Get) -> None:
    found = faults(get(f"{THINGS}?format=lines&page_size=3&cursor=any"))
    assert found == [("page_size", "conflicting_parameters"), ("cursor", "conflicting_parameters")]


def test_a_page_knows_its_addresses_by_their_canonical_spelling(get: Get) -> None:
    answer = get(f"{THINGS}?page_size=007&kind=toy,jewel", headers={"Accept": "text/x-addresses"})
    assert answer.headers["Content-Type"] == "text/x-addresses"
    assert answer.content.decode().split() == [
        "things",
        "http://testserver",
        "/api/v1/things/?kind=jewel,toy",
        "http://testserver/api/v1/things/?format=addresses&kind=jewel,toy&page_size=7",
        "http://testserver/api/v1/things/?format=json&kind=jewel,toy",
    ]


def test_a_later_page_names_its_own_cursor_and_is_the_same_list(get: Get) -> None:
    for name in "ab":
        make(name)
    first = get(f"{THINGS}?page_size=1&format=addresses")
    following = first.headers["Link"].partition(">")[0].removeprefix("<")
    *_, identity, own_url, _ = get(following).content.decode().split()
    assert (identity, own_url) == ("/api/v1/things/?", following)


@pytest.mark.parametrize("changes_at", [0, 1, 2])
def test_what_changes_while_it_is_read_does_not_show(changes_at: int) -> None:
    for name in "abcd":
        make(name)
    make("seen", parts=1)
    answers = [True] * changes_at + [False]
    reading = Reading(order=Order(column="slug"), show=versions)
    newest = Edition(rows=Thing.objects.all(), version=None, columns=["parts"])
    past = Edition(rows=Thing.objects.filter(parts=None), version=6, columns=["parts"])
    found = reading.batches(newest, past=past, is_newest=lambda: answers.pop(0))
    assert list(found) == [[None]] * changes_at + [[6]] * (3 - changes_at)
    assert answers == []


def test_nothing_is_refused_that_was_not_asked_for() -> None:
    refuse_meaningless(LinesRenderer(), Query(values={"kind": "toy"}, canonical={}), declared=ThingList.declared())
    with pytest.raises(InvalidParameters, match="'cursor' means nothing to the format lines"):
        refuse_meaningless(
            LinesRenderer(), Query(values={"cursor": "any"}, canonical={}), declared=ThingList.declared()
        )


def test_a_default_that_a_generated_client_sends_is_no_fault(get: Get) -> None:
    assert get(f"{THINGS}?format=lines&page_size=50").status_code == 200
