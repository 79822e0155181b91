"""The checks of `dev.py check`: each one line, all of them to the end, so that one run shows everything."""

import difflib
import os
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
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


# The slowest comes first, so that the others are asked meanwhile.
GATES = (
    Gate("types", ("-m", "mypy")),
    Gate("format", ("-m", "ruff", "format", "--check", "."), ".local/venv/bin/python -m ruff format ."),
    Gate("lint", ("-m", "ruff", "check", ".")),
    Gate("imports", ("-c", "from importlinter.cli import lint_imports_command as lint; lint()")),
    Gate("migrations", ("manage.py", "makemigrations", "--check", "--dry-run"), "python3 dev.py manage makemigrations"),
    Gate("django", ("manage.py", "check", "--fail-level", "WARNING")),
)


@dataclass(frozen=True)
class Verdict:
    """What a gate found wrong: an exit code, and lines, of which one alone is enough."""

    name: str
    code: int
    lines: list[str]
    cure: str
    seconds: float

    @property
    def good(self) -> bool:
        return self.code == 0 and not self.lines


def check(*, clone: Clone, python: Path, environment: Mapping[str, str]) -> bool:
    """Whether every gate is passed. As many as there are cores are asked at a time; they are told of in their order."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        asked = [pool.submit(ask, gate, clone=clone, python=python, environment=environment) for gate in GATES]
        asked.append(pool.submit(compare_schema, clone=clone, python=python, environment=environment))
        verdicts = [tell(verdict.result()) for verdict in asked]
    return all(verdicts)


def ask(gate: Gate, *, clone: Clone, python: Path, environment: Mapping[str, str]) -> Verdict:
    started = time.monotonic()
    code, lines = follow([python, *gate.arguments], pulse=Pulse(gate.name), cwd=clone.root, env=environment)
    return Verdict(gate.name, code, lines if code else [], gate.cure, time.monotonic() - started)


def compare_schema(*, clone: Clone, python: Path, environment: Mapping[str, str]) -> Verdict:
    """How the committed OpenAPI document differs from the one that the code describes today."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / SCHEMA
        argv: list[str | Path] = [python, "manage.py", "spectacular", "--file", fresh, "--validate", "--fail-on-warn"]
        code, lines = follow(argv, pulse=Pulse("openapi"), cwd=clone.root, env=environment)
        wrong = lines if code else difference(clone.root / SCHEMA, fresh)
    return Verdict("openapi", code, wrong, WRITE_SCHEMA, time.monotonic() - started)


def tell(verdict: Verdict) -> bool:
    """Says what a gate found; returns whether it is passed."""
    say(f"{'ok    ' if verdict.good else 'FAILED'}  {verdict.name:<12} {verdict.seconds:5.1f} s")
    if not verdict.good:
        complain(verdict.lines, cure=verdict.cure)
    return verdict.good


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
