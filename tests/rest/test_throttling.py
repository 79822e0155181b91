from unittest.mock import Mock

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from pytest_django import Settings

from eventsapi.rest import counters
from eventsapi.rest.counters import Counters
from eventsapi.rest.throttling import client_address, network, network_address
from tests.admin.pages import Answer
from tests.rest.conftest import Get

THINGS = "/api/v1/things/"


@pytest.fixture
def limited(things: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two requests a minute, at twenty seconds past a full minute."""
    settings.REST_RATE_LIMIT = 2
    settings.REST_GUARDED_LIMIT = 2
    counters.reading.cache_clear()
    counters.guarded.cache_clear()
    monkeypatch.setattr("eventsapi.rest.throttling.time.time", lambda: 1_700_000_000.5)


@pytest.mark.usefixtures("limited")
def test_the_request_after_the_last_one_is_refused(get: Get) -> None:
    answers = [get(THINGS) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer.headers["RateLimit"] for answer in answers] == [
        '"address";r=1;t=40',
        '"address";r=0;t=40',
        '"address";r=0;t=40',
    ]
    assert answers[2].headers["RateLimit-Policy"] == '"address";q=2;w=60'


@pytest.mark.usefixtures("limited")
def test_a_refusal_says_truly_when_to_come_back(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    refusal = [get(THINGS) for _ in range(3)][2]
    monkeypatch.setattr(
        "eventsapi.rest.throttling.time.time", lambda: 1_700_000_000.5 + int(refusal.headers["Retry-After"])
    )

    assert refusal.json()["type"] == "/problems/too-many-requests"
    assert get(THINGS).status_code == 200


@pytest.mark.usefixtures("limited")
def test_scripts_of_other_sites_may_read_a_refusal(get: Get) -> None:
    refusal = [get(THINGS, headers={"Origin": "https://a.example"}) for _ in range(3)][2]

    assert refusal.status_code == 429
    assert refusal.headers["Access-Control-Allow-Origin"] == "*"
    assert refusal.headers["Content-Security-Policy"].startswith("base-uri 'none'")


@pytest.mark.usefixtures("limited")
def test_addresses_are_counted_apart(get: Get) -> None:
    assert [get(THINGS, REMOTE_ADDR="192.0.2.1").status_code for _ in range(3)] == [200, 200, 429]
    assert get(THINGS, REMOTE_ADDR="192.0.2.2").status_code == 200


@pytest.mark.usefixtures("limited")
def test_a_forged_forwarded_address_changes_nothing(get: Get) -> None:
    forged = [get(THINGS, headers={"X-Forwarded-For": f"192.0.2.{number}"}) for number in range(3)]

    assert [answer.status_code for answer in forged] == [200, 200, 429]


@pytest.mark.usefixtures("limited")
def test_what_is_not_the_api_is_not_counted(things: None) -> None:
    answers = [Client().get("/livez") for _ in range(3)]

    assert {answer.status_code for answer in answers} == {200}
    assert "RateLimit" not in answers[0].headers


def test_without_a_limit_nothing_is_counted_or_said(get: Get) -> None:
    assert "RateLimit" not in get(THINGS).headers


@pytest.mark.usefixtures("limited")
def test_readers_are_let_through_where_nobody_can_count(
    get: Get, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked = Mock(side_effect=OperationalError)
    monkeypatch.setattr(Counters, "_take", asked)

    # Each process goes on counting for itself, and leaves the database alone for a while.
    assert [get(THINGS).status_code for _ in range(3)] == [200, 200, 429]
    assert asked.call_count == 1
    assert "each process counts for itself" in caplog.text


def log_in(address: str = "192.0.2.1") -> Answer:
    client = Client(raise_request_exception=False)
    return client.post("/admin/login/", {"username": "anna", "password": "guessed"}, REMOTE_ADDR=address)


@pytest.fixture
def site(limited: None, settings: Settings) -> None:
    """The whole site instead of the toy one."""
    settings.ROOT_URLCONF = "eventsapi.urls"


@pytest.mark.usefixtures("site")
def test_log_ins_are_limited_by_address_in_words_for_people() -> None:
    answers = [log_in() for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"] == "40"
    assert "Too many log-ins were tried" in answers[2].content.decode()
    assert log_in("192.0.2.2").status_code == 200
    assert Client().get("/admin/login/", REMOTE_ADDR="192.0.2.1").status_code == 200


@pytest.mark.usefixtures("site")
def test_nobody_logs_in_where_nobody_can_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Counters, "_take", Mock(side_effect=OperationalError))

    answer = log_in()

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "192.0.2.9", "198.51.100.1"),
        (1, "192.0.2.9", "192.0.2.9"),
        (1, "203.0.113.7, 192.0.2.9", "192.0.2.9"),
        (2, "203.0.113.7, 192.0.2.9, 10.0.0.2", "192.0.2.9"),
        (2, "192.0.2.9", "192.0.2.9"),
        (1, "", "198.51.100.1"),
        (1, "garbage", None),
        (1, "2001:DB8::1", "2001:db8::1"),
    ],
)
def test_only_what_our_own_proxies_added_is_believed(
    settings: Settings, proxies: int, forwarded: str, address: str | None
) -> None:
    settings.REST_TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="198.51.100.1", headers={"X-Forwarded-For": forwarded})

    assert client_address(request) == address


@pytest.mark.parametrize(
    ("address", "counted"),
    [("192.0.2.1", "192.0.2.1"), ("2001:db8::1:2:3:4", "2001:db8::/64"), (None, "None")],
)
def test_an_ipv6_client_is_counted_by_its_network(address: str | None, counted: str) -> None:
    assert network(address) == counted


@pytest.mark.parametrize(
    ("address", "counted"), [("192.0.2.1", "192.0.2.1"), ("2001:db8::1:2:3:4", "2001:db8::"), ("garbage", None)]
)
def test_wrong_passwords_are_counted_by_the_network_too(address: str, counted: str | None) -> None:
    assert network_address(RequestFactory().post("/", REMOTE_ADDR=address)) == counted
