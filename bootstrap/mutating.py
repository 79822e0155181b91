"""`dev.py mutate`: small faults are put into a copy of the code, one at a time; do the tests of the module notice?

cosmic-ray makes the faults and lives in an environment of its own; the tests run in that of development. Of the faults
of a module as many are tried as are asked for, always the same ones for the same code: those whose names have the
smallest digests. Left out are faults that prove nothing: in annotations and caches, operators exchanged for others that
no value here has, and equality for identity.
"""

import argparse
import ast
import hashlib
import json
import shlex
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bootstrap import project
from bootstrap.clone import Clone
from bootstrap.console import Pulse, Refusal, follow, say
from bootstrap.locks import alone
from bootstrap.mutated import LEFT_OUT, TESTS
from bootstrap.project import Database

DATABASE = "eventsapi_mutate"
# A fault may let a loop go on for ever, and fill the memory: its tests have so many seconds, so many of a processor,
# which they use up sooner where the machine is theirs, and so much memory.
SECONDS, BUSY_SECONDS, KILOBYTES = 600.0, 60, 2_000_000
WANTED = 0.9
# Most of a run's time goes into starting it: no plugin is loaded that these tests do not use.
PYTEST = ("-q", "-x", "--tb=line", "-p", "no:cacheprovider", "-p", "pytest_django.plugin")
LEFT_BEHIND = (".git", ".local", "__pycache__", "node_modules", ".*_cache")
# cosmic-ray exchanges each operator for each other one; a * may also stand in the head of a function.
EXCHANGES = {f"core/ReplaceBinaryOperator_{one}" for one in ("Add_Sub", "Sub_Add", "BitOr_BitAnd", "BitAnd_BitOr")}
# Words and small numbers that are equal are one object, and None is equal to nothing else.
ALIKE = {f"core/ReplaceComparisonOperator_{one}" for one in ("Eq_Is", "NotEq_IsNot", "Is_Eq", "IsNot_NotEq")}
SPECS = "SELECT job_id, operator_name, occurrence, start_pos_row, start_pos_col, operator_args FROM mutation_specs"
REMEMBERING = ("cache", "lru_cache")
RESULTS = "SELECT test_outcome, diff, output FROM work_results WHERE worker_outcome = 'NORMAL'"


@dataclass(frozen=True)
class Found:
    """What became of the faults of one module: how many there are, how many were tried, how many of those had their
    tests stopped, which counts as noticed, and those nobody noticed."""

    module: str
    whole: int
    tried: int
    stopped: int
    survivors: list[str]

    @property
    def killed(self) -> int:
        return self.tried - len(self.survivors)

    @property
    def good(self) -> bool:
        return self.killed >= WANTED * self.tried

    def __str__(self) -> str:
        stopped = f" ({self.stopped} as the tests did not end)" if self.stopped else ""
        return f"{self.module:<44} {self.killed:>3} of {self.tried:>3} noticed{stopped}, of {self.whole} that there are"


@dataclass(frozen=True)
class Laboratory:
    """The copy of the code, and what its tests are run with."""

    folder: Path
    python: Path
    tests: Path
    environment: Mapping[str, str]

    @property
    def tree(self) -> Path:
        return self.folder / "tree"

    def ask(self, *words: str | Path, pulse: Pulse) -> None:
        argv: list[str | Path] = [self.python.with_name("cosmic-ray"), *words]
        code, lines = follow(argv, pulse=pulse, cwd=self.tree, env=self.environment)
        if code != 0:
            raise Refusal(f"{words[0]} failed:\n" + "\n".join(lines[-12:]))


def run(clone: Clone, *, python: Path, tests: Path, database: Database, arguments: list[str]) -> int:
    """0 where the tests notice nine of ten faults in each module. Raises Refusal where they fail without a fault."""
    given = _parse(arguments)
    state = project.fingerprint(clone.root)
    more = {"TEMPLATE_STATE": state, "PYTHONDONTWRITEBYTECODE": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    with alone(clone.local / "mutate.lock"):
        lab = Laboratory(clone.local / "mutate", python, tests, project.test_environment(database) | more)
        shutil.rmtree(lab.folder, ignore_errors=True)
        shutil.copytree(clone.root, lab.tree, ignore=shutil.ignore_patterns(*LEFT_BEHIND))
        found = [_try(lab, module, most=given.most) for module in given.modules or TESTS]
    return 0 if all(each.good for each in found) else 1


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py mutate", description=__doc__)
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="such as incidents/roles.py; all, if none")
    parser.add_argument("--most", type=int, default=20, metavar="N", help="faults tried in a module (20)")
    given = parser.parse_args(arguments)
    strange = [module for module in given.modules if module not in TESTS]
    if strange:
        raise Refusal(f"bootstrap/mutated.py names no tests for {', '.join(strange)}. It has: {', '.join(TESTS)}.")
    return given


def _try(lab: Laboratory, module: str, *, most: int) -> Found:
    say(f"{module} …")
    config, session = lab.folder / "config.toml", lab.folder / f"{module.replace('/', '.')}.sqlite"
    config.write_text(_config(lab, module))
    lab.ask("init", config, session, pulse=Pulse("finding faults"))
    lab.ask("baseline", config, pulse=Pulse("the tests without a fault"))
    with closing(sqlite3.connect(session)) as rows, rows:
        whole, chosen = choose(rows, (lab.tree / module).read_text(), most=most)
    lab.ask("exec", config, session, pulse=Pulse(f"the tests with each of {len(chosen)} faults"))
    with closing(sqlite3.connect(session)) as rows:
        results = rows.execute(RESULTS).fetchall()
    survivors = [diff for outcome, diff, _output in results if outcome == "SURVIVED"]
    for diff in survivors:
        say("\n".join("    " + line for line in diff.splitlines()))
    stopped = sum(output == "timeout" for _outcome, _diff, output in results)
    found = Found(module, whole, len(results), stopped, survivors)
    say(str(found))
    return found


def _config(lab: Laboratory, module: str) -> str:
    left_out = [f"--deselect={test}" for test in LEFT_OUT]
    tests = shlex.join([str(lab.tests), "-m", "pytest", *PYTEST, *left_out, *TESTS[module]])
    command = shlex.join(["sh", "-c", f"ulimit -t {BUSY_SECONDS}; ulimit -v {KILOBYTES} 2>/dev/null; exec {tests}"])
    told = {"module-path": module, "timeout": SECONDS, "test-command": command}
    lines = [f"{name} = {json.dumps(value)}" for name, value in told.items()]
    return "\n".join(["[cosmic-ray]", *lines, "[cosmic-ray.distributor]", 'name = "local"', ""])


def choose(rows: sqlite3.Connection, source: str, *, most: int) -> tuple[int, list[str]]:
    """How many faults prove something, and the jobs of those to try; the other jobs are marked as done."""
    shadows = list(_shadows(source))
    ranked = []
    for job, operator, occurrence, row, column, arguments in rows.execute(SPECS):
        in_shadow = any(start <= (row, column) < end for start, end in shadows)
        if not in_shadow and operator not in ALIKE and (operator in EXCHANGES or "BinaryOperator" not in operator):
            name = f"{operator} {occurrence} {arguments}"
            ranked.append((hashlib.sha256(name.encode()).hexdigest(), job))
    chosen = [job for _digest, job in sorted(ranked)[:most]]
    others = {job for (job,) in rows.execute("SELECT job_id FROM work_items")} - {*chosen}
    rows.executemany(
        "INSERT INTO work_results (worker_outcome, job_id) VALUES ('SKIPPED', ?)", [(job,) for job in others]
    )
    return len(ranked), chosen


def _shadows(source: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Where annotations begin and end, and decorators that remember answers: they change no answer."""
    for node in ast.walk(ast.parse(source)):
        for told in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if isinstance(told, ast.expr):
                yield (told.lineno, told.col_offset), (told.end_lineno or 0, told.end_col_offset or 0)
        for decorator in getattr(node, "decorator_list", ()):
            if ast.unparse(decorator).startswith(REMEMBERING):
                yield (decorator.lineno, 0), (decorator.end_lineno or 0, decorator.end_col_offset or 0)
