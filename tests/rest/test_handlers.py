import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from pytest_django import Settings

from tests.rest.conftest import Get


def error_page(request: HttpRequest, *, status: int) -> HttpResponse:
    return HttpResponse("<h1>Refused</h1>", status=status)


@pytest.fixture(autouse=True)
def pages_of_the_toy_site(settings: Settings) -> None:
    settings.REST_ERROR_PAGE = "tests.rest.test_handlers.error_page"


def test_a_host_that_is_not_ours_is_refused(things: None) -> None:
    response = Client().get("/api/v1/things/", headers={"Host": "evil.example"})

    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert b"evil" not in response.content


@pytest.mark.parametrize("host", ["localhost:80x", "user@localhost", "a b", "[::1"])
def test_a_host_that_is_none_is_refused(things: None, host: str) -> None:
    assert Client().get("/api/v1/things/", headers={"Host": host}).status_code == 400


def test_pages_for_people_are_refused_in_html(things: None) -> None:
    response = Client().get("/admin/", headers={"Host": "evil.example"})

    assert response.status_code == 400
    assert response.headers["Content-Type"].startswith("text/html")


def test_pages_for_people_fail_in_html(get: Get) -> None:
    response = get("/admin/crash/")

    assert response.status_code == 500
    assert response.headers["Content-Type"].startswith("text/html")
    assert b"secret words" not in response.content


def test_pages_for_people_say_when_to_come_back(get: Get) -> None:
    response = get("/admin/away/")

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"


def test_pages_for_people_that_are_not_there_answer_in_html(get: Get) -> None:
    response = get("/admin/nowhere/")

    assert response.status_code == 404
    assert response.headers["Content-Type"].startswith("text/html")
