"""The application without one of its protections, named in WITHOUT, to show that the faults notice."""

import os
import time
from typing import Any

from django.contrib.admin import ModelAdmin
from django.db import connection

from eventsapi import databases
from eventsapi.pooled import base
from eventsapi.rest import errors, handlers, startup

WITHOUT = os.environ["WITHOUT"]
LIMITS = databases._limits
SAVE_RELATED = ModelAdmin.save_related


def _limits(pool_size: int) -> dict[str, Any]:
    found = LIMITS(pool_size)
    if WITHOUT == "time_limits":
        found["options"] = ""
    if WITHOUT == "pool_timeout":
        found["pool"]["timeout"] = 30
    return found


def save_in_two(self: Any, request: Any, form: Any, formsets: Any, change: bool) -> None:
    """The record is committed before its parts are saved."""
    connection.connection.commit()
    time.sleep(0.2)
    SAVE_RELATED(self, request, form, formsets, change)


databases._limits = _limits
if WITHOUT == "glances":
    base.PAUSE_SECONDS = 0.0
if WITHOUT == "looks":
    base.is_over = lambda connection: False
if WITHOUT == "start":
    startup.UNAVAILABLE = ()  # type: ignore[assignment, attr-defined]  # what it stands for is the point

from eventsapi.wsgi import application as application  # noqa: E402  after the limits are gone

if WITHOUT == "unavailable":
    errors.UNAVAILABLE = handlers.UNAVAILABLE = ()  # type: ignore[assignment, attr-defined]  # what it stands for is the point
if WITHOUT == "transaction":
    ModelAdmin.save_related = save_in_two  # type: ignore[method-assign]  # what it stands for is the point
