import gc
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from django.db import OperationalError, ProgrammingError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from eventsapi.rest.answers import OVERHEAD, AnswerMiddleware, Label, answers_of, fitted, may_be_kept
from eventsapi.rest.counters import reading
from tests.rest.conftest import Get, ids
from tests.rest.playing import played, told
from tests.rest.things import NEWEST, Version, make

THINGS = "/api/v1/things/"
AT = datetime(2024, 5, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def keeping(things: None, settings: Settings) -> Iterator[None]:
    settings.REST_ANSWER_CACHE_BYTES = 100_000
    settings.ALLOWED_HOSTS = ["testserver", "mirror.example"]
    answers_of.cache_clear()
    yield
    answers_of.cache_clear()


def queries(get: Get, address: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as made:
        assert get(address, headers=headers).status_code == 200
    return len(made)


def test_the_same_request_is_answered_from_memory_byte_for_byte(get: Get) -> None:
    make("a")
    first = get(f"{THINGS}?kind=tool")
    with CaptureQueriesContext(connection) as made:
        second = get(f"{THINGS}?kind=tool")
    assert len(made) == 0
    assert second.content == first.content
    assert {**second.headers, "X-Request-ID": ""} == {**first.headers, "X-Request-ID": ""}


def test_a_new_version_is_answered_anew(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    get(THINGS)
    make("a")
    monkeypatch.setattr("tests.rest.things.version", lambda *_: Version(8, AT, 8, {}))
    assert ids(get(THINGS)) == ["a"]


def test_the_version_is_asked_for_once_whether_it_is_new_or_not(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def version(*question: Any) -> Version:
        asked.append(question)
        return Version(len(asked) + 1, AT, len(asked) + 1, {})

    monkeypatch.setattr("tests.rest.things.version", version)
    monkeypatch.setattr(type(NEWEST), "read", lambda *_: Version(len(asked) + 1, AT, len(asked) + 1, {}))
    answers = [get(f"{THINGS}?maker=anna") for _ in range(2)]
    assert [answer.headers["Dataset-Version"] for answer in answers] == ["1", "2"]
    # Only to compare it with what is kept: else it is read with the rows.
    assert asked == [(None, {("people", "anna")})]


@pytest.fixture
def versions(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The newest version that the database tells, each time that it is asked: first 1, then 2 …"""
    settings.REST_VERSION_TRUST = 1
    told: list[int] = []

    def version(*question: Any) -> Version:
        told.append(len(told) + 1)
        return Version(told[-1], AT, told[-1], {})

    def beside_rows(self: object, text: str) -> Version:
        return Version(told[-1], AT, told[-1], {}) if told else version()

    monkeypatch.setattr("tests.rest.things.version", version)
    monkeypatch.setattr(type(NEWEST), "read", beside_rows)
    monkeypatch.setattr("eventsapi.rest.answers.time.monotonic", lambda: 100.0)
    return told


def test_a_version_that_is_trusted_is_not_asked_for_again(get: Get, versions: list[int]) -> None:
    assert [get(THINGS).headers["Dataset-Version"] for _ in range(4)] == ["1", "2", "2", "2"]


def test_trust_ends(get: Get, versions: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    assert [get(THINGS).headers["Dataset-Version"] for _ in range(3)] == ["1", "2", "2"]
    monkeypatch.setattr("eventsapi.rest.answers.time.monotonic", lambda: 101.0)
    assert get(THINGS).headers["Dataset-Version"] == "3"


@pytest.mark.parametrize("headers", [{"Dataset-Version": "3"}, {"If-None-Match": f'"{3:012x}{0:020x}"'}])
def test_who_has_seen_a_newer_version_is_not_sent_back(get: Get, versions: list[int], headers: dict[str, str]) -> None:
    assert [get(THINGS).headers["Dataset-Version"] for _ in range(3)] == ["1", "2", "2"]
    assert get(THINGS, headers=headers).headers["Dataset-Version"] == "3"


def test_what_names_records_is_asked_for_each_time(get: Get, versions: list[int]) -> None:
    address = f"{THINGS}?maker=anna"
    assert [get(address).headers["Dataset-Version"] for _ in range(3)] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        (f"{THINGS}?kind=toy", {}),
        (THINGS, {"Host": "mirror.example"}),
        (THINGS, {"Accept": "application/json;q=0.5"}),
        (THINGS, {"Accept-Encoding": "gzip"}),
        (THINGS, {"Origin": "https://a.example"}),
    ],
)
def test_another_request_is_another_answer(get: Get, address: str, headers: dict[str, str]) -> None:
    queries(get, THINGS)
    assert queries(get, address, **headers) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"HTTP_HOST": None}, {"HTTP_HOST": "testserver"}),
        ({"HTTP_HOST": None}, {"HTTP_HOST": "testserver:8000"}),
        ({"HTTP_HOST": None, "SERVER_PORT": "80"}, {"HTTP_HOST": "testserver:80"}),
        ({"SCRIPT_NAME": "/x"}, {"SCRIPT_NAME": "", "PATH_INFO": f"/x{THINGS}"}),
        ({}, {"PATH_INFO": "api//v1/things/"}),
        ({"HTTP_ORIGIN": "*"}, {"HTTP_ORIGIN": "null"}),
        ({"HTTP_ACCEPT_ENCODING": "gzip"}, {"HTTP_ACCEPT_ENCODING": "gzip;q=0"}),
        ({"HTTP_ACCEPT_ENCODING": "gzip"}, {"HTTP_ACCEPT_ENCODING": "GZIP"}),
        ({"wsgi.url_scheme": "https"}, {"wsgi.url_scheme": "http"}),
        ({"HTTP_COOKIE": "sessionid=a", "HTTP_AUTHORIZATION": "Basic YTpi"}, {"HTTP_ACCEPT_LANGUAGE": "de"}),
        ({"HTTP_RANGE": "bytes=0-9"}, {"HTTP_TE": "trailers"}),
        ({}, {"HTTP_X_FORWARDED_HOST": "mirror.example", "HTTP_X_FORWARDED_PROTO": "https"}),
    ],
)
def test_what_is_kept_is_what_would_be_made_anew(
    get: Get, settings: Settings, one: dict[str, str | None], other: dict[str, str | None]
) -> None:
    for number in range(60):
        make(f"thing-{number}")
    asked = [one, other, one, other]
    kept = [played(environ) for environ in asked]
    settings.REST_ANSWER_CACHE_BYTES = 0
    assert kept == [played(environ) for environ in asked]


def test_scripts_of_all_sites_are_given_the_same(get: Get) -> None:
    queries(get, THINGS, Origin="https://a.example")
    assert queries(get, THINGS, Origin="http://b.example:8000") == 0


def test_an_origin_that_is_not_understood_spoils_nothing_for_others(get: Get) -> None:
    assert "Access-Control-Allow-Origin" not in get(THINGS, headers={"Origin": "http://["}).headers
    assert get(THINGS, headers={"Origin": "https://a.example"}).headers["Access-Control-Allow-Origin"] == "*"


def test_what_is_kept_was_compressed_once(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(50):
        make(f"thing-{number}")
    first = get(THINGS, headers={"Accept-Encoding": "gzip"})
    monkeypatch.setattr("django.middleware.gzip.compress_string", None)
    second = get(THINGS, headers={"Accept-Encoding": "gzip, br"})
    assert first.headers["Content-Encoding"] == "gzip"
    assert (second.content, second.headers["ETag"]) == (first.content, first.headers["ETag"])


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_who_holds_the_answer_is_told_with_the_headers_of_an_answer_made_anew(
    get: Get, settings: Settings, encoding: str
) -> None:
    for number in range(60):
        make(f"thing-{number}")
    asked = {"Accept-Encoding": encoding, "Origin": "https://a.example"}
    asked["If-None-Match"] = get(THINGS, headers=asked).headers["ETag"]
    kept = get(THINGS, headers=asked)
    settings.REST_ANSWER_CACHE_BYTES = 0
    anew = get(THINGS, headers=asked)
    assert (kept.status_code, anew.status_code) == (304, 304)
    assert sorted(told(kept)) == sorted(told(anew))


def test_who_asks_too_often_is_not_answered_from_memory(get: Get, settings: Settings) -> None:
    settings.REST_RATE_LIMIT = 2
    reading.cache_clear()
    answers = [get(THINGS, REMOTE_ADDR="192.0.2.77") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer.headers["RateLimit"][:13] for answer in answers] == [
        '"address";r=1',
        '"address";r=0',
        '"address";r=0',
    ]


def test_who_holds_the_answer_is_told_so(get: Get) -> None:
    tag = get(THINGS).headers["ETag"]
    assert get(THINGS, headers={"If-None-Match": tag}).status_code == 304
    assert get(THINGS, headers={"If-Modified-Since": "Wed, 01 May 2024 12:00:00 GMT"}).status_code == 304
    assert get(THINGS, headers={"If-None-Match": '"another"'}).status_code == 200


def test_head_has_the_headers_of_what_is_kept_and_no_body(get: Get) -> None:
    length = get(THINGS).headers["Content-Length"]
    head = Client().head(THINGS)
    assert (head.content, head.headers["Content-Length"]) == (b"", length)


@pytest.mark.parametrize("address", [f"{THINGS}none/", f"{THINGS}?nope=1", f"{THINGS}?format=lines"])
def test_what_failed_or_is_streamed_is_not_kept(get: Get, address: str) -> None:
    get(address)
    assert answers_of(100_000)._kept.currsize == 0


def test_no_more_is_held_than_is_allowed(get: Get, settings: Settings) -> None:
    settings.REST_ANSWER_CACHE_BYTES = OVERHEAD + 1_000
    queries(get, THINGS)
    queries(get, f"{THINGS}?kind=toy")
    assert queries(get, f"{THINGS}?kind=toy") == 0
    assert queries(get, THINGS) == 1


def test_what_is_kept_takes_no_more_memory_than_its_bytes() -> None:
    tracemalloc.start(1)
    content = fitted(orjson.dumps("x" * 33_000))
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken < 34_000 < len(content) + 1_000


def test_the_names_that_a_question_holds_are_counted(get: Get) -> None:
    tracemalloc.start(1)
    get(f"{THINGS}?maker={','.join(map(str, range(100)))}&id={','.join(map(str, range(100)))}")
    gc.collect()
    kept = answers_of(100_000)._kept
    counted, before = kept.currsize, tracemalloc.get_traced_memory()[0]
    kept.clear()
    freed = before - tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert 20_000 < freed <= counted


def test_an_answer_with_a_cookie_is_for_nobody_else(rf: RequestFactory) -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        may_be_kept(request, Label(etag='"a"', version=Version(7, AT, 7, {}), question=(None, ())))
        response = HttpResponse("yours")
        response.set_cookie("whose", "yours")
        return response

    AnswerMiddleware(answer)(rf.get(THINGS))
    assert answers_of(100_000)._kept.currsize == 0


def test_a_request_of_unusual_length_is_not_kept(get: Get) -> None:
    accept = f"application/json, {'x' * 1000}/y"
    assert [queries(get, THINGS, Accept=accept), queries(get, THINGS, Accept=accept)] == [1, 1]


def test_another_version_of_the_same_number_is_another_one(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    get(THINGS)
    monkeypatch.setattr("tests.rest.things.version", lambda *_: Version(7, AT.replace(hour=13), 7, {}))
    assert queries(get, THINGS) == 1


def test_nothing_is_held_where_nothing_may_be(get: Get, settings: Settings) -> None:
    settings.REST_ANSWER_CACHE_BYTES = 0
    assert [queries(get, THINGS), queries(get, THINGS)] == [1, 1]


def test_a_database_that_is_away_is_told_although_the_answer_is_kept(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any) -> Version:
        raise OperationalError("gone")

    get(THINGS)
    monkeypatch.setattr("tests.rest.things.version", away)
    refused = get(THINGS)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert refused.headers["Content-Security-Policy"].startswith("base-uri 'none'")


def test_a_mistake_while_an_answer_is_looked_for_is_told_with_the_headers_for_browsers(
    get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> Version:
        raise RuntimeError("of ours")

    get(THINGS)
    monkeypatch.setattr("tests.rest.things.version", broken)
    mistake = get(THINGS)
    assert mistake.status_code == 500
    assert mistake.headers["Content-Security-Policy"].startswith("base-uri 'none'")
    assert mistake.headers["X-Content-Type-Options"] == "nosniff"


def test_a_fault_of_ours_is_told_as_one_although_the_answer_is_kept(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    def mistaken(*_: Any) -> Version:
        raise ProgrammingError("there is no such column")

    get(THINGS)
    monkeypatch.setattr("tests.rest.things.version", mistaken)
    assert get(THINGS).status_code == 500


def test_a_kept_answer_is_counted_for_the_view_that_made_it(get: Get) -> None:
    routes = [get(THINGS).wsgi_request.resolver_match.route for _ in range(2)]
    assert routes == [routes[0]] * 2
    assert "things" in routes[0]
