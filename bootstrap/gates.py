"""The checks of `dev.py check`: each one line, all of them to the end, so that one run shows everything."""

import difflib
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bootstrap.clone import Clone
from bootstrap.console import Pulse, follow, say

LONGEST_COMPLAINT = 60  # lines
SCHEMA = "openapi.yaml"
WRITE_SCHEMA = f"python3 dev.py manage spectacular --file {SCHEMA} --validate --fail-on-warn"


@dataclass(frozen=True)
class Gate:
    name: str
    arguments: tuple[str, ...]
    cure: str = ""


GATES = (
    Gate("format", ("-m", "ruff", "format", "--check", "."), ".local/venv/bin/python -m ruff format ."),
    Gate("lint", ("-m", "ruff", "check", ".")),
    Gate("types", ("-m", "mypy")),
    Gate("imports", ("-c", "from importlinter.cli import lint_imports_command as lint; lint()")),
    Gate("migrations", ("manage.py", "makemigrations", "--check", "--dry-run"), "python3 dev.py manage makemigrations"),
    Gate("django", ("manage.py", "check", "--fail-level", "WARNING")),
)


def check(*, clone: Clone, python: Path, environment: Mapping[str, str]) -> bool:
    """Whether every gate is passed."""
    verdicts = [passes(gate, clone=clone, python=python, environment=environment) for gate in GATES]
    return all([*verdicts, schema_is_true(clone=clone, python=python, environment=environment)])


def passes(gate: Gate, *, clone: Clone, python: Path, environment: Mapping[str, str]) -> bool:
    started = time.monotonic()
    code, lines = follow([python, *gate.arguments], pulse=Pulse(gate.name), cwd=clone.root, env=environment)
    verdict(gate.name, good=code == 0, since=started)
    if code != 0:
        complain(lines, cure=gate.cure)
    return code == 0


def verdict(name: str, *, good: bool, since: float) -> None:
    say(f"{'ok    ' if good else 'FAILED'}  {name:<12} {time.monotonic() - since:5.1f} s")


def schema_is_true(*, clone: Clone, python: Path, environment: Mapping[str, str]) -> bool:
    """Whether the committed OpenAPI document is the one that the code describes today."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / SCHEMA
        argv: list[str | Path] = [python, "manage.py", "spectacular", "--file", fresh, "--validate", "--fail-on-warn"]
        code, lines = follow(argv, pulse=Pulse("openapi"), cwd=clone.root, env=environment)
        if code == 0:
            lines = difference(clone.root / SCHEMA, fresh)
    good = code == 0 and not lines
    verdict("openapi", good=good, since=started)
    if not good:
        complain(lines, cure=WRITE_SCHEMA)
    return good


def complain(lines: list[str], *, cure: str) -> None:
    for line in lines[:LONGEST_COMPLAINT]:
        say("    " + line)
    if len(lines) > LONGEST_COMPLAINT:
        say(f"    … and {len(lines) - LONGEST_COMPLAINT} more lines")
    if cure:
        say("    cure: " + cure)


def difference(committed: Path, fresh: Path) -> list[str]:
    old = committed.read_text().splitlines() if committed.exists() else []
    new = fresh.read_text().splitlines()
    return list(difflib.unified_diff(old, new, "committed " + committed.name, "described by the code", lineterm=""))
