import re
from unittest.mock import Mock

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.test import Client, RequestFactory
from rest_framework.exceptions import ValidationError

from eventsapi.rest.errors import Code, Problem, exception_response, problem_response
from tests.rest.conftest import Get, faults
from tests.rest.things import make

THINGS = "/api/v1/things/"
KEYS = ["type", "title", "status", "detail", "instance", "request_id", "errors"]


def test_a_body_has_all_keys_whatever_it_reports() -> None:
    response = problem_response(RequestFactory().get("/a/ə/"), Problem.NOT_FOUND, detail="Nothing.")

    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.content.decode() == (
        '{"type":"/problems/not-found","title":"Not found","status":404,"detail":"Nothing.",'
        '"instance":"/a/%C9%99/","request_id":null,"errors":[]}'
    )


def test_types_and_codes_are_stable_words() -> None:
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", problem.slug) for problem in Problem)
    assert all(re.fullmatch("[a-z0-9]+(_[a-z0-9]+)*", code.word) and code.meaning.endswith(".") for code in Code)


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        (f"{THINGS}?nope=1", 400, "invalid-parameter"),
        (f"{THINGS}none/", 404, "not-found"),
        ("/nowhere", 404, "not-found"),
        ("/api/v1/nowhere/", 404, "not-found"),
        ("/api/v1/crash/", 500, "internal-error"),
        ("/api/v1/away/", 503, "unavailable"),
        ("/api/v1/cut/", 503, "unavailable"),
    ],
)
def test_every_problem_has_the_same_shape(get: Get, path: str, status: int, kind: str) -> None:
    response = get(path)
    body = response.json()

    assert list(body) == KEYS
    assert (response.status_code, body["status"], body["type"]) == (status, status, f"/problems/{kind}")
    assert body["request_id"] == response.headers["X-Request-ID"]
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"


def test_several_faults_are_counted_in_the_sentence(get: Get) -> None:
    response = get(f"{THINGS}?nope=1&kind=sword&format=xml")

    assert response.json()["detail"] == "The query has 3 faults; errors lists them."
    assert faults(response) == [("nope", "unknown_parameter"), ("kind", "unknown_word"), ("format", "unknown_word")]


def test_a_withdrawn_record_says_why(get: Get) -> None:
    response = get(f"{THINGS}bad-saw/")

    assert response.status_code == 410
    assert response.json()["detail"] == "It was counted twice."


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_writing_is_not_allowed_and_its_body_is_not_read(things: None, method: str) -> None:
    # Nor are its parameters, which could be put right in vain.
    address = f"{THINGS}?unknown=1"
    response = Client().generic(method, address, data="[" * 100_000, content_type="application/json")

    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert response.json()["type"] == "/problems/method-not-allowed"


@pytest.mark.parametrize("accept", ["application/xml", "text/html", 'a/b;x="' + ";" * 7500 + '"'])
def test_a_media_type_that_cannot_be_served_is_refused(get: Get, accept: str) -> None:
    response = get(THINGS, headers={"Accept": accept})

    assert response.status_code == 406
    assert response.json()["detail"].endswith("Served: application/json.")
    assert response.headers["Vary"].startswith("Accept")


def test_the_inside_of_a_mistake_is_not_shown(get: Get) -> None:
    assert b"secret words" not in get("/api/v1/crash/").content


def test_a_database_that_is_away_says_when_to_come_back(get: Get) -> None:
    response = get("/api/v1/away/")

    assert response.headers["Retry-After"] == "5"
    assert b"10.0.0.1" not in response.content


def test_a_database_that_goes_away_inside_of_a_view_does_too(
    get: Get, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    make("a")
    why = OperationalError("canceling statement due to lock timeout")
    monkeypatch.setattr("tests.rest.things.version", Mock(side_effect=why))

    assert get(f"{THINGS}a/").status_code == 503
    assert [record.exc_info[1] for record in caplog.records if record.exc_info] == [why]


def test_an_exception_of_the_framework_without_an_answer_is_named() -> None:
    request = type("Request", (), {"_request": RequestFactory().get("/")})

    with pytest.raises(ImproperlyConfigured, match="ValidationError has no answer"):
        exception_response(ValidationError(), {"request": request})
