from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from tests.rest.conftest import Get
from tests.rest.things import Version, make

THINGS = "/api/v1/things/"
KEPT = ["ETag", "Last-Modified", "Cache-Control", "Dataset-Version", "Vary"]


def tag(get: Get, path: str) -> str:
    value: str = get(path).headers["ETag"]
    return value


def test_an_answer_says_how_long_and_of_what_version_it_is(get: Get) -> None:
    headers = get(THINGS).headers

    assert headers["Cache-Control"] == "public, max-age=60"
    assert headers["Dataset-Version"] == "7"
    assert headers["Last-Modified"] == "Wed, 01 May 2024 12:00:00 GMT"
    assert headers["Vary"] == "Accept, origin, Accept-Encoding"


def test_an_answer_that_the_client_holds_is_not_sent_again(get: Get) -> None:
    make("a")
    first = get(f"{THINGS}a/")

    with CaptureQueriesContext(connection) as queries:
        second = get(f"{THINGS}a/", headers={"If-None-Match": f'"other", W/{first.headers["ETag"]}'})

    assert (second.status_code, second.content, len(queries)) == (304, b"", 0)
    assert {name: second.headers[name] for name in KEPT} == {name: first.headers[name] for name in KEPT}


@pytest.mark.parametrize("held", ["*", '"made-up"', "garbage", ""])
def test_any_other_tag_gets_the_answer(get: Get, held: str) -> None:
    assert get(THINGS, headers={"If-None-Match": held}).status_code == 200


@pytest.mark.parametrize("path", [f"{THINGS}none/", f"{THINGS}bad-saw/", "/nowhere"])
def test_what_is_not_there_has_no_tag_and_is_never_unmodified(get: Get, path: str) -> None:
    response = get(path, headers={"If-None-Match": "*", "If-Modified-Since": "Fri, 01 Jan 2999 00:00:00 GMT"})

    assert response.status_code in (404, 410)
    assert "ETag" not in response.headers


def test_requests_that_mean_the_same_share_a_tag_and_their_bytes(get: Get) -> None:
    make("a")
    make("b")
    one = get(f"{THINGS}?kind=toy,tool,tool&page_size=1&made_to=2024-01-01")
    other = get(f"{THINGS}?page_size=01&made_to=2024-01-01&kind=tool%2Ctoy&")

    assert one.headers["ETag"] == other.headers["ETag"]
    assert one.content == other.content


@pytest.mark.parametrize("query", ["kind=toy", "kind=!tool", "page_size=2", "ordering=made", "q=a"])
def test_requests_that_mean_something_else_do_not(get: Get, query: str) -> None:
    assert tag(get, f"{THINGS}?{query}") != tag(get, THINGS)


def test_every_page_has_its_own_tag(get: Get) -> None:
    make("a")
    make("b")
    first = get(f"{THINGS}?page_size=1")

    assert tag(get, first.json()["next"]) != first.headers["ETag"]


def test_hosts_do_not_share_a_tag(get: Get, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "mirror.example"]

    mirrored = Client().get(THINGS, headers={"Host": "mirror.example"})

    assert mirrored.headers["ETag"] != tag(get, THINGS)


def test_a_new_version_is_a_new_tag(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tag(get, THINGS)

    monkeypatch.setattr("tests.rest.things.version", lambda *_: Version(8, datetime(2024, 5, 1, 12, tzinfo=UTC), 8, {}))

    assert tag(get, THINGS) != before


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ("Wed, 01 May 2024 12:00:00 GMT", 304),
        ("Wed, 01 May 2024 12:00:01 GMT", 304),
        ("Wed, 01 May 2024 11:59:59 GMT", 200),
        ("Thu, 99 Foo 9999 99:99:99 GMT", 200),
    ],
)
def test_a_date_is_compared_with_the_last_change(get: Get, since: str, status: int) -> None:
    assert get(THINGS, headers={"If-Modified-Since": since}).status_code == status


def test_a_tag_goes_before_a_date(get: Get) -> None:
    headers = {"If-None-Match": '"older"', "If-Modified-Since": "Fri, 01 Jan 2999 00:00:00 GMT"}

    assert get(THINGS, headers=headers).status_code == 200


def test_a_dataset_that_never_changed_has_no_date(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.rest.things.version", lambda *_: Version(0, None, 0, {}))

    response = get(THINGS, headers={"If-Modified-Since": "Fri, 01 Jan 2999 00:00:00 GMT"})

    assert response.status_code == 200
    assert "Last-Modified" not in response.headers
