"""No list reads much more than it shows or counts, whatever it is asked: any filter in any order, and any two of them.

What is looked at are the plans that PostgreSQL chose for a database of some size, and what they read.
docs/performance.md says what they may.
"""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from eventsapi.databases import PLANNING
from incidents.hits import RESOURCES, best
from tests.filters.asking import FILTERSETS
from tests.plans.asking import Question, addresses, current, detail, question, questions
from tests.plans.explaining import Cost, Explaining, cost
from tests.plans.filling import TIMES, multiply
from tests.plans.values import AT_SIZE, FIRST, INHERENT, ON_THE_EDGE, VALUES
from tests.template import CONTENTS, fingerprint, kept, template, url_of, writing_to

NAMED = {**ON_THE_EDGE, "at size": [told for asked in AT_SIZE.values() for told in asked if TIMES > 1]}
EXCUSED = {told for asked in NAMED.values() for told in asked}


@pytest.fixture(scope="module")
def large(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The real dataset many times over, in a database that stays between runs: nothing is written to it."""
    with django_db_blocker.unblock():
        contents = fingerprint(*CONTENTS, "tests/plans/filling.py")
        name = kept(f"{template()}_large{TIMES}", contents=contents, make=_fill, original=template())
        with writing_to(url_of(name)):
            with connection.cursor() as cursor:
                for setting, value in PLANNING.items():
                    cursor.execute(f"SET {setting} = {value}")
            yield


def _fill(name: str) -> None:
    with writing_to(url_of(name)):
        multiply()


@pytest.mark.parametrize("resource", VALUES)
def test_no_list_reads_much_more_than_it_shows_or_counts(large: None, resource: str) -> None:
    explaining, asked = Explaining(), 0
    dear: list[tuple[Question, Cost]] = []
    for one in questions(resource):
        costs = [explaining.cost(*statement) for statement in one.statements()]
        dear += [(one, found) for found in costs if found.excess > 0 and str(one) not in EXCUSED]
        asked += len(costs)
    excused = {told for one, _ in dear for told in one.parameters & INHERENT.keys()}
    assert [(str(one), found) for one, found in dear if not one.parameters & INHERENT.keys()] == []
    needless = {told for told in INHERENT if told.startswith(f"{resource}?")} - excused
    assert needless == set(), "These read no more than others: they are no exceptions any more."
    assert asked > 150


@pytest.mark.parametrize("resource", VALUES)
def test_no_detail_reads_much_more_than_it_shows(large: None, resource: str) -> None:
    found = Explaining().cost(*detail(resource))
    assert found.returned == 1
    assert found.excess <= 0 or f"{resource}/{FIRST[resource]}" in EXCUSED, found


@pytest.mark.parametrize(
    "text", ["putin", "copy77", "botschft", "putin embassy", '"embassy fence"', "azerbaijan or russia"]
)
def test_no_search_reads_much_more_than_it_compares(large: None, text: str) -> None:
    with Explaining().listening() as costs:
        best(text, resources=RESOURCES)
    assert costs
    assert [one for one in costs if one.excess > 0] == []


def test_nothing_else_reads_much_more_than_it_shows(large: None) -> None:
    for path in addresses():
        with Explaining().listening() as costs:
            assert Client().get(path).status_code == 200, path
        assert costs, path
        assert [one for one in costs if one.excess > 0 and path not in EXCUSED] == [], path


@pytest.mark.parametrize(
    ("index", "asked"),
    [
        ("publishedevent_date", question("events", {})),
        ("publishedevent_places", question("events", {"place": "9-kyiv"})),
        ("publishedclaim_via", question("claims", {"via": "9-tass"})),
        ("publishedactor_name", question("actors", {})),
    ],
)
def test_a_missing_index_is_noticed(large: None, index: str, asked: Question) -> None:
    [statement, *_] = asked.statements()
    assert Explaining().cost(*statement).excess <= 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {index}")
        found = Explaining().cost(*statement)
        transaction.set_rollback(True)
    assert found.excess > 0, found


@pytest.mark.parametrize(
    ("resource", "originals", "copies"),
    [("events", 72, 420), ("claims", 344, 105), ("articles", 5, 1_680), ("actors", 48, 420), ("sources", 16, 420)],
)
def test_there_are_many_rows_of_each_kind(large: None, resource: str, originals: int, copies: int) -> None:
    assert current(resource).count() == originals * (1 + copies * TIMES)


@pytest.mark.parametrize("resource", FILTERSETS)
def test_every_filter_has_values(resource: str) -> None:
    assert sorted(VALUES[resource]) == sorted(FILTERSETS[resource].base_filters)


def test_a_scan_that_drops_most_of_its_rows_is_dear() -> None:
    scan = {"Node Type": "Seq Scan", "Relation Name": "events", "Actual Rows": 50, "Actual Loops": 1}
    page = {"Node Type": "Limit", "Actual Rows": 50, "Actual Loops": 1}
    # Five for each of 50, and five times √(50 × 20,000).
    dropping = {**page, "Plans": [{**scan, "Rows Removed by Filter": 5_201}]}
    found = cost(dropping, {"events": 20_000})
    assert found == Cost(returned=50, read=5_251, size=20_000, where="Seq Scan on events")
    assert found.excess == 1
    assert cost({**page, "Plans": [{**scan, "Rows Removed by Filter": 5_200}]}, {"events": 20_000}).excess == 0


def test_a_count_may_read_what_it_counts() -> None:
    counted = {
        "Node Type": "Index Only Scan", "Index Name": "by_kind", "Relation Name": "events", "Actual Rows": 9_000,
        "Actual Loops": 1,
    }  # fmt: skip
    count = {"Node Type": "Aggregate", "Actual Rows": 1, "Actual Loops": 1, "Plans": [counted]}
    found = cost(count, {"events": 20_000})
    assert found == Cost(returned=9_000, read=1_800, size=20_000, where="Index Only Scan on by_kind")
    assert found.excess < 0
