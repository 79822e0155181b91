import os
import pwd
from pathlib import Path

import pytest

from bootstrap import account
from bootstrap.account import Account, server_account
from bootstrap.console import Refusal


def test_an_ordinary_user_runs_the_server_himself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.getuid", lambda: 1000)
    assert server_account() == Account()


def test_root_lends_an_account_without_rights(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = pwd.getpwnam("nobody")
    monkeypatch.setattr("os.getuid", lambda: 0)
    monkeypatch.setattr(account, "CANDIDATES", ("no-such-user", "nobody"))
    assert server_account() == Account(user=nobody.pw_uid, group=nobody.pw_gid)


def test_root_without_anybody_to_lend_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.getuid", lambda: 0)
    monkeypatch.setattr(account, "CANDIDATES", ("no-such-user",))
    with pytest.raises(Refusal, match=r"none of the users no-such-user: start dev\.py as an ordinary user, or set"):
        server_account()


def test_a_folder_given_is_closed_to_others(tmp_path: Path) -> None:
    ours = Account(user=os.getuid(), group=os.getgid())
    tmp_path.chmod(0o755)
    ours.give(tmp_path)
    assert ours.owns(tmp_path)
    assert tmp_path.stat().st_mode & 0o777 == 0o700


def test_a_folder_of_somebody_else_is_not_owned(tmp_path: Path) -> None:
    assert not Account(user=os.getuid() + 1).owns(tmp_path)


def test_a_program_can_be_used_and_a_text_cannot(tmp_path: Path) -> None:
    (tmp_path / "text").touch(mode=0o644)
    assert Account().can_use(Path("/bin/sh"))
    assert not Account().can_use(tmp_path / "text")
