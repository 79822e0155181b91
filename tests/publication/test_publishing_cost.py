"""What publishing one claim costs the database must not grow with the dataset: counted and planned, never timed."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from benchmarks import bundle
from benchmarks.synthetic import Dataset
from eventsapi.databases import PLANNING
from incidents.dataset.bulk.loading import load_bundle
from incidents.models import Claim
from incidents.publication.publishing import publish
from tests import builders
from tests.publication.worlds import World, published_world

Statement = tuple[str, Any]
# Fewer rows than these are read as fast without an index.
FEW = 300


@contextmanager
def statements() -> Iterator[list[Statement]]:
    asked: list[Statement] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked


def reworded(claim: Claim, words: str = "In other words.") -> list[Statement]:
    """What is asked of the database when the claim is published in other words."""
    Claim.objects.filter(pk=claim.pk).update(statement=words)
    claim.refresh_from_db()
    with statements() as asked:
        publish([claim])
    return asked


def told_of(world: World, *, times: int) -> None:
    """An article with that many claims about the event."""
    article = builders.article(f"told-{times}", by=world.source)
    claims = [builders.claim(f"told-{times}-{number}", of=world.event, where=article) for number in range(times)]
    publish([article, *claims])


def large_tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > %s", [FEW])
        return {str(name) for (name,) in cursor.fetchall()}


def scanned(sql: str, params: Any) -> set[str]:
    """The tables that the statement reads row by row."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}", params)
        return set(re.findall(r"Seq Scan on (\w+)", "\n".join(line for (line,) in cursor.fetchall())))


def test_a_claim_about_what_everybody_tells_of_is_published_with_as_many_statements(db: None) -> None:
    world = published_world()
    told_of(world, times=1)
    before = reworded(world.claim)
    told_of(world, times=40)
    assert len(reworded(world.claim, "In yet other words.")) == len(before) > 0


def test_publishing_a_claim_reads_no_large_table_row_by_row(db: None, tmp_path: Path) -> None:
    bundle.write(Dataset(600), tmp_path)
    assert load_bundle(sorted(tmp_path.glob("*.jsonl"))).ok
    large = large_tables()
    assert large > {"incidents_claim", "incidents_evidence", "publication_publishedclaim", "publication_change"}
    with connection.cursor() as cursor:
        # As processes that serve are told.
        cursor.execute(f"SET LOCAL random_page_cost = {PLANNING['random_page_cost']}")
    asked = reworded(Claim.objects.get(slug="claim-0000300-0"))
    planned = [(sql, params) for sql, params in asked if re.match("SELECT|INSERT|UPDATE|DELETE", sql)]
    assert len(planned) > 40
    assert [sql for sql, params in planned if scanned(sql, params) & large] == []


def test_a_statement_that_reads_a_table_row_by_row_would_be_noticed(db: None) -> None:
    assert scanned("SELECT count(*) FROM publication_publishedclaim WHERE quotes = %s", ["x"]) == {
        "publication_publishedclaim"
    }
