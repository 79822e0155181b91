import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bootstrap import mutating
from bootstrap.clone import HERE, Clone
from bootstrap.console import Refusal
from bootstrap.mutated import LEFT_OUT, TESTS
from bootstrap.project import Database

# As cosmic-ray writes them: one fault is in an annotation, one takes a cache away, and one exchanges an operator for a
# strange one.
SESSION = """
CREATE TABLE work_items (job_id TEXT);
CREATE TABLE mutation_specs (
    job_id TEXT, operator_name TEXT, occurrence INTEGER, start_pos_row INTEGER, start_pos_col INTEGER,
    operator_args TEXT
);
CREATE TABLE work_results (job_id TEXT, worker_outcome TEXT, test_outcome TEXT, diff TEXT, output TEXT);
INSERT INTO work_items VALUES ('cache'), ('hint'), ('strange'), ('sum'), ('word');
INSERT INTO mutation_specs VALUES
    ('cache', 'core/RemoveDecorator', 0, 1, 0, '{}'),
    ('hint', 'core/ReplaceBinaryOperator_BitOr_BitAnd', 0, 2, 9, '{}'),
    ('strange', 'core/ReplaceBinaryOperator_Add_Pow', 0, 3, 11, '{}'),
    ('sum', 'core/ReplaceBinaryOperator_Add_Sub', 0, 3, 11, '{}'),
    ('word', 'core/NumberReplacer', 0, 3, 13, '{}');
"""
SOURCE = "@cache\ndef f(a: int | str) -> int:\n    return a + 1\n"
COSMIC_RAY = """#!/usr/bin/env python3
import pathlib, sqlite3, sys
verb, *files = sys.argv[1:]
session = sqlite3.connect(files[-1]) if files[-1].endswith("sqlite") else None
if verb == "init":
    session.executescript(pathlib.Path("session.sql").read_text())
if verb == "exec":
    session.execute("INSERT INTO work_results VALUES ('sum', 'NORMAL', 'SURVIVED', '- a + 1', '')")
    session.execute("INSERT INTO work_results VALUES ('word', 'NORMAL', 'KILLED', '', 'timeout')")
    session.execute("INSERT INTO work_results VALUES ('hint', 'EXCEPTION', 'INCOMPETENT', '', 'Traceback')")
    session.commit()
sys.exit(verb == {fails!r} and 1)
"""


@pytest.fixture
def session() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as rows:
        rows.executescript(SESSION)
        yield rows


def skipped(session: sqlite3.Connection) -> set[str]:
    return {job for (job,) in session.execute("SELECT job_id FROM work_results WHERE worker_outcome = 'SKIPPED'")}


def mutate(folder: Path, *arguments: str, fails: str = "") -> int:
    """With a stand-in for cosmic-ray, on a module of two lines."""
    (folder / ".local").mkdir()
    (folder / "incidents").mkdir()
    (folder / "incidents" / "roles.py").write_text(SOURCE)
    (folder / "session.sql").write_text(SESSION)
    program = folder / "cosmic-ray"
    program.write_text(COSMIC_RAY.replace("{fails!r}", repr(fails)))
    program.chmod(0o755)
    python = folder / "python"
    return mutating.run(Clone(folder), python=python, tests=python, database=Database("x"), arguments=[*arguments])


def test_faults_that_prove_nothing_are_left_out(session: sqlite3.Connection) -> None:
    assert mutating.choose(session, SOURCE, most=9) == (2, ["word", "sum"])
    assert skipped(session) == {"cache", "hint", "strange"}


def test_of_more_faults_than_asked_for_always_the_same_are_tried(session: sqlite3.Connection) -> None:
    assert mutating.choose(session, SOURCE, most=1) == (2, ["word"])
    assert skipped(session) == {"cache", "hint", "strange", "sum"}


def test_a_fault_that_nobody_notices_is_shown_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert mutate(tmp_path, "incidents/roles.py") == 1
    told = capsys.readouterr().out
    assert "    - a + 1\n" in told
    assert "1 of   2 noticed (1 as the tests did not end), of 2 that there are" in told


def test_a_module_without_tests_of_its_own_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"names no tests for manage\.py"):
        mutate(tmp_path, "manage.py")


def test_tests_that_fail_without_a_fault_prove_nothing(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="baseline failed"):
        mutate(tmp_path, "incidents/roles.py", fails="baseline")


@pytest.mark.parametrize("path", sorted({*TESTS, *(test for tests in TESTS.values() for test in tests)}))
def test_what_is_named_is_there(path: str) -> None:
    assert (HERE.root / path).exists()


@pytest.mark.parametrize("test", LEFT_OUT)
def test_what_is_left_out_is_there(test: str) -> None:
    path, name = test.split("::")
    assert f"def {name}(" in (HERE.root / path).read_text()
