"""Logs: a line of JSON for each request and each fault, for programs; plain text for a person at the own desk.

What a line of JSON may hold is listed here, and nothing else gets in: no path, no query value, no header but our own,
no text of a record, no argument of somebody else's message, no message of an exception (the database quotes rows in
its own). What is left says which route, which kind of fault and which lines of code. Of a query the names of declared
parameters are told. The web server's log has the same form.
"""

import logging
import traceback
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

import orjson

# The id of the request that this thread is answering.
request_id: ContextVar[str | None] = ContextVar("request_id", default=None)

LEVELS = ("debug", "info", "warning", "error", "critical")
FORMATS = ("json", "text")
REQUESTS = "eventsapi.requests"
# Whose messages are our own words; the pool's name servers, and no rows.
OURS = ("eventsapi", "incidents", "psycopg.pool")
CONTROLS = {number: f"\\x{number:02x}" for number in (*range(32), 127, 0x85, 0x2028, 0x2029)}
FRAMES = 12
HIDDEN = "…"


class JsonFormatter(logging.Formatter):
    """One object a record, on one line. `fields` of a record are taken as they are: ours alone set them."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "request_id": request_id.get(),
        }
        fields: Mapping[str, Any] | None = getattr(record, "fields", None)
        line |= fields if fields is not None else {"message": _message(record), "at": _place(record)}
        if record.exc_info and record.exc_info[1]:
            line |= _fault(record.exc_info[1])
        return orjson.dumps(line, default=lambda value: type(value).__name__).decode()


class TextFormatter(logging.Formatter):
    """For who runs the server at the own desk: everything, exceptions with their messages, and no second line in what
    was sent.
    """

    def format(self, record: logging.LogRecord) -> str:
        fields: Mapping[str, Any] | None = getattr(record, "fields", None)
        told = " ".join(f"{name}={value}" for name, value in fields.items()) if fields else record.getMessage()
        line = f"{record.levelname} {record.name} [{request_id.get() or '-'}] {told.translate(CONTROLS)}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def _message(record: logging.LogRecord) -> str:
    """Our own words; of others only the pattern that they fill in, with numbers."""
    if record.name.startswith(OURS):
        return record.getMessage()
    if not record.args:
        return HIDDEN
    given = record.args if isinstance(record.args, tuple) else ()
    shown = tuple(value if isinstance(value, int | float) else HIDDEN for value in given)
    try:
        return str(record.msg) % shown
    except (TypeError, ValueError):
        return HIDDEN


def _place(record: logging.LogRecord) -> str:
    return f"{record.module}:{record.lineno} {record.funcName}"


def _fault(error: BaseException) -> dict[str, Any]:
    """The kinds of exception, outermost first, and where the last one came from, innermost last."""
    kinds: list[str] = []
    each: BaseException | None = error
    while each is not None and len(kinds) < FRAMES:
        kinds.append(f"{type(each).__module__}.{type(each).__qualname__}".removeprefix("builtins."))
        each = each.__cause__ or each.__context__
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return {
        "exceptions": kinds,
        "frames": [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames],
    }


def _short(path: str) -> str:
    """The file within its package: where packages are installed is nobody's business."""
    return "/".join(path.split("site-packages/")[-1].split("/")[-3:])


def configuration(*, form: str, level: str) -> dict[str, Any]:
    """For logging.config: all to standard error. `level` is that of our own words; others are told from WARNING on."""
    formatter = JsonFormatter if form == "json" else TextFormatter
    own = {"level": level.upper()}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "eventsapi": own,
            "incidents": own,
            "gunicorn.error": own | {"handlers": [], "propagate": True},
            "django": {"handlers": [], "propagate": True},
            # What clients do wrong is told to them; here it would bury what we do wrong.
            "django.request": {"level": "ERROR"},
            "django.security": {"level": "CRITICAL"},
            # Wrong passwords are in a table of the admin; a name may be a password typed into the wrong field.
            "axes": {"level": "CRITICAL"},
        },
    }
