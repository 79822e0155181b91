import ast
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from bootstrap.cli import USAGE, VERBS
from bootstrap.clone import HERE

DEV = HERE.root / "dev.py"
SOURCES = [DEV, *sorted((HERE.root / "bootstrap").glob("*.py"))]


def test_it_refuses_an_old_python_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 18))
    with pytest.raises(SystemExit, match=r"^dev\.py needs Python 3\.11 or newer; this one is Python 3\.9\.$"):
        runpy.run_path(str(DEV))


def test_an_old_python_can_read_it_up_to_that_sentence() -> None:
    ast.parse(DEV.read_text(), feature_version=(3, 4))


def test_it_refuses_windows_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    # Not until the end of the test: what watches it makes paths, too.
    with monkeypatch.context() as patch:
        patch.setattr(os, "name", "nt")
        with pytest.raises(SystemExit) as refusal:
            runpy.run_path(DEV.as_posix())
    assert str(refusal.value) == "dev.py needs Linux, macOS or another Unix; on Windows, run it inside WSL."


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_it_needs_nothing_but_the_standard_library(source: Path) -> None:
    tree = ast.parse(source.read_text())
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names | {"bootstrap"}


@pytest.mark.parametrize("verb", VERBS)
def test_the_usage_tells_of_every_verb(verb: str) -> None:
    assert f"\n  {verb} " in USAGE


def test_it_can_be_started_from_any_folder() -> None:
    told = subprocess.run([sys.executable, DEV, "help"], cwd="/", capture_output=True, text=True, check=True)
    assert told.stdout == USAGE + "\n"


def test_an_unknown_verb_is_named() -> None:
    told = subprocess.run([sys.executable, DEV, "fly"], capture_output=True, text=True)
    assert (told.returncode, told.stdout.splitlines()[0]) == (2, "There is no verb 'fly'.")
