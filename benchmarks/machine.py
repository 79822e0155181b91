"""The machine as far as it matters to whoever compares figures."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connection


def describe(*, rounds: int, seconds: float, connections: int) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        [postgres] = cursor.fetchone() or ["unknown"]
        cursor.execute("SHOW shared_buffers")
        [buffers] = cursor.fetchone() or ["unknown"]
    return {
        "measured": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "processor": f"{processor()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} when it began",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB",
        "software": f"Python {platform.python_version()}, PostgreSQL {postgres} with {buffers} of buffers",
        "rounds": f"{rounds} of {seconds:g} s each after one to warm up, {connections} connections, medians",
    }


def processor() -> str:
    """Its name, where the system tells one."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())
