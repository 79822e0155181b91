import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bootstrap import fuzzing, project, server
from bootstrap.clone import Clone
from bootstrap.console import Refusal
from bootstrap.project import Database

# Takes schemathesis's arguments.
SCHEMATHESIS = '#!/bin/sh\necho "$@, limit $RATE_LIMIT" > asked\n{then}\n'


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    (tmp_path / ".local").mkdir()
    return Clone(tmp_path)


@pytest.fixture
def order(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is done around schemathesis, instead of doing it; the server is a process that sleeps."""
    done: list[str] = []

    @contextmanager
    def running(address: server.Address, **more: object) -> Iterator[subprocess.Popen[bytes]]:
        done.append("serve")
        with subprocess.Popen(["/bin/sleep", "60"]) as process:
            try:
                yield process
            finally:
                process.kill()
                done.append("stop")

    (clone.local / "serving-8123").touch()
    monkeypatch.setattr(project, "load", lambda clone, **more: done.append("load"))
    monkeypatch.setattr(server, "running", running)
    monkeypatch.setattr(server, "free_address", lambda *, clone: server.Address("127.0.0.1", 8123))
    return done


def fuzz(clone: Clone, *, then: str, arguments: list[str] | None = None) -> int:
    program = clone.root / "schemathesis"
    program.write_text(SCHEMATHESIS.replace("{then}", then))
    program.chmod(0o755)
    database = Database("postgres:///elsewhere")
    return fuzzing.run(clone, python=clone.root / "python", database=database, arguments=arguments or [])


@pytest.mark.parametrize(("code", "verdict"), [(0, "No check failed.\n"), (1, "FAILED: see above.\n")])
def test_its_verdict_is_that_of_schemathesis(
    code: int, verdict: str, clone: Clone, order: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert fuzz(clone, then=f"exit {code}") == code
    assert capsys.readouterr().out == verdict
    assert order == ["load", "serve", "stop"]
    assert not (clone.local / "serving-8123").exists()


@pytest.mark.usefixtures("order")
def test_schemathesis_is_given_the_document_and_what_was_asked_for(clone: Clone) -> None:
    fuzz(clone, then="exit 0", arguments=["--phases", "examples"])
    asked = (clone.root / "asked").read_text()
    assert asked == "run http://127.0.0.1:8123/api/v1/openapi.json --phases examples, limit 0\n"


@pytest.mark.usefixtures("order")
def test_a_run_without_end_is_ended(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzzing, "SECONDS", 0.2)
    with pytest.raises(Refusal, match="there was no end to it: lower max-examples"):
        fuzz(clone, then="echo $$ > pid; exec sleep 60")
    with pytest.raises(ProcessLookupError):
        os.kill(int((clone.root / "pid").read_text()), 0)


def test_a_web_server_that_dies_is_a_failure(clone: Clone, order: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def dead(address: server.Address, **more: object) -> Iterator[subprocess.Popen[bytes]]:
        with subprocess.Popen(["/bin/sh", "-c", "exit 3"]) as process:
            process.wait()
            yield process

    monkeypatch.setattr(server, "running", dead)
    with pytest.raises(Refusal, match="The web server died of it, with exit code 3"):
        fuzz(clone, then="exit 0")
    assert order == ["load"]
