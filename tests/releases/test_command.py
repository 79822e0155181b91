"""release_dataset, from the command line."""

import importlib
import sys
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from incidents.management.commands import release_dataset
from incidents.models import Source
from incidents.publication.moments import one_moment
from incidents.publication.publishing import publish
from incidents.publication.version import current
from incidents.releases import arrow
from tests import builders
from tests.published import publish_world


def run(*arguments: str | Path) -> str:
    out = StringIO()
    call_command("release_dataset", *map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_it_releases_once_and_says_where(tmp_path: Path) -> None:
    version = publish_world()
    folder = tmp_path / "releases" / f"contested-events-v{version}"
    assert run(tmp_path / "releases", "--address", "https://events.example.org/") == (
        f"Version {version} is in {folder}.\n"
    )
    assert "https://events.example.org/api/v1/dataset/. " in (folder / "README.md").read_text()
    with pytest.raises(CommandError, match="a release never changes"):
        run(tmp_path / "releases", "--as-of", str(version))
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match=r"file: .*\. There is no release\."):
        run(tmp_path / "file")


@pytest.mark.django_db(transaction=True)
def test_what_is_published_meanwhile_is_not_seen_and_nothing_is_written() -> None:
    version = publish([builders.source("herald")])
    with one_moment():
        assert current().number == version
        with ThreadPoolExecutor(1) as other:
            assert other.submit(publish_another).result() > version
        assert current().number == version
        with pytest.raises(DatabaseError, match="read-only transaction"):
            Source.objects.filter(slug="herald").update(name="Other")
        connection.set_rollback(True)
    assert current().number > version


def publish_another() -> int:
    try:
        return publish([builders.source("gazette")])
    finally:
        connection.close()


@pytest.mark.django_db
def test_without_pyarrow_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release_dataset, "arrow", None)
    with pytest.raises(CommandError, match="pip install pyarrow"):
        run(tmp_path)


def test_the_program_does_without_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, "pyarrow", None)
        assert importlib.reload(arrow).arrow is None
    assert importlib.reload(arrow).arrow.__name__ == "pyarrow"
