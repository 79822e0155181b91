from pathlib import Path

import pytest

from bootstrap.clone import Clone
from bootstrap.console import Refusal


def test_two_checkouts_have_two_names() -> None:
    assert Clone(Path("/home/ada/events")).name != Clone(Path("/home/ada/events-2")).name


def test_a_checkout_keeps_its_name() -> None:
    assert Clone(Path("/home/ada/events")).name == Clone(Path("/home/ada/events")).name


def test_two_users_of_one_checkout_have_two_names(monkeypatch: pytest.MonkeyPatch) -> None:
    name = Clone(Path("/srv/events")).name
    monkeypatch.setattr("os.getuid", lambda: 4711)
    assert Clone(Path("/srv/events")).name != name


def test_it_makes_its_local_folder_once(tmp_path: Path) -> None:
    Clone(tmp_path).make_local()
    Clone(tmp_path).make_local()
    assert (tmp_path / ".local").is_dir()


def test_it_says_why_its_local_folder_cannot_be_made(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"nowhere/\.local cannot be made: No such file or directory\.$"):
        Clone(tmp_path / "nowhere").make_local()


def test_it_refuses_the_local_folder_of_another_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: False)
    with pytest.raises(Refusal, match=r"belongs to another user: delete it, or start dev\.py as that user\.$"):
        Clone(tmp_path).make_local()
