import logging
import logging.config
import sys
from typing import Any

import orjson
import pytest

from eventsapi.rest import logs
from eventsapi.rest.logs import JsonFormatter, TextFormatter


def record(message: str = "", *words: Any, name: str = "eventsapi.rest", **more: Any) -> logging.LogRecord:
    made = logging.LogRecord(name, logging.WARNING, "/srv/some.py", 7, message, words, None, "ask")
    vars(made).update(more)
    return made


def line(given: logging.LogRecord) -> dict[str, Any]:
    text = JsonFormatter().format(given)
    assert "\n" not in text
    found: dict[str, Any] = orjson.loads(text)
    return found


def raised(error: Exception, cause: Exception | None = None) -> logging.LogRecord:
    try:
        raise error from cause
    except type(error):
        return record("%s failed", "/secret/path", name="django.request", exc_info=sys.exc_info())


def test_our_own_words_are_told_with_level_time_and_place() -> None:
    told = line(record("The server %s is away.", "replica_1"))
    assert told.pop("time").endswith("+00:00")
    assert told == {
        "level": "warning",
        "logger": "eventsapi.rest",
        "request_id": None,
        "message": "The server replica_1 is away.",
        "at": "some:7 ask",
    }


@pytest.mark.parametrize(
    ("message", "words", "told"),
    [
        ("Worker (pid:%s) was sent %s", (42, "secret"), "Worker (pid:42) was sent …"),
        ("Invalid request: secret", (), "…"),
        ("%d of them", ("secret",), "…"),
        ("%(name)s", ({"name": "secret"},), "…"),
    ],
)
def test_of_the_words_of_others_only_patterns_and_numbers_are_told(
    message: str, words: tuple[Any, ...], told: str
) -> None:
    assert line(record(message, *words, name="gunicorn.error"))["message"] == told


def test_a_fault_tells_its_kinds_and_lines_and_nothing_that_it_says() -> None:
    told = line(raised(RuntimeError("secret draft"), cause=ValueError("secret row")))
    assert told["exceptions"] == ["RuntimeError", "ValueError"]
    assert told["frames"][-1].startswith("tests/rest/test_logs.py:")
    assert "secret" not in str(told)


def test_what_is_sent_begins_no_line_of_its_own() -> None:
    forged = 'x"}\n{"level": "info\r\u2028'
    assert line(record("%s", forged))["message"] == forged
    assert len(TextFormatter().format(record("%s", forged)).splitlines()) == 1


def test_a_person_reads_words_and_the_whole_fault() -> None:
    told = TextFormatter().format(raised(RuntimeError("what it says")))
    assert told.startswith("WARNING django.request [-] /secret/path failed\nTraceback")
    assert told.endswith("RuntimeError: what it says")


def test_a_person_reads_the_fields_of_a_request() -> None:
    assert TextFormatter().format(record(fields={"status": 200})) == "WARNING eventsapi.rest [-] status=200"


def test_the_line_names_the_request() -> None:
    token = logs.request_id.set("job-4242")
    assert line(record())["request_id"] == "job-4242"
    logs.request_id.reset(token)


@pytest.mark.parametrize(("form", "formatter"), [("json", JsonFormatter), ("text", TextFormatter)])
def test_the_form_is_a_choice(form: str, formatter: type) -> None:
    assert logs.configuration(form=form, level="info")["formatters"]["line"]["()"] is formatter
