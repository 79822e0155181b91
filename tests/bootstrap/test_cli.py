import json
import os
import platform
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bootstrap import auditing, cli, fuzzing, gates, pins, project, server, venv
from bootstrap.account import Account
from bootstrap.clone import Clone
from bootstrap.console import Refusal
from bootstrap.postgres import Cluster
from bootstrap.project import Database

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    (tmp_path / ".local").mkdir()
    return Clone(tmp_path)


@pytest.fixture
def handlers() -> Iterator[None]:
    """The handlers of signals are the test runner's again afterwards."""
    before = {number: signal.getsignal(number) for number in SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def asked(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What would be started, instead of starting it; there is a cluster, but no server runs."""
    started: list[list[str]] = []

    @contextmanager
    def database(clone: Clone, *, name: str = "eventsapi", fast: bool = False) -> Iterator[Database]:
        local = clone.local
        cluster = Cluster(programs=local, data=local / "data", sockets=local, account=Account(), fast=fast)
        yield Database(f"postgres:///{name}", cluster)

    def call(argv: list[str | Path], *, clone: Clone, environment: dict[str, str]) -> int:
        started.append([str(word) for word in argv[1:]] + [environment["DATABASE_URL"]])
        return 0

    monkeypatch.setattr(project, "database", database)
    monkeypatch.setattr(venv, "ready", lambda *, clone, layer: Path(sys.executable))
    monkeypatch.setattr(cli, "call", call)
    return started


def raising(error: BaseException) -> object:
    def verb(clone: Clone, arguments: list[str]) -> int:
        raise error

    return verb


@pytest.mark.usefixtures("handlers")
@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (Refusal("The port is taken."), 1, "The port is taken.\n"),
        (PermissionError(13, "Permission denied", "/x/.local"), 1, "/x/.local belongs to another user: delete it, or"),
        (KeyboardInterrupt(), 130, "\nStopped.\n"),
    ],
)
def test_what_goes_wrong_is_told_in_a_sentence(
    error: BaseException, code: int, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(cli.VERBS, "run", raising(error))
    assert cli.main(["run"]) == code
    assert capsys.readouterr().out.startswith(told)


@pytest.mark.parametrize("arguments", [[], ["help"], ["--help"]])
def test_help_is_no_error(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(arguments) == 0
    assert capsys.readouterr().out == cli.USAGE + "\n"


def test_an_unknown_verb_is_an_error() -> None:
    assert cli.main(["fly"]) == 2


@pytest.mark.usefixtures("handlers")
def test_sigterm_ends_a_verb_like_ctrl_c(monkeypatch: pytest.MonkeyPatch) -> None:
    def verb(clone: Clone, arguments: list[str]) -> int:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(10)
        return 0

    monkeypatch.setitem(cli.VERBS, "run", verb)
    assert cli.main(["run"]) == 130


def test_run_takes_one_address(clone: Clone) -> None:
    with pytest.raises(Refusal, match=r"run takes one address, not '127\.0\.0\.1 8000'"):
        cli.run(clone, ["127.0.0.1", "8000"])


@pytest.mark.usefixtures("asked")
def test_run_prepares_serves_and_ends_well_on_ctrl_c(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []

    def serve(address: server.Address, **more: object) -> None:
        order.append(f"serve {address.host}")
        raise KeyboardInterrupt

    monkeypatch.setattr(project, "prepare", lambda clone, **more: order.append("prepare"))
    monkeypatch.setattr(server, "serve", serve)
    monkeypatch.setattr(server, "listen", lambda address, *, clone: socket.socket())
    assert cli.run(clone, []) == 0
    assert order == ["prepare", "serve 127.0.0.1"]


def test_test_with_arguments_is_pytest_with_just_those(clone: Clone, asked: list[list[str]]) -> None:
    assert cli.test(clone, ["tests/test_dev.py", "-x"]) == 0
    assert asked == [["-m", "pytest", "tests/test_dev.py", "-x", "postgres:///eventsapi"]]


@pytest.mark.parametrize(("good", "lines", "code"), [(True, [], 0), (False, [], 1), (True, [7], 1)])
def test_test_is_all_checks_the_whole_suite_and_every_line(
    good: bool, lines: list[int], code: int, clone: Clone, monkeypatch: pytest.MonkeyPatch, asked: list[list[str]]
) -> None:
    def run(argv: list[str], **more: object) -> int:
        asked.append(argv)
        told = {"missing_lines": lines, "missing_branches": []}
        (clone.local / "coverage.json").write_text(json.dumps({"files": {"incidents/dates.py": told}}))
        return 0

    monkeypatch.setattr(gates, "check", lambda **more: good)
    monkeypatch.setattr(cli, "call", run)
    assert cli.test(clone, []) == code
    assert "--cov-branch" in asked[0]


@pytest.mark.usefixtures("asked")
def test_a_suite_that_breaks_off_before_its_report_is_no_good(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    (clone.local / "coverage.json").write_text('{"files": {}}')
    monkeypatch.setattr(gates, "check", lambda **more: True)
    assert cli.test(clone, []) == 1


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(("good", "code"), [(True, 0), (False, 1)])
def test_check_fails_with_its_gates(good: bool, code: int, clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates, "check", lambda **more: good)
    assert cli.check(clone, []) == code


def test_after_a_command_the_database_is_prepared_anew(clone: Clone, asked: list[list[str]]) -> None:
    note = clone.local / "data.prepared"
    note.touch()
    assert cli.manage(clone, ["flush"]) == 0
    assert asked == [["manage.py", "flush", "postgres:///eventsapi"]]
    assert not note.exists()


def test_the_browser_tests_are_given_a_browser(
    clone: Clone, asked: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMIUM", sys.executable)
    assert cli.e2e(clone, ["-x"]) == 0
    assert asked == [["-m", "pytest", *cli.BOUNDED, "tests/e2e", "-n", "2", "-x", "postgres:///eventsapi"]]


def test_a_browser_that_is_named_must_be_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere")
    with pytest.raises(Refusal, match="CHROMIUM is /nowhere, which is not a program"):
        cli.find_browser()


def test_without_a_browser_it_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    with pytest.raises(Refusal, match="There is no Chromium here: install one"):
        cli.find_browser()


def test_on_macos_the_browser_is_an_application(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    monkeypatch.setattr(cli, "BROWSER_OF_MACOS", tmp_path)
    assert cli.find_browser() == str(tmp_path)


def test_drafts_are_timed_by_tests_that_the_suite_leaves_out(clone: Clone, asked: list[list[str]]) -> None:
    assert cli.timing(clone, ["-x"]) == 0
    assert asked == [["-m", "pytest", "-s", "tests/timing", "-x", "postgres:///eventsapi"]]


def test_hostile_requests_are_counted_where_they_can_be_read(clone: Clone, asked: list[list[str]]) -> None:
    assert cli.hostile(clone, ["-x"]) == 0
    assert asked == [["-m", "pytest", "-s", "tests/hostile", "-x", "postgres:///eventsapi"]]


def test_the_benchmarks_have_a_database_of_their_own(clone: Clone, asked: list[list[str]]) -> None:
    script = clone.root / "benchmarks" / "run.py"
    script.parent.mkdir()
    script.touch()
    assert cli.bench(clone, ["--rounds", "3"]) == 0
    assert asked == [[str(script), "--rounds", "3", "postgres:///eventsapi_bench"]]


@pytest.mark.usefixtures("asked")
def test_schemathesis_has_a_database_of_its_own(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[tuple[str, list[str]]] = []

    def run(clone: Clone, *, python: Path, database: Database, arguments: list[str]) -> int:
        handed.append((database.url, arguments))
        return 1

    monkeypatch.setattr(fuzzing, "run", run)
    assert cli.fuzz(clone, ["--seed", "7"]) == 1
    assert handed == [("postgres:///eventsapi_fuzz", ["--seed", "7"])]


def test_without_benchmarks_there_is_nothing_to_measure(clone: Clone) -> None:
    with pytest.raises(Refusal, match="There is nothing to measure"):
        cli.bench(clone, [])


@pytest.mark.usefixtures("asked")
def test_lock_hands_its_arguments_on(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[list[str]] = []
    monkeypatch.setattr(pins, "lock", lambda *, clone, python, arguments: handed.append(arguments))
    assert cli.lock(clone, ["--upgrade"]) == 0
    assert handed == [["--upgrade"]]


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(("arguments", "target"), [([], ".local/sbom.json"), (["/srv/bom.json"], "/srv/bom.json")])
def test_the_bill_of_materials_has_a_place(
    clone: Clone, arguments: list[str], target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[Path] = []

    def sbom(clone: Clone, *, python: Path, target: Path) -> int:
        handed.append(target)
        return 0

    monkeypatch.setattr(auditing, "sbom", sbom)
    assert cli.sbom(clone, arguments) == 0
    assert handed == [clone.root / target]


@pytest.mark.usefixtures("asked")
def test_audit_has_the_verdict_of_its_tool(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditing, "audit", lambda clone, *, python: 1)
    assert cli.audit(clone, []) == 1


def test_stop_tells_what_it_stopped(
    clone: Clone, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (clone.local / "serving-8000").touch()
    monkeypatch.setattr(server, "stop", lambda note: True)
    cli.stop(clone, [])
    assert capsys.readouterr().out == "Stopped: web server on port 8000.\n"


def test_stop_with_nothing_to_stop_says_so(clone: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.stop(clone, []) == 0
    assert capsys.readouterr().out == "Nothing of this checkout was running.\n"


@pytest.mark.usefixtures("handlers")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_program_we_called_hears_our_signals(number: signal.Signals, clone: Clone) -> None:
    signal.signal(signal.SIGTERM, cli.terminate)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    ready = clone.root / "ready"

    def send_when_ready() -> None:
        while not ready.exists():
            time.sleep(0.02)
        os.kill(os.getpid(), number)

    threading.Thread(target=send_when_ready).start()
    assert (
        cli.call(["sh", "-c", "touch ready; exec sleep 60"], clone=clone, environment=dict(os.environ)) == 128 + number
    )
