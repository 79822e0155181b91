"""What is typed, sent or kept by editors appears in no line of the log, at whatever level and of whichever package."""

import json
import logging
from collections.abc import Iterator
from unittest.mock import Mock

import pytest
from django.contrib.auth.models import User
from django.db import connection

from eventsapi.rest.logs import JsonFormatter
from incidents.models import RECORD_MODELS, Record
from tests.admin.pages import Desk, Fields, add, change
from tests.admin.test_pages import one_of_each
from tests.security.conftest import SafeClient

pytestmark = pytest.mark.django_db

CANARY = "zqxcanary\nzqxcanary"
SECRETS = ("zqxcanary", "@example.org", "sessionid", "csrftoken", "203.0.113.9")


class Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(JsonFormatter())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def log(settings: object) -> Iterator[list[str]]:
    """Every line that could be written, also those below the level of production."""
    handler, loggers = Lines(), [logging.getLogger(name) for name in ("", "eventsapi", "django.request", "axes")]
    loggers += [logging.getLogger(name) for name in ("django.security", "django.db.backends", "incidents")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    loggers[0].addHandler(handler)
    connection.force_debug_cursor = True  # the database's log has the values of every statement
    yield handler.lines
    connection.force_debug_cursor = False
    loggers[0].removeHandler(handler)
    for logger, level in zip(loggers, before, strict=True):
        logger.setLevel(level)


def betrayed(log: list[str], *more: str) -> list[str]:
    assert log
    assert all(json.loads(line) and "\n" not in line for line in log)
    return [line for line in log for secret in (*SECRETS, *more) if secret in line]


@pytest.fixture
def desk(production: None) -> Desk:
    client = SafeClient()
    user = User.objects.create_superuser("editor", "editor@example.org")
    client.force_login(user)
    client.defaults["REMOTE_ADDR"] = "203.0.113.9"
    return Desk(client, user)


def filled(form: Fields) -> Fields:
    """Every field that takes text holds the canary; those that count or choose stay as they are."""
    texts = {name for name, value in form.items() if isinstance(value, str) or name.split("-")[-1] in TEXTS}
    return form | dict.fromkeys(texts, CANARY)


TEXTS = {"name", "title", "note", "statement", "description", "summary", "quote", "homepage", "web_url", "role", "why"}


@pytest.mark.parametrize("model", RECORD_MODELS)
def test_what_is_typed_into_a_form_is_not_told(log: list[str], desk: Desk, model: type[Record]) -> None:
    record = one_of_each()[model]
    for url in (change(record), add(model)):
        desk.post(url, filled(desk.form(url)))
        desk.get(url, q=CANARY, zqxcanary="1")
    assert betrayed(log, desk.client.cookies["sessionid"].value) == []


def test_a_failed_log_in_is_not_told(log: list[str], production: None) -> None:
    client = SafeClient()
    for _ in range(6):
        client.post("/admin/login/", {"username": "zqxcanary@example.org", "password": CANARY, "code": CANARY})
    assert betrayed(log, client.cookies["csrftoken"].value) == []


def test_a_fault_tells_nothing_of_the_request(log: list[str], desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eventsapi.desk.site.codes_page", Mock(side_effect=RuntimeError(CANARY)))
    answer = desk.client.post("/admin/codes/?zqxcanary=1", {"code": CANARY})
    assert answer.status_code == 500
    assert betrayed(log, desk.client.cookies["sessionid"].value) == []
    (fault,) = [line for line in map(json.loads, log) if line["logger"] == "django.request"]
    assert (fault["level"], fault["exceptions"], fault["request_id"]) == (
        "error",
        ["RuntimeError"],
        answer["X-Request-ID"],
    )


@pytest.mark.parametrize(
    "path", ["/api/v1/events/?q=zqxcanary&zqxcanary=1", "/zqxcanary", "/admin/zqxcanary/?x=zqxcanary"]
)
def test_what_is_asked_for_is_not_told(log: list[str], desk: Desk, path: str) -> None:
    desk.client.get(path, headers={"Host": "zqxcanary.example"})
    desk.client.get(path, headers={"Cookie": "zqxcanary=1", "Referer": "https://zqxcanary.example"})
    assert betrayed(log) == []
