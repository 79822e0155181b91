from pathlib import Path

import pytest
from django.conf import settings as real_settings
from django.core.management import CommandError
from pytest_django import Settings

from tests.management.commands import output

COMMITTED: Path = real_settings.BASE_DIR / "docs" / "api-promises.txt"
KEPT = "Event.title: string, always"


@pytest.fixture
def file(tmp_path: Path, settings: Settings) -> Path:
    """A copy of the promises, for a test to change."""
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    copy = tmp_path / "docs" / "api-promises.txt"
    copy.write_bytes(COMMITTED.read_bytes())
    return copy


def test_the_api_keeps_every_promise_and_every_promise_is_written_down() -> None:
    assert output("promise_api", "--check")[0].endswith("in docs/api-promises.txt, 0 of them new.")


def test_a_promise_that_is_no_longer_kept_is_named(file: Path) -> None:
    file.write_text(file.read_text() + "Event.colour: string, always\n")
    with pytest.raises(CommandError, match=r"no longer keeps what .*:\nEvent\.colour: string, always$"):
        output("promise_api", "--check")


def test_a_promise_that_is_broken_is_not_written_away(file: Path) -> None:
    file.write_text("Event.colour: string, always\n")
    with pytest.raises(CommandError, match=r"Event\.colour"):
        output("promise_api")
    assert file.read_text() == "Event.colour: string, always\n"


def test_a_promise_that_is_not_written_down_is_named_with_the_cure(file: Path) -> None:
    file.write_text(file.read_text().replace(f"\n{KEPT}\n", "\n"))
    with pytest.raises(CommandError, match=r"write it with python3 dev\.py manage promise_api:\nEvent\.title: string"):
        output("promise_api", "--check")


def test_it_adds_what_is_new(file: Path) -> None:
    file.write_text(file.read_text().replace(f"\n{KEPT}\n", "\n"))
    assert output("promise_api")[0].endswith("in docs/api-promises.txt, 1 of them new.")
    assert file.read_bytes() == COMMITTED.read_bytes()


def test_the_first_promises_need_no_file(file: Path) -> None:
    file.unlink()
    output("promise_api")
    assert file.read_bytes() == COMMITTED.read_bytes()
