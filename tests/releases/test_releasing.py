from hashlib import sha256
from pathlib import Path

import pytest
from pytest_django import Settings

from incidents.models import Event
from incidents.publication.publishing import publish
from incidents.publication.version import current
from incidents.releases.releasing import NotReleased, release, version_to_release
from tests.published import clear, of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

FILES = [
    "CITATION.cff", "LICENSE-DATA", "README.md", "SHA256SUMS", "actors.jsonl", "actors.parquet", "articles.jsonl",
    "articles.parquet", "changes.jsonl", "changes.parquet", "claims.jsonl", "claims.parquet", "codebook.md",
    "events.jsonl", "events.parquet", "sources.jsonl", "sources.parquet",
]  # fmt: skip


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def retitle(title: str) -> int:
    event = of(Event, "strike")
    event.title = title
    event.save()
    return publish([event])


def test_a_release_is_a_folder_named_by_its_version(made: Path, world: int) -> None:
    assert made.name == f"contested-events-v{world}"
    assert sorted(contents(made)) == FILES


def test_its_checksums_are_those_of_its_files(made: Path) -> None:
    listed = dict(line.split("  ")[::-1] for line in (made / "SHA256SUMS").read_text().splitlines())
    assert listed == {name: sha256((made / name).read_bytes()).hexdigest() for name in FILES if name != "SHA256SUMS"}


def test_its_files_are_read_only(made: Path) -> None:
    assert {path.stat().st_mode & 0o777 for path in made.iterdir()} == {0o444}


def test_the_same_version_is_the_same_bytes_whatever_was_published_since(made: Path, tmp_path: Path) -> None:
    version = version_to_release(None)
    retitle("Another title")
    again = release(version_to_release(version.number), directory=tmp_path / "again", address="")
    newer = release(version_to_release(None), directory=tmp_path, address="")
    assert contents(again) == contents(made)
    assert newer.name != again.name
    assert b"Another title" in contents(newer)["events.jsonl"]


def test_what_is_not_published_is_in_no_file(made: Path, tmp_path: Path) -> None:
    event = of(Event, "strike")
    event.title = event.note = "canary"
    event.save()
    again = release(current(), directory=tmp_path / "again", address="")
    assert contents(again) == contents(made)


def test_a_release_is_never_written_over(made: Path) -> None:
    before = contents(made)
    with pytest.raises(NotReleased, match=rf"{made.name} exists, and a release never changes"):
        release(current(), directory=made.parent, address="https://elsewhere.example")
    assert contents(made) == before


def test_a_release_that_fails_leaves_nothing(tmp_path: Path, settings: Settings) -> None:
    settings.BASE_DIR = tmp_path / "nowhere"
    with pytest.raises(FileNotFoundError, match="LICENSE-DATA"):
        release(current(), directory=tmp_path / "releases", address="")
    assert list((tmp_path / "releases").iterdir()) == []


def test_a_number_between_two_versions_is_the_one_that_was_public_then() -> None:
    first, newest = retitle("First"), retitle("Second")
    assert newest > first + 1
    assert version_to_release(newest - 1).number == first
    assert version_to_release(newest).number == newest == version_to_release(None).number


def test_a_version_that_is_still_to_come_is_refused(world: int) -> None:
    with pytest.raises(NotReleased, match=f"There is no version {world + 1} yet: the newest is {world}"):
        version_to_release(world + 1)


@pytest.mark.parametrize("as_of", [None, 0])
def test_nothing_is_no_release(as_of: int | None) -> None:
    clear()
    with pytest.raises(NotReleased, match="Nothing was published by then"):
        version_to_release(as_of)
