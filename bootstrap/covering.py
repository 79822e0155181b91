"""What `dev.py test` asks of coverage: each line is run and, in filters, rights, publication and import, each way that
leads on from a line is taken.
"""

import json
from pathlib import Path
from typing import Any

from bootstrap.console import say

REPORT = "coverage.json"
# Beginnings of paths.
BRANCHES = (
    "eventsapi/desk/", "eventsapi/rest/filters.py", "eventsapi/rest/parameters.py", "incidents/admin/",
    "incidents/dataset/", "incidents/filters/", "incidents/publication/", "incidents/roles.py",
)  # fmt: skip


def complete(report: Path) -> bool:
    """Whether nothing is missing from a report of coverage (JSON, with branches); says what is."""
    files: dict[str, Any] = json.loads(report.read_text())["files"]
    gaps = [gap for path, told in sorted(files.items()) for gap in missing(path, told)]
    for gap in gaps:
        say(gap)
    return not gaps


def missing(path: str, told: dict[str, Any]) -> list[str]:
    gaps = [f"{path}:{line} is run by no test." for line in told["missing_lines"]]
    if path.startswith(BRANCHES):
        gaps += [f"{path}:{start} goes on to {_place(end)} in no test." for start, end in told["missing_branches"]]
    return gaps


def _place(line: int) -> str:
    """Coverage writes the end of a function as a negative number."""
    return f"line {line}" if line > 0 else "its end"
