import os
import sys
from pathlib import Path

import pytest

from bootstrap import gates
from bootstrap.clone import Clone
from bootstrap.gates import Gate, check

SPECTACULAR = """#!/bin/sh
echo 'openapi: 3.1.1' > "$4"
exit {code}
"""


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    (tmp_path / "openapi.yaml").write_text("openapi: 3.1.1\n")
    return Clone(tmp_path)


def python(clone: Clone, *, code: int = 0) -> Path:
    """A stand-in for Python that writes the OpenAPI document, and succeeds with everything or fails with everything."""
    made = clone.root / "python"
    made.write_text(SPECTACULAR.format(code=code))
    made.chmod(0o755)
    return made


def test_all_gates_together_decide(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates, "GATES", (Gate("one", ("a", "b", "c", "/dev/null")),))
    assert check(clone=clone, python=python(clone), environment=os.environ)
    assert not check(clone=clone, python=python(clone, code=1), environment=os.environ)


def test_a_failed_gate_does_not_hide_the_next_and_is_told_before_it(
    clone: Clone, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing = Gate("first", ("-c", "import sys, time; time.sleep(0.5); print('why'); sys.exit(1)"), "do this")
    monkeypatch.setattr(gates, "GATES", (failing, Gate("second", ("-c", ""))))
    assert not check(clone=clone, python=Path(sys.executable), environment=os.environ)
    words = [line.split()[:2] for line in capsys.readouterr().out.splitlines()]
    assert words[:4] == [["FAILED", "first"], ["why"], ["cure:", "do"], ["ok", "second"]]


def test_a_document_that_differs_from_the_code_is_shown(clone: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    (clone.root / "openapi.yaml").write_text("openapi: 3.0.0\n")
    assert not gates.tell(gates.compare_schema(clone=clone, python=python(clone), environment=os.environ))
    told = capsys.readouterr().out
    assert "-openapi: 3.0.0\n    +openapi: 3.1.1\n" in told
    assert "python3 dev.py manage spectacular --file openapi.yaml" in told


def test_a_missing_document_is_one_that_differs(clone: Clone) -> None:
    (clone.root / "openapi.yaml").unlink()
    assert not gates.compare_schema(clone=clone, python=python(clone), environment=os.environ).good


def test_a_long_complaint_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    gates.complain(["line"] * 65, cure="")
    assert capsys.readouterr().out.splitlines()[-2:] == ["    line", "    … and 5 more lines"]
