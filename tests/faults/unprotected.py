"""The application without one of its protections, named in WITHOUT, to show that the faults notice."""

import contextlib
import os
from collections.abc import Iterator
from typing import Any

from django.contrib.admin import options
from django.db import transaction

from eventsapi import databases

WITHOUT = os.environ["WITHOUT"]
LIMITS = databases._limits


def _limits(pool_size: int) -> dict[str, Any]:
    found = LIMITS(pool_size)
    if WITHOUT == "time_limits":
        found["options"] = ""
    if WITHOUT == "pool_timeout":
        found["pool"]["timeout"] = 30
    return found


@contextlib.contextmanager
def nothing(*args: Any, **kwargs: Any) -> Iterator[None]:
    yield


databases._limits = _limits
if WITHOUT == "transaction":
    options.transaction.atomic = nothing  # type: ignore[assignment]  # what it stands for is the point
    transaction.atomic = nothing  # type: ignore[assignment]

from eventsapi.wsgi import application as application  # noqa: E402  after the protection is gone
