"""The toy site with two replicas: the tests' own connection by other names. Each says which version it is at."""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from unittest.mock import Mock

import orjson
import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.db import OperationalError, ProgrammingError, connections
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from psycopg.errors import QueryCanceled
from pytest_django import Settings

from eventsapi.rest import downloads, replicas, routing
from eventsapi.rest import fleet as fleet_module
from eventsapi.rest.answers import answers_of
from eventsapi.rest.caching import Name
from eventsapi.rest.fleet import Fleet, Primary, Server
from eventsapi.rest.recurring import forms_of
from eventsapi.rest.replicas import ReplicaMiddleware, version_seen
from eventsapi.rest.routing import reading_alias
from tests.rest.conftest import Get, faults
from tests.rest.fleets import Servers, saw
from tests.rest.things import ThingList, Version, make

THINGS = "/api/v1/things/"


class Site:
    """The version that each server is at, what fails on it, and who was read from in turn."""

    def __init__(self, servers: Servers) -> None:
        self.servers = servers
        self.versions = {"default": 7, "replica_1": 7, "replica_2": 7}
        self.failures: dict[str, Exception] = {}
        self.read: list[str] = []
        self.publish(7)

    def publish(self, version: int, *aliases: str) -> None:
        for alias in aliases or self.versions:
            self.versions[alias] = version
            self.servers.says[alias] = saw(version, is_standby=alias != "default")

    def version(self, as_of: int | None = None, names: Collection[Name] = ()) -> Version:
        alias = reading_alias()
        self.read.append(alias)
        if alias in self.failures:
            raise self.failures[alias]
        newest = self.versions[alias]
        return Version(newest if as_of is None else as_of, datetime(2024, 5, 1, tzinfo=UTC), newest, {})


@pytest.fixture
def servers(things: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Servers]:
    for alias in ("replica_1", "replica_2"):
        monkeypatch.setitem(connections.databases, alias, connections.databases["default"])
        connections[alias] = connections["default"]
    made = Servers()
    monkeypatch.setattr(fleet_module, "look", made.look)
    monkeypatch.setattr(fleet_module, "monotonic", made.monotonic)
    yield made
    del connections["replica_1"], connections["replica_2"]


@pytest.fixture
def fleet(servers: Servers, monkeypatch: pytest.MonkeyPatch) -> Fleet:
    made = Fleet(primary=Primary("default"), replicas=[Server("replica_1"), Server("replica_2")])
    monkeypatch.setattr(replicas, "fleet", lambda: made)
    return made


@pytest.fixture
def site(fleet: Fleet, servers: Servers, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Site:
    settings.DATABASE_ROUTERS = ["eventsapi.rest.routing.ReplicaRouter"]
    made = Site(servers)
    monkeypatch.setattr("tests.rest.things.version", made.version)
    return made


def cancelled() -> OperationalError:
    error = OperationalError("it took too long")
    error.__cause__ = QueryCanceled("statement timeout")
    return error


def test_without_replicas_nothing_stands_in_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replicas, "fleet", lambda: Fleet(primary=Primary("default"), replicas=[]))

    with pytest.raises(MiddlewareNotUsed):
        ReplicaMiddleware(lambda request: HttpResponse())


def test_readers_are_sent_to_the_replicas_in_turn(get: Get, site: Site) -> None:
    make("a")

    assert [get(f"{THINGS}a/").status_code, get(THINGS).json()["count"]] == [200, 1]
    assert site.read == ["replica_1", "replica_2"]


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/admin/"), ("GET", "/readyz"), ("POST", THINGS), ("OPTIONS", THINGS)]
)
def test_editors_probes_and_what_is_no_reading_stay_with_the_primary(site: Site, method: str, path: str) -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse(reading_alias())

    found = ReplicaMiddleware(answer)(RequestFactory().generic(method, path))

    assert getattr(found, "content", None) == b"default"
    assert site.servers.asked == []


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ("", {"Dataset-Version": "8"}),
        ("", {"If-None-Match": f'"00000000000800{"f" * 18}"'}),
        ("", {"If-None-Match": f'"00000000000700{"f" * 18}", W/"00000000000800{"f" * 18}"'}),
        ("min_version=8", {}),
    ],
)
def test_who_has_seen_a_version_is_never_given_an_older_one(
    get: Get, site: Site, query: str, headers: dict[str, str]
) -> None:
    site.publish(8, "default")

    assert get(f"{THINGS}?{query}", headers=headers).headers["Dataset-Version"] == "8"
    assert site.read == ["default"]


@pytest.mark.parametrize(
    ("query", "headers", "version"),
    [
        ("", {}, 0),
        ("as_of=3&min_version=12", {"Dataset-Version": "5"}, 12),
        ("since=40", {}, 40),
        ("min_version=x&as_of=", {"Dataset-Version": "new", "If-None-Match": '*, "abc", "000000000008"'}, 0),
        ("", {"Dataset-Version": "9" * 17}, 0),
        ("%ff=1&since=%ff&min_version=4", {}, 4),
        ("", {"Dataset-Version": "٣"}, 0),
    ],
)
def test_what_a_client_has_seen_is_the_most_it_says(query: str, headers: dict[str, str], version: int) -> None:
    assert version_seen(RequestFactory().get(f"{THINGS}?{query}", headers=headers)) == version


def test_a_version_that_there_is_not_yet_is_refused_by_the_primary(get: Get, site: Site) -> None:
    refusal = get(f"{THINGS}?min_version=8")

    assert faults(refusal) == [("min_version", "out_of_range")]
    assert refusal.json()["detail"] == "'min_version': The newest version is 7."
    assert site.read == ["default"]


def test_a_header_that_is_ahead_of_everything_gets_the_newest_there_is(get: Get, site: Site) -> None:
    assert get(THINGS, headers={"Dataset-Version": "999"}).headers["Dataset-Version"] == "7"


@pytest.mark.parametrize("error", [OperationalError("it died"), ProgrammingError("no such column yet")])
def test_what_fails_on_a_replica_is_asked_of_the_next_and_then_of_the_primary(
    get: Get, site: Site, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    site.failures = {"replica_1": error, "replica_2": error}

    assert get(THINGS).status_code == 200
    assert site.read == ["replica_1", "replica_2", "default"]
    assert "no such column" not in caplog.text


@pytest.mark.usefixtures("keeping")
@pytest.mark.parametrize("error", [OperationalError("it died"), ProgrammingError("no such column any more")])
def test_what_fails_although_the_answer_is_kept_is_asked_of_the_next(get: Get, site: Site, error: Exception) -> None:
    assert [get(THINGS).status_code for _ in range(2)] == [200, 200]
    site.failures = {"replica_1": error}

    assert get(THINGS).status_code == 200
    assert site.read == ["replica_1", "replica_2", "replica_1", "replica_2"]


@pytest.mark.usefixtures("keeping")
def test_what_one_server_says_of_its_version_is_believed_of_no_other(
    get: Get, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(view: ThingList, *given: Any) -> list[Any]:
        if reading_alias() == "replica_1":
            raise OperationalError("it died")
        return []

    get(THINGS)
    site.publish(8, "default", "replica_1")
    monkeypatch.setattr(ThingList, "results", failing)
    get(f"{THINGS}?kind=toy")

    assert get(THINGS).headers["Dataset-Version"] == "7"


@pytest.fixture
def keeping(things: None, settings: Settings) -> Iterator[None]:
    settings.REST_ANSWER_CACHE_BYTES = 100_000
    answers_of.cache_clear()
    yield
    answers_of.cache_clear()


@pytest.fixture
def recurring(things: None, settings: Settings) -> Iterator[None]:
    settings.REST_KEPT_FORMS = 50
    forms_of.cache_clear()
    yield
    forms_of.cache_clear()


@pytest.mark.usefixtures("recurring")
@pytest.mark.parametrize("error", [OperationalError("it died"), ProgrammingError("no such column any more")])
def test_what_fails_although_its_form_was_answered_is_asked_of_the_next(get: Get, site: Site, error: Exception) -> None:
    make("a")
    assert [get(THINGS).status_code for _ in range(2)] == [200, 200]
    site.failures = {"replica_1": error}

    assert get(THINGS).status_code == 200
    assert site.read == ["replica_1", "replica_2", "replica_1", "replica_2"]


@pytest.mark.usefixtures("recurring")
def test_what_takes_too_long_although_its_form_was_answered_is_not_begun_anew(get: Get, site: Site) -> None:
    make("a")
    get(THINGS)
    site.failures = {"replica_2": cancelled()}

    assert get(THINGS).status_code == 503
    assert site.read == ["replica_1", "replica_2"]


def test_what_takes_too_long_is_not_begun_anew_elsewhere(get: Get, site: Site) -> None:
    site.failures = {"replica_1": cancelled()}

    assert get(THINGS).status_code == 503
    assert site.read == ["replica_1"]


def test_a_mistake_of_ours_is_told_once(get: Get, site: Site) -> None:
    site.failures = {"replica_1": ValueError("of ours")}

    assert get(THINGS).status_code == 500
    assert site.read == ["replica_1"]


def test_a_replica_whose_connection_is_lost_is_left_alone(
    get: Get, site: Site, fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.failures = {"replica_1": OperationalError("it died")}
    monkeypatch.setattr(routing, "connections", {"replica_1": Mock(connection=None)})
    get(THINGS)

    assert fleet.refusal(fleet.replicas[0]) == "It does not answer."
    assert fleet.refusal(fleet.replicas[1]) is None


def test_an_answer_that_is_old_already_may_be_kept_for_less_long(get: Get, site: Site) -> None:
    get(THINGS)
    site.publish(8, "default")
    site.servers.now += 1.0
    get(THINGS)
    site.servers.now += 0.5

    answer = get(THINGS)

    assert (answer.headers["Dataset-Version"], answer.headers["Cache-Control"]) == ("7", "public, max-age=58")


def test_a_stream_is_read_from_one_server_to_its_end(site: Site, pieces: Iterator[bytes]) -> None:
    assert list(pieces) == [b"a\nb\n", b"c\n"]
    assert site.read == ["replica_1"] * 3


def test_a_stream_whose_server_dies_is_read_on_from_the_primary(site: Site, pieces: Iterator[bytes]) -> None:
    first = next(pieces)
    site.failures = {"replica_1": OperationalError("it died")}

    assert [first, *pieces] == [b"a\nb\n", b"c\n"]
    assert site.read == ["replica_1", "replica_1", "replica_1", "default"]


@pytest.fixture
def pieces(get: Get, site: Site, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[bytes]:
    """A stream of two batches, each of which notes who it was read from."""

    def note(view: ThingList, rows: Sequence[Any], version: int | None) -> list[Any]:
        site.version()
        return [orjson.Fragment(row[-1]) for row in rows]

    settings.ROOT_URLCONF = "tests.rest.formats"
    monkeypatch.setattr(downloads, "BATCH", 2)
    monkeypatch.setattr(ThingList, "results", note)
    for name in "abc":
        make(name)
    stream: Iterator[bytes] = iter(get(f"{THINGS}?format=lines&ordering=id").streaming_content)
    return stream
