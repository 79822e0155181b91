import sys
from pathlib import Path

import pytest

from bootstrap import venv
from bootstrap.clone import Clone
from bootstrap.console import Refusal

PIP = """#!/bin/sh
case "$*" in
*version_info*) echo "(3, 11)" ;;
*) echo "$@" >> {log}; echo "{words}"; exit {code} ;;
esac
"""


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """A checkout with two requirements files and a finished environment that holds neither of them."""
    for layer in ("local", "dev"):
        (tmp_path / f"requirements-{layer}.txt").write_text(f"{layer}==1.0\n")
    folder = tmp_path / ".local" / "venv"
    (folder / "bin").mkdir(parents=True)
    (folder / "python-version").write_text("(3, 11)")
    (folder / "installed-local").write_text("something older")
    return Clone(tmp_path)


def pretend(clone: Clone, *, words: str = "Installing collected packages: x", code: int = 0) -> Path:
    """Puts a stand-in for Python and pip into the environment; returns the file in which it writes its arguments."""
    log, python = clone.root / "pip.log", venv.python_of(clone.local / "venv")
    python.write_text(PIP.format(log=f"'{log}'", words=words, code=code))
    python.chmod(0o755)
    return log


def test_it_installs_by_hashes_and_without_running_setup_scripts(clone: Clone) -> None:
    log = pretend(clone)
    venv.ready(clone=clone, layer="local")
    assert "-m pip install --require-hashes --only-binary=:all:" in log.read_text()


def test_setup_scripts_run_for_no_environment_that_serves_or_tests() -> None:
    assert venv.MADE.keys().isdisjoint(venv.INCLUDES["dev"])


def test_it_installs_once(clone: Clone) -> None:
    log = pretend(clone)
    venv.ready(clone=clone, layer="local")
    venv.ready(clone=clone, layer="local")
    assert len(log.read_text().splitlines()) == 1


def test_it_installs_again_when_the_pins_have_changed(clone: Clone) -> None:
    log = pretend(clone)
    venv.ready(clone=clone, layer="local")
    (clone.root / "requirements-local.txt").write_text("local==2.0\n")
    venv.ready(clone=clone, layer="local")
    assert len(log.read_text().splitlines()) == 2


def test_installing_for_development_includes_what_running_needs(clone: Clone) -> None:
    log = pretend(clone)
    venv.ready(clone=clone, layer="dev")
    venv.ready(clone=clone, layer="local")
    assert len(log.read_text().splitlines()) == 1


def test_a_failed_download_leaves_the_environment_as_it_was(clone: Clone) -> None:
    pretend(clone, words="NewConnectionError: nobody there", code=1)
    with pytest.raises(Refusal, match=r"requirements-dev\.txt could not be fetched: no package index in reach"):
        venv.ready(clone=clone, layer="dev")
    assert venv.is_whole(clone.local / "venv")


def test_a_failed_installation_leaves_an_environment_to_be_made_anew(clone: Clone) -> None:
    pretend(clone, code=1)
    with pytest.raises(Refusal, match=r"pip could not install requirements-dev\.txt:\nInstalling collected"):
        venv.ready(clone=clone, layer="dev")
    assert not venv.is_whole(clone.local / "venv")


def test_an_environment_whose_python_has_changed_is_not_whole(clone: Clone) -> None:
    pretend(clone)
    (clone.local / "venv" / "python-version").write_text("(3, 12)")
    assert not venv.is_whole(clone.local / "venv")


def test_an_environment_whose_python_is_gone_is_not_whole(clone: Clone) -> None:
    assert not venv.is_whole(clone.local / "venv")


def test_it_notes_which_python_an_environment_was_made_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "python").write_text('#!/bin/sh\nmkdir "$4"\n')
    (tmp_path / "python").chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    venv.create(tmp_path / "venv")
    assert (tmp_path / "venv" / "python-version").read_text() == str(sys.version_info[:2])


def test_ready_makes_the_environment_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".local").mkdir()
    made: list[Path] = []
    monkeypatch.setattr(venv, "create", made.append)
    monkeypatch.setattr(venv, "is_installed", lambda folder, *, layer, lock: True)
    venv.ready(clone=Clone(tmp_path), layer="local")
    assert made == [tmp_path / ".local" / "venv"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("ensurepip is not available", "This Python cannot make virtual environments: install its venv module"),
        ("out of paper", "The virtual environment could not be made:\nout of paper"),
    ],
)
def test_a_python_without_venv_is_explained(
    words: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\necho {words}; exit 1\n")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    with pytest.raises(Refusal, match=sentence):
        venv.create(tmp_path / "venv")


def test_the_children_do_not_inherit_another_pythons_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("LANG", "C")
    assert "PYTHONPATH" not in venv.environment()
    assert venv.environment()["LANG"] == "C"
