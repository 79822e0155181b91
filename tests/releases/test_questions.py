"""The questions of docs/releases.md, asked of a release of the real dataset by a program that others wrote."""

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoDbBlocker

from incidents.publication.version import current
from incidents.releases.releasing import release
from tests.written import out_of_date

pytestmark = pytest.mark.django_db

PAGE: Path = settings.BASE_DIR / "docs" / "releases.md"
# A question as SQL, and the answer as a table below it.
ASKED = re.compile(r"```sql\n(.*?)\n```\n(\n\|.*?\|\n(?!\|))?", re.DOTALL)
CURE = "Run: WRITE_DOCS=1 python3 dev.py test tests/releases/test_questions.py"


@pytest.fixture(scope="module")
def files(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> duckdb.DuckDBPyConnection:
    with django_db_blocker.unblock():
        folder = release(current(), directory=tmp_path_factory.mktemp("releases"), address="")
    return duckdb.connect(config={"file_search_path": str(folder)})


def answer(query: str, files: duckdb.DuckDBPyConnection) -> str:
    result = files.sql(query)
    return "\n".join(_table(result.columns, result.fetchall()))


def _table(names: list[str], rows: list[tuple[object, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(names)} |"
    yield "|---" * len(names) + "|"
    for row in rows:
        yield f"| {' | '.join('' if value is None else str(value) for value in row)} |"


def test_the_page_asks_five_questions_and_prints_their_answers(files: duckdb.DuckDBPyConnection) -> None:
    page = PAGE.read_text(encoding="utf-8")
    fresh, count = ASKED.subn(lambda asked: f"```sql\n{asked[1]}\n```\n\n{answer(asked[1], files)}\n", page)
    assert count == 5
    assert out_of_date(PAGE, fresh.encode()) == [], CURE


def test_what_is_contested_is_what_the_api_calls_so(files: duckdb.DuckDBPyConnection, client: Client) -> None:
    query = "SELECT id FROM 'events.parquet' WHERE len(contested_aspects) > 0 ORDER BY id"
    found = client.get("/api/v1/events/?agreement=contested&ordering=id").json()["results"]
    assert [row[0] for row in files.sql(query).fetchall()] == [event["id"] for event in found] != []


def test_json_can_be_asked_as_well(files: duckdb.DuckDBPyConnection) -> None:
    one = "SELECT count(*) FROM 'claims.parquet' WHERE json->>'$.speaker.name' = speaker_name"
    other = "SELECT count(*) FROM 'claims.jsonl' WHERE speaker IS NOT NULL"
    assert files.sql(one).fetchall() == files.sql(other).fetchall() == [(118,)]
