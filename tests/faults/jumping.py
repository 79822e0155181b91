"""The application with a clock that somebody sets: what CLOCK's file says, in seconds, is added to the time of day.

For all of Python's code that asks for the time of day, Django's, gunicorn's and ours. What counts seconds goes on
counting them, as it does when a real clock is set, unless WITHOUT=monotonic.
"""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

from django.utils import timezone

CLOCK = Path(os.environ["CLOCK"])
REAL = time.time


def now() -> float:
    return REAL() + float(CLOCK.read_text())


time.time = now
timezone.now = lambda: datetime.fromtimestamp(now(), UTC)
if os.environ.get("WITHOUT") == "monotonic":
    time.monotonic = now

from eventsapi.wsgi import application as application  # noqa: E402  after the clock is replaced
