"""Where there is no older code, it is said so: with an exit code of its own, and not as if it had held."""

import subprocess
from pathlib import Path

import pytest

from bootstrap.clone import Clone
from tests.faults import history
from tests.faults.catalogue import inject
from tests.faults.program import status
from tests.faults.sites import Site
from tests.faults.verdicts import NotTried, Verdict


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(history, "HERE", Clone(tmp_path))
    return tmp_path


def commit(folder: Path, *names: str, settings: str = "") -> None:
    package = {"eventsapi/__init__.py": "", "eventsapi/settings.py": settings}
    for name, text in {**dict.fromkeys(names, ""), **package}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    as_somebody = ("-c", "user.name=x", "-c", "user.email=x@x.example", "-c", "commit.gpgsign=false")
    for words in (("init", "-q"), ("add", "."), (*as_somebody, "commit", "-q", "-m", "x")):
        argv = ["git", "-C", str(folder), *words]
        subprocess.run(argv, check=True)


def test_a_copy_without_a_history_is_not_tried(folder: Path) -> None:
    (folder / "requirements.txt").write_text("")
    with pytest.raises(NotTried, match="no older code can be had"):
        history.pasts()


def test_the_newest_code_that_lacks_a_migration_comes_first(folder: Path) -> None:
    commit(folder, "requirements.txt", "a/migrations/0001_x.py")
    commit(folder, "a/migrations/0002_y.py")
    commit(folder, "a/other.py")
    commit(folder, "b/c/migrations/0001_z.py")
    assert [past.lacks for past in history.pasts()] == [
        ("b/c/migrations/0001_z.py",),
        ("a/migrations/0002_y.py", "b/c/migrations/0001_z.py"),
    ]
    with history.checked_out(history.pasts()[0]) as clone:
        assert (clone.root / "a/other.py").exists()
        assert not (clone.root / "b").exists()


def test_code_that_needs_other_packages_is_too_old(folder: Path) -> None:
    commit(folder, "requirements.txt", "a/migrations/0001_x.py")
    (folder / "requirements.txt").write_text("django")
    commit(folder, "a/migrations/0002_y.py")
    with pytest.raises(NotTried, match="needs the same packages"):
        history.pasts()


def test_code_that_pinned_too_few_packages_is_left_out(folder: Path) -> None:
    commit(folder, "requirements.txt", "a/migrations/0001_x.py")
    commit(folder, "a/migrations/0002_y.py", settings="import a_package_that_nobody_has")
    commit(folder, "a/migrations/0003_z.py")
    assert [past.lacks for past in history.pasts()] == [("a/migrations/0002_y.py", "a/migrations/0003_z.py")]


def test_what_was_not_tried_has_neither_failed_nor_held(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    verdict = inject("old_code_serving", Site.__new__(Site), quick=True)
    assert verdict.not_tried
    assert status([Verdict(), verdict]) == 3
    assert status([Verdict(wrong=["It is lost."]), verdict]) == 1
    assert status([Verdict()]) == 0
