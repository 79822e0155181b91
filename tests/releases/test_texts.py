from pathlib import Path

import pyarrow
import pytest
import yaml
from django.test import Client

from incidents.publication.about import citation
from incidents.publication.version import current
from incidents.releases.releasing import release

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

ADDRESS = "https://events.example.org/api/v1/dataset/"


@pytest.fixture
def addressed(tmp_path: Path) -> Path:
    return release(current(), directory=tmp_path, address=ADDRESS)


def test_the_citation_is_in_the_readme(addressed: Path, world: int) -> None:
    expected = citation(current(), address=ADDRESS)
    assert expected.startswith(f"Contested events, dataset version {world}, 2")
    assert f"Cite as: {expected}. " in (addressed / "README.md").read_text()


def test_programs_find_the_citation(addressed: Path, world: int) -> None:
    facts = yaml.safe_load((addressed / "CITATION.cff").read_text())
    published = current().changed_at
    assert published
    assert facts == {
        "cff-version": "1.2.0",
        "type": "dataset",
        "message": "Cite the version that you used, and say whether you changed it.",
        "title": "Contested events",
        "abstract": "Who says what about which event, in whose words, and where they disagree.",
        "version": str(world),
        "date-released": published.date().isoformat(),
        "authors": [{"name": "Contested events"}],
        "url": ADDRESS,
    }


def test_without_an_address_none_is_cited(made: Path, world: int) -> None:
    assert citation(current(), address="").count(", ") == 2
    assert "url" not in yaml.safe_load((made / "CITATION.cff").read_text())


@pytest.mark.parametrize(
    "line",
    [
        "| `claims.jsonl`, `claims.parquet` | 6 |",
        "| `date_start` | `date32[day]` | When; all its parts are null where nothing is known. First possible day,"
        " inclusive; null where open. |",
        "| `sectors` | `list<string>` | PLOVER sector codes. |",
        "| `agreement` | `map<string, string>` | Per aspect, whether what is claimed agrees. |",
    ],
)
def test_the_readme_counts_rows_and_describes_columns(line: str, made: Path) -> None:
    assert line in (made / "README.md").read_text().splitlines()


def test_the_readme_says_what_the_bytes_depend_on(made: Path) -> None:
    assert f"version 1.0.0 of the program with pyarrow {pyarrow.__version__}." in (made / "README.md").read_text()


def test_the_same_address_is_asked_for_the_same(client: Client, world: int) -> None:
    told = client.get(f"/api/v1/dataset/?as_of={world}").json()
    assert told["citation"] == citation(current(), address="http://testserver/api/v1/dataset/")
