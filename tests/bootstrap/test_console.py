import os
import sys
from pathlib import Path

import pytest

from bootstrap import console
from bootstrap.console import Echo, Pulse, follow

HERE = Path(__file__).parent


def test_it_returns_the_exit_code_and_both_outputs() -> None:
    code, lines = follow(["sh", "-c", "echo a; echo b >&2; exit 3"], pulse=Pulse("x"), cwd=HERE, env=os.environ)
    assert (code, lines) == (3, ["a", "b"])


def test_a_pulse_keeps_a_quick_program_to_itself(capsys: pytest.CaptureFixture[str]) -> None:
    follow(["echo", "a"], pulse=Pulse("x"), cwd=HERE, env=os.environ)
    assert capsys.readouterr().out == ""


def test_an_echo_shows_every_line(capsys: pytest.CaptureFixture[str]) -> None:
    follow(["printf", "a\\nb\\n"], pulse=Echo("x"), cwd=HERE, env=os.environ)
    assert capsys.readouterr().out == "  a\n  b\n"


@pytest.mark.parametrize("pulse", [Pulse, Echo])
def test_a_silent_program_gives_signs_of_life(
    pulse: type[Pulse], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "PATIENCE", 0.05)
    follow(["sleep", "0.3"], pulse=pulse("counting sheep"), cwd=HERE, env=os.environ)
    assert capsys.readouterr().out.count("counting sheep") >= 2


def test_a_talkative_program_is_shown_by_its_latest_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pulse = Pulse("x")
    pulse.hear("first")
    monkeypatch.setattr(console, "PATIENCE", 0)
    pulse.hear("second")
    assert capsys.readouterr().out == "     0 s  second\n"


def test_an_interrupted_program_is_ended() -> None:
    class Interrupted(Pulse):
        def hear(self, line: str) -> None:
            self.pid = int(line)
            raise KeyboardInterrupt

    pulse = Interrupted("x")
    program = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
    with pytest.raises(KeyboardInterrupt):
        follow([sys.executable, "-c", program], pulse=pulse, cwd=HERE, env=os.environ)
    with pytest.raises(ProcessLookupError):
        os.kill(pulse.pid, 0)
