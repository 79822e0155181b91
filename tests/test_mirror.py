"""examples/mirror.py: whoever follows the change feed ends equal to what is published, whatever happens meanwhile."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import URLError

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from examples.mirror import follow
from incidents.models import Source
from incidents.publication.models import DOCUMENT_MODELS, Change
from incidents.publication.publishing import publish, retract
from incidents.publication.version import current
from tests import builders
from tests.publication.histories import History

SCRIPT = settings.BASE_DIR / "examples" / "mirror.py"
Records = dict[tuple[str, str], str]


def asked(path: str) -> tuple[int, bytes]:
    answer = Client().get(path)
    return answer.status_code, answer.content


def mirrored(folder: Path) -> Records:
    return {(file.parent.name, file.stem): file.read_text(encoding="utf-8") for file in folder.glob("*/*.json")}


def published() -> Records:
    return {
        (resource, slug): document
        for resource, table in DOCUMENT_MODELS.items()
        for slug, document in table.objects.current().values_list("slug", "document")
    }


@pytest.mark.django_db
def test_a_new_mirror_is_equal_to_what_is_published(tmp_path: Path) -> None:
    assert follow(tmp_path, asked) == current().number
    assert mirrored(tmp_path) == published()
    assert len(mirrored(tmp_path)) == 485


@pytest.mark.django_db
@pytest.mark.parametrize(("seed", "away"), [(1, 1), (2, 4), (3, 40)])
def test_a_mirror_ends_equal_whatever_was_published_and_however_long_it_was_away(
    seed: int, away: int, tmp_path: Path
) -> None:
    history = History(seed)
    for step in range(40):
        history.step()
        if step % away == away - 1:
            follow(tmp_path, asked)
            assert mirrored(tmp_path) == published()


@pytest.mark.django_db
def test_a_mirror_that_was_stopped_half_way_goes_on_from_where_it_was(tmp_path: Path) -> None:
    def failing(path: str) -> tuple[int, bytes]:
        return (503, b"") if path == "/api/v1/actors/ilham-aliyev/" else asked(path)

    with pytest.raises(URLError, match="status 503"):
        follow(tmp_path, failing)
    follow(tmp_path, asked)
    assert mirrored(tmp_path) == published()


def test_a_feed_that_does_not_answer_changes_nothing(tmp_path: Path) -> None:
    with pytest.raises(URLError, match=r"status 503 where \[200\]"):
        follow(tmp_path, lambda path: (503, b""))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("status", [308, 404, 410])
def test_what_has_gone_is_deleted(status: int, tmp_path: Path) -> None:
    (tmp_path / "actors").mkdir()
    (tmp_path / "actors" / "ilham-aliyev.json").write_text("{}")
    follow(tmp_path, lambda path: (status, b"") if path == "/api/v1/actors/ilham-aliyev/" else asked(path))
    assert mirrored(tmp_path).keys() == published().keys() - {("actors", "ilham-aliyev")}


@pytest.fixture
def _writers(transactional_db: None) -> Iterator[None]:
    yield
    connection.close()


def write(number: int) -> None:
    """Publish a source, edit it, and retract every third."""
    try:
        source = builders.source(f"paper-{number}")
        publish([source])
        Source.objects.filter(pk=source.pk).update(name=f"Paper {number}")
        publish([Source.objects.get(pk=source.pk)])
        if number % 3 == 0:
            retract([Source.objects.get(pk=source.pk)], reason="By chance.")
    finally:
        connection.close()


@pytest.mark.usefixtures("_writers")
def test_a_mirror_misses_nothing_that_others_publish_while_it_reads(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        writing = [pool.submit(write, number) for number in range(24)]
        while not all(future.done() for future in writing):
            follow(tmp_path, asked)
        assert [future.result() for future in writing] == [None] * 24
    follow(tmp_path, asked)
    assert mirrored(tmp_path) == published()
    assert Change.objects.filter(slug__startswith="paper-").count() == 24 * 2 + 8


@pytest.mark.django_db(transaction=True)
def test_it_runs_from_the_command_line(live_server: LiveServer, tmp_path: Path) -> None:
    publish([builders.source("herald")])
    command = [sys.executable, str(SCRIPT), str(tmp_path / "copy")]
    done = subprocess.run(command, env={"SERVER": live_server.url}, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, f"up to change {current().number}\n")
    assert (tmp_path / "copy" / "sources" / "herald.json").exists()


def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    command = [sys.executable, str(SCRIPT), str(tmp_path)]
    done = subprocess.run(command, env={"SERVER": "http://127.0.0.1:9"}, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("http://127.0.0.1:9 does not answer as it should")
