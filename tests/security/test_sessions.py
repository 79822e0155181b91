"""Sessions: how they begin, what their cookies are, and how they end."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db.models import F
from pytest_django import Settings

from tests.admin.pages import Answer
from tests.security.conftest import SafeClient

pytestmark = pytest.mark.django_db

PASSWORD = "reads-the-text-twice"


@pytest.fixture(autouse=True)
def anna(settings: Settings) -> User:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return User.objects.create_superuser("anna", password=PASSWORD)


def log_in(client: SafeClient) -> Answer:
    return client.post("/admin/login/?next=/admin/", {"username": "anna", "password": PASSWORD})


def test_the_cookie_of_a_session_is_for_tls_for_the_browser_alone_and_for_half_a_day(visitor: SafeClient) -> None:
    cookie = log_in(visitor).cookies["sessionid"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, True, "Lax", 43_200)
    assert cookie["domain"] == ""


def test_the_cookie_against_forged_forms_is_as_safe(visitor: SafeClient) -> None:
    cookie = visitor.get("/admin/login/").cookies["csrftoken"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")


def test_a_log_in_begins_a_new_session_and_a_new_token(visitor: SafeClient) -> None:
    visitor.get("/admin/login/")
    token = visitor.cookies["csrftoken"].value
    session = visitor.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    log_in(visitor)
    assert visitor.cookies["sessionid"].value != planted
    assert visitor.cookies["csrftoken"].value != token
    assert not Session.objects.filter(session_key=planted).exists()


def test_logging_out_ends_the_session_on_the_server(visitor: SafeClient) -> None:
    log_in(visitor)
    stolen = visitor.cookies["sessionid"].value
    visitor.post("/admin/logout/")
    thief = SafeClient()
    thief.cookies["sessionid"] = stolen
    assert thief.get("/admin/").headers["Location"] == "/admin/login/?next=/admin/"


def test_a_password_that_a_superuser_changes_ends_every_session(visitor: SafeClient, anna: User) -> None:
    log_in(visitor)
    anna.set_password("reads-the-text-thrice")
    anna.save()
    assert visitor.get("/admin/").headers["Location"] == "/admin/login/?next=/admin/"


def test_an_account_that_is_closed_is_out_at_once(visitor: SafeClient, anna: User) -> None:
    log_in(visitor)
    User.objects.filter(pk=anna.pk).update(is_active=False)
    assert visitor.get("/admin/").headers["Location"] == "/admin/login/?next=/admin/"


def test_a_form_without_its_token_is_refused(production: None) -> None:
    client = SafeClient()
    client.handler.enforce_csrf_checks = True
    assert log_in(client).status_code == 403


def test_sessions_that_are_over_can_be_cleared_away(visitor: SafeClient) -> None:
    log_in(visitor)
    Session.objects.update(expire_date=F("expire_date") - timedelta(hours=13))
    call_command("clearsessions")
    assert Session.objects.count() == 0
