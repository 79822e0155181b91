"""What docs/operations.md and docs/runbook.md tell operators is what there is."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from bootstrap.cli import VERBS

ROOT = Path(settings.BASE_DIR)
READERS = {"text", "flag", "number", "words", "chosen", "word", "address"}
PROGRAMS = {"createdb", "curl", "export", "psql"}


def read_by(path: Path) -> set[str]:
    """The names that a file reads from the environment, by the functions of eventsapi/environment.py."""
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    return {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id in READERS
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }


def documented() -> set[str]:
    chapter = (ROOT / "docs/operations.md").read_text().split("## Settings")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `([A-Z_]+)` \|", chapter, re.MULTILINE))


def test_every_variable_that_is_read_has_a_row_and_every_row_is_read() -> None:
    assert read_by(ROOT / "eventsapi/settings.py") | read_by(ROOT / "gunicorn.conf.py") == documented()


def test_nothing_else_reads_the_environment() -> None:
    readers = [
        path.relative_to(ROOT).as_posix()
        for folder in ("eventsapi", "incidents")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"os\.(environ|getenv)", path.read_text())
    ]
    # The first three say what the process is, and where its numbers are: nobody sets these.
    assert sorted(readers) == ["eventsapi/environment.py", "eventsapi/rest/exposition.py", "eventsapi/wsgi.py"]


def commands() -> list[str]:
    blocks = re.findall(r"^```\n(.*?)^```", (ROOT / "docs/runbook.md").read_text(), re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize("command", commands())
def test_every_command_of_the_runbook_exists(command: str) -> None:
    program, script, *words = [*command.split(), "", ""]
    if script == "manage.py":
        assert words[0] in get_commands()
    elif script == "dev.py":
        assert words[0] in VERBS
    elif "/" in program:
        assert (ROOT / program).is_file()
    else:
        assert program in PROGRAMS


def test_the_runbook_has_ten_incidents_with_a_cure_each() -> None:
    chapters = re.split(r"^## \d+\. ", (ROOT / "docs/runbook.md").read_text(), flags=re.MULTILINE)[1:]
    assert [len(chapters), *(chapter.lower().count("cure:*") for chapter in chapters)] == [10] + [1] * 10
