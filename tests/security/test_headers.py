"""Every address of the site has full marks for what it tells browsers (scoring.py), whatever it answers."""

from unittest.mock import Mock

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client

from eventsapi.rest.errors import Problem
from eventsapi.rest.workers import answer
from tests.admin.test_authorisation import QUERY, address, objects, routes
from tests.api.test_routes import ROUTES
from tests.published import publish_world
from tests.security.conftest import SafeClient
from tests.security.scoring import kept, marks

pytestmark = pytest.mark.django_db

# What is published may be read and shown by every site, so it is not kept to ours.
OPEN = {"policy": 10, "sharing": 0, "referrer": 5, "hsts": 0, "scripts": 0, "types": 0, "frames": 5, "resources": 0}
OWN = OPEN | {"resources": 10}
OTHERS = ["/livez", "/readyz", "/llms.txt", "/problems/gone", "/api/v1/openapi.json", "/api/v1/openapi.yaml"]
REFUSED = ["/api/v1/events/?x=1", "/api/v1/events/nothing/", "/api/v1/nothing/", "/api/v1/events/?q=" + 2000 * "x"]
PAGES = ["/", "/favicon.ico", "/api/docs/", "/admin/login/", "/nothing", "/static/nothing.js"]
FILES = ["/static/rest/docs.js", "/static/rest/icon.svg", "/static/admin/css/base.css", "/static/desk/signs.js"]


def short_of(visitor: SafeClient, addresses: list[str], full: dict[str, int]) -> list[str]:
    """The addresses with fewer marks, and where they are missing. Cookies earn marks where there are any."""
    found = []
    for one in addresses:
        given = visitor.get(one)
        got = marks(given)
        expected = full | {"cookies": 5 if kept(given) else 0}
        found += [f"{one} ({given.status_code}): {test}" for test, mark in expected.items() if got[test] != mark]
    return found


def test_what_is_public_has_full_marks(visitor: SafeClient) -> None:
    publish_world()
    assert short_of(visitor, [*(route.path for route in ROUTES.values()), *OTHERS, *REFUSED], OPEN) == []


def test_the_docs_the_front_door_and_files_have_full_marks(visitor: SafeClient) -> None:
    assert short_of(visitor, PAGES + FILES, OWN) == []


def test_every_page_of_the_desk_has_full_marks(visitor: SafeClient) -> None:
    rows = objects()
    visitor.force_login(User.objects.create_superuser("editor"))
    short = []
    for path in routes().values():
        with transaction.atomic():
            short += short_of(visitor, [address(path, rows)], OWN)
            transaction.set_rollback(True)
    assert short == []


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_what_is_refused_for_its_method_has_full_marks(visitor: SafeClient, method: str) -> None:
    given = getattr(visitor, method)("/api/v1/events/", QUERY)
    assert marks(given) == OPEN | {"cookies": 0}


@pytest.mark.parametrize(("path", "full"), [("/api/v1/", OPEN), ("/admin/login/", OWN)])
def test_a_fault_of_the_server_has_full_marks(
    visitor: SafeClient, path: str, full: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eventsapi.rest.answers.answers", Mock(side_effect=RuntimeError))
    monkeypatch.setattr("eventsapi.desk.site.CodeLoginForm.__init__", Mock(side_effect=RuntimeError))
    given = visitor.get(path)
    assert given.status_code == 500
    assert marks(given) == full | {"cookies": 5 if kept(given) else 0}


@pytest.mark.parametrize("path", ["/", "/api/v1/events/", "/admin/", "/static/rest/docs.js"])
def test_a_request_without_tls_is_led_to_tls(production: None, path: str) -> None:
    given = Client().get(path)
    assert (given.status_code, given.headers["Location"]) == (301, f"https://testserver{path}")
    assert marks(given)["policy"] == 10


def test_what_the_web_server_refuses_itself_has_full_marks_but_for_tls(production: None) -> None:
    given = marks(answer(Problem.BAD_REQUEST, detail="Not HTTP."))
    assert given == OWN | {"cookies": 0, "hsts": -20}


def test_only_the_desk_sets_cookies(visitor: SafeClient) -> None:
    publish_world()
    answers = [visitor.get(path) for path in (*PAGES[:2], *FILES, *REFUSED, *(route.path for route in ROUTES.values()))]
    assert [answer.cookies for answer in answers if answer.cookies] == []
