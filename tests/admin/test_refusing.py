"""What the desk refuses it refuses on a page of its own, in the language of whoever reads it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from tests.admin.pages import Desk, text_of

pytestmark = pytest.mark.django_db

GERMAN = {"Accept-Language": "de"}


def test_what_a_role_may_not_see_has_a_page_with_a_way_back(desk_of: Callable[[str], Desk]) -> None:
    answer = desk_of("viewer").client.get("/admin/incidents/source/add/", headers=GERMAN)
    assert answer.status_code == 403
    page = text_of(answer)
    assert '<html lang="de"' in page
    assert "<h1>Das dürfen Sie nicht</h1>" in page
    assert '<a href="/admin/">Zur Startseite der Redaktion</a>' in page
    assert answer.headers["X-Request-ID"] in page


def test_an_address_that_leads_nowhere_has_a_page(desk: Desk) -> None:
    answer = desk.get("/admin/nowhere/")
    assert answer.status_code == 404
    assert "<h1>There is no such page</h1>" in text_of(answer)
    assert "Log out" in text_of(answer)


def test_a_forged_form_is_refused_on_a_page(desk: Desk) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.user)
    answer = client.post("/admin/incidents/source/add/", {"name": "Herald"}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "<h1>The form was not accepted</h1>" in text_of(answer)


@pytest.mark.parametrize(
    ("fault", "status", "title"),
    [(RuntimeError("secret words"), 500, "Etwas ist schiefgegangen"),
     (OperationalError("gone"), 503, "Die Datenbank ist nicht erreichbar")],
    ids=["our-mistake", "database-away"],
)  # fmt: skip
def test_a_failure_has_a_page_that_asks_nothing_of_the_database(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, fault: Exception, status: int, title: str
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise fault

    monkeypatch.setattr("eventsapi.desk.site.codes_page", fail)
    desk.client.raise_request_exception = False
    answer = desk.client.get("/admin/codes/", headers=GERMAN)
    assert answer.status_code == status
    assert f"<h1>{title}</h1>" in text_of(answer)
    assert "secret words" not in text_of(answer)


def test_a_host_that_is_not_ours_is_refused_on_a_page() -> None:
    answer = Client().get("/admin/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "<h1>This was not understood</h1>" in text_of(answer)
    assert "<h1>Das wurde nicht verstanden</h1>" in text_of(
        Client().get("/admin/", headers={"Host": "evil.example", **GERMAN})
    )


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("PUT", "/admin/", "GET, HEAD, POST"), ("PUT", "/admin/login/", "GET, HEAD, POST"),
     ("GET", "/admin/language/", "POST"), ("GET", "/admin/incidents/source/process_import/", "POST")],
)  # fmt: skip
def test_a_method_that_has_no_meaning_is_refused_on_a_page(desk: Desk, method: str, path: str, allowed: str) -> None:
    answer = desk.client.generic(method, path, headers=GERMAN)
    assert (answer.status_code, answer.headers["Allow"]) == (405, allowed)
    assert "<h1>So wird diese Adresse nicht aufgerufen</h1>" in text_of(answer)


@pytest.mark.parametrize("number", ["", "x", "-1", "1,2", "NaN", "١", "\0"])
def test_a_tick_that_is_no_number_is_not_understood(desk: Desk, number: str) -> None:
    ticked = {"action": "submit_for_review", "_selected_action": number}
    assert desk.client.post("/admin/incidents/source/", ticked).status_code == 400


@pytest.mark.parametrize("number", ["١", "１", "1_0", "+1", "x", "9" * 400])
def test_a_record_has_one_address(desk: Desk, number: str) -> None:
    assert desk.client.get(f"/admin/incidents/source/{number}/change/").status_code == 302
