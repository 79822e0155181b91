"""A form sent after the session has ended is not lost: it comes back after logging in, and one click saves it."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from eventsapi.desk.resuming import SALT, release
from incidents.models import Source
from tests import builders
from tests.admin.pages import Answer, Desk, Fields, change, fields_of, text_of

pytestmark = pytest.mark.django_db

PASSWORD = "reads-the-text-twice"
LOGIN = "/admin/login/"


@pytest.fixture
def source(db: None) -> Source:
    return builders.source("shared")


@pytest.fixture
def expired(desk: Desk) -> Desk:
    """An editor whose session ends while a form is open; the browser checks and keeps everything else."""
    desk.user.set_password(PASSWORD)
    desk.user.save()
    desk.client = Client(enforce_csrf_checks=True)
    desk.client.force_login(desk.user)
    return desk


def send_late(desk: Desk, source: Source, **typed: Any) -> Answer:
    fields = {**desk.form(change(source)), **typed}
    del desk.client.cookies["sessionid"]
    return desk.client.post(change(source), fields)


def log_in(desk: Desk, asked: Answer, **changes: str) -> Answer:
    fields: Fields = {**fields_of(text_of(asked)), "username": desk.user.username, "password": PASSWORD, **changes}
    return desk.client.post(LOGIN, fields)


def test_what_was_typed_is_saved_after_logging_in(expired: Desk, source: Source) -> None:
    asked = send_late(expired, source, name="Typed for an hour", description="Line one\r\n“Line” two")
    assert asked.status_code == 403
    assert "Nothing is lost: log in" in text_of(asked)
    offered = log_in(expired, asked)
    assert "Your session had ended; nothing is lost" in text_of(offered)
    assert f'action="{change(source)}"' in text_of(offered)
    saved = expired.client.post(change(source), fields_of(text_of(offered)), follow=True)
    assert "was changed successfully" in text_of(saved)
    assert Source.objects.get(pk=source.pk).name == "Typed for an hour"


def test_the_version_is_checked_as_ever(expired: Desk, source: Source) -> None:
    offered = log_in(expired, send_late(expired, source, name="By the second"))
    Source.objects.filter(pk=source.pk).update(name="By the first")
    assert expired.client.post(change(source), fields_of(text_of(offered))).status_code == 409


def test_another_user_has_their_own_rights(expired: Desk, source: Source) -> None:
    asked = send_late(expired, source, name="Typed for an hour")
    User.objects.create_user("passer-by", password=PASSWORD, is_staff=True)
    offered = log_in(expired, asked, username="passer-by")
    assert "You are logged in as passer-by" in text_of(offered)
    assert expired.client.post(change(source), fields_of(text_of(offered))).status_code == 403


def test_a_wrong_password_loses_nothing(expired: Desk, source: Source) -> None:
    wrong = log_in(expired, send_late(expired, source, name="Typed"), password="forgotten")
    assert "nothing is lost" in text_of(log_in(expired, wrong))


def test_a_locked_account_loses_nothing(expired: Desk, source: Source) -> None:
    asked = send_late(expired, source, name="Typed")
    for _ in range(5):
        asked = log_in(expired, asked, password="forgotten")
    assert asked.status_code == 429
    assert "Wait 15 minutes, then log in on this page." in text_of(asked)
    assert fields_of(text_of(asked))["held"] != [""]


def test_a_form_without_its_token_carries_nothing(expired: Desk, source: Source) -> None:
    del expired.client.cookies["sessionid"]
    refused = expired.client.post(change(source), {"name": "From elsewhere"})
    assert refused.status_code == 403
    assert "From elsewhere" not in text_of(refused)
    assert 'name="held"' not in text_of(refused)


@pytest.mark.parametrize(
    "change_it", [lambda held: "x" + held, lambda held: signing.dumps({"path": "/"}), lambda _: "\0"]
)
def test_what_we_did_not_sign_is_nothing(expired: Desk, source: Source, change_it: Any) -> None:
    asked = send_late(expired, source, name="Typed")
    held = fields_of(text_of(asked))["held"][0]
    answer = log_in(expired, asked, held=change_it(held))
    assert (answer.status_code, answer.headers["Location"]) == (302, change(source))


def test_it_is_of_no_use_in_another_browser(expired: Desk, source: Source) -> None:
    held = fields_of(text_of(send_late(expired, source, name="Typed")))["held"][0]
    expired.client = Client(enforce_csrf_checks=True)
    answer = log_in(expired, expired.client.get(LOGIN), held=held)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")


def test_it_does_not_hold_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    held = signing.dumps({"path": "/admin/", "items": [], "files": [], "browser": ""}, salt=SALT)
    assert release(held, browser=None) is not None
    monkeypatch.setattr("eventsapi.desk.resuming.MAX_AGE", -1)
    assert release(held, browser=None) is None


def test_what_is_too_large_for_another_request_is_not_carried(
    expired: Desk, source: Source, settings: Settings
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 16_500
    page = text_of(send_late(expired, source, name="Typed"))
    assert "too large to be carried along" in page
    assert 'name="held"' not in page


def test_files_are_named_and_not_kept(expired: Desk, source: Source) -> None:
    asked = send_late(expired, source, name="Typed", sheet=SimpleUploadedFile("claims.csv", b"a,b"))
    assert "Files were not kept; choose them again: claims.csv" in text_of(log_in(expired, asked))


def test_a_form_older_than_the_last_log_in_is_offered_again(expired: Desk, source: Source) -> None:
    """As when somebody logs in in another tab: the form in this one has a token of before."""
    fields = {**expired.form(change(source)), "name": "Typed", "csrfmiddlewaretoken": "a" * 64}
    offered = expired.client.post(change(source), fields, headers={"origin": "http://testserver"})
    assert "nothing is lost" in text_of(offered)
    saved = expired.client.post(change(source), fields_of(text_of(offered)), follow=True)
    assert "was changed successfully" in text_of(saved)


def test_from_elsewhere_it_is_refused(expired: Desk, source: Source) -> None:
    fields = {**expired.form(change(source)), "name": "Forged", "csrfmiddlewaretoken": "a" * 64}
    refused = expired.client.post(change(source), fields, headers={"origin": "https://elsewhere.example"})
    assert refused.status_code == 403
    assert "Forged" not in text_of(refused)


def test_a_log_in_older_than_another_one_keeps_what_it_carries(expired: Desk, source: Source) -> None:
    asked = fields_of(text_of(send_late(expired, source, name="Typed")))
    origin = {"origin": "http://testserver"}
    again = expired.client.post(LOGIN, {**asked, "csrfmiddlewaretoken": "a" * 64}, headers=origin)
    assert "nothing is lost" in text_of(log_in(expired, again))


def test_a_log_in_that_is_too_old_and_carries_nothing_is_refused(expired: Desk) -> None:
    origin = {"origin": "http://testserver"}
    assert expired.client.post(LOGIN, {"csrfmiddlewaretoken": "a" * 64}, headers=origin).status_code == 403


def test_who_logs_in_without_a_form_goes_where_they_wanted(expired: Desk) -> None:
    del expired.client.cookies["sessionid"]
    assert expired.client.get("/admin/incidents/claim/").status_code == 302
    assert log_in(expired, expired.client.get(LOGIN)).headers["Location"] == "/admin/"


def test_logging_out_forgets_drafts(desk: Desk) -> None:
    assert "data-drop-drafts" in text_of(desk.client.post("/admin/logout/"))
