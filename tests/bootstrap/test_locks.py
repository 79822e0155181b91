import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from bootstrap import console
from bootstrap.clone import HERE
from bootstrap.locks import Use, alone, is_held

HOLDER = """
import sys, time
from pathlib import Path
from bootstrap.locks import Use
use = Use(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


def test_a_second_one_waits_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "PATIENCE", 0)
    path, order = tmp_path / "lock", []

    def second() -> None:
        with alone(path):
            order.append("second")

    with alone(path):
        thread = threading.Thread(target=second)
        thread.start()
        time.sleep(0.2)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]
    assert "waiting for another dev.py of this checkout (lock)" in capsys.readouterr().out


def test_the_last_one_to_let_go_knows_it(tmp_path: Path) -> None:
    one, other = Use(tmp_path / "use"), Use(tmp_path / "use")
    assert not one.is_last()
    one.close()
    assert other.is_last()
    other.close()


def test_nothing_holds_a_lock_that_was_never_made(tmp_path: Path) -> None:
    assert not is_held(tmp_path / "lock")


def test_a_lock_goes_with_its_holder_however_it_dies(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen([sys.executable, "-c", HOLDER, path], cwd=HERE.root, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        assert is_held(path)
        holder.kill()
    assert not is_held(path)
