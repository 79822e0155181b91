"""The index in which events are walked takes what fits, and what does not fit is found all the same."""

import string
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from incidents.publication.models import Change, PublishedEvent
from incidents.publication.versions import CURRENT
from incidents.publication.walking import LETTERS, MEMBERS, NARROW, SIZE, WIDE
from tests.published import clear

pytestmark = pytest.mark.django_db

random = Random(1)  # noqa: S311  nothing is secret
ROLE = "participant:"
MOMENT = datetime(2024, 1, 1, tzinfo=UTC)


def text(length: int) -> str:
    """Letters that no compression makes shorter."""
    return "".join(random.choices(string.ascii_lowercase + string.digits, k=length))


def texts(count: int, length: int) -> list[str]:
    found: set[str] = set()
    while len(found) < count:
        found.add(text(length))
    return sorted(found)


def show(slug: str, **columns: Any) -> None:
    """Publish an event as it is stored: lists look at nothing else."""
    stored = {"snapshot": {}, "summary": f'{{"id":"{slug}"}}', "document": "{}", "changed_at": MOMENT}
    day = {"event_type": "A" * 20, "date_start": "2024-01-01", "date_end": "2024-01-02"}
    PublishedEvent.objects.create(slug=slug, valid_from=1, seq=1, claim_count=1, **stored | day | columns)


def sizes() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {SIZE} FROM publication_publishedevent ORDER BY slug")
        return [size for (size,) in cursor]


def test_as_many_members_as_are_only_counted_fit_however_long_they_are() -> None:
    clear()
    show(text(80), roles=[ROLE + text(80) for _ in range(MEMBERS)])
    show(text(80), **{name: texts(MEMBERS // 4, 92) for name in ("countries", "actors", "roles", "agreements")})
    assert PublishedEvent.objects.filter(CURRENT & NARROW).count() == 2


@pytest.mark.parametrize(("count", "length"), [(240, 2), (171, 4), (150, 5), (100, 9), (48, 22), (25, 45)])
def test_what_is_as_long_as_may_be_fits(count: int, length: int) -> None:
    clear()
    show(text(80), actors=texts(count, length))
    assert LETTERS - 7 < sizes()[0] <= LETTERS


@pytest.mark.parametrize("name", ["countries", "actors", "roles", "agreements"])
def test_one_letter_more_is_wide(name: str) -> None:
    clear()
    members = texts(25, 45)
    show("narrow", **{name: members})
    show("wide", **{name: [*members[:-1], members[-1] + "aa"]})
    assert sizes() == [LETTERS - 1, LETTERS + 1]
    assert [event.slug for event in PublishedEvent.objects.filter(CURRENT & WIDE)] == ["wide"]


def test_an_event_with_hundreds_of_participants_is_published_and_found_among_the_others() -> None:
    clear()
    everybody = ["un", *texts(600, 80)]
    show("before", date_start="2023-12-31", actors=["un"])
    show("summit", actors=everybody, roles=[ROLE + actor for actor in everybody])
    show("after", date_start="2024-01-02", actors=["un"])
    show("undated", date_start=None, date_end=None, actors=["un"])
    Change.objects.create(seq=1, op="update", resource="events", slug="summit", at=MOMENT, dataset_version=1)
    assert ids("actor=un") == ["after", "summit", "before", "undated"]
    assert ids("actor=un&role=participant") == ["summit"]
    assert ids("actor=un&ordering=date&date_to=2024-01-01") == ["before", "summit"]
    assert ids(f"pair=un,{everybody[-1]}") == ["summit"]
    assert ids("actor=!un") == []
    assert count("actor=un&ordering=id") == 4
    assert count("role=participant&actor=un&ordering=id") == 1
    assert count("actor=un&date_to=2024-01-01") == 2


def count(query: str) -> int:
    """Of a page that does not hold them all, so that they are counted."""
    found = Client().get(f"/api/v1/events/?{query}&page_size=1").json()
    return int(found["count"])


def ids(query: str) -> list[str]:
    return [event["id"] for event in Client().get(f"/api/v1/events/?{query}").json()["results"]]


@pytest.mark.parametrize(
    ("query", "walks"),
    [
        ("actor=azerbaijan", True),
        ("country=UA&type=ASSAULT&date_from=2025-01-01&date_to=2025-12-31", True),
        ("aspect=intent&agreement=contested&ordering=date", True),
        ("actor=azerbaijan&as_of=1", False),
        ("actor=azerbaijan&speaker=azerbaijan", False),
        ("actor=azerbaijan&ordering=claim_count", False),
        ("type=ASSAULT", False),
        ("role=target", False),
        ("bbox=22,44,40,52", True),
        ("near=50.4,30.5&radius_km=100&country=UA", True),
        ("bbox=22,44,40,52&speaker=azerbaijan", False),
    ],
)
def test_the_newest_events_are_walked_in_the_order_of_dates(query: str, walks: bool) -> None:
    assert ["cardinality" in sql for sql in statements(query, '"summary"')] == [walks]


@pytest.mark.parametrize(
    ("query", "walks"),
    [
        ("country=UA&page_size=1", True),
        ("country=UA&page_size=1&ordering=id", True),
        ("bbox=22,44,40,52&page_size=1", True),
        ("type=ASSAULT&page_size=1", False),
        ("country=UA&source=unnamed-publisher-001&page_size=1", False),
    ],
)
def test_the_newest_events_are_counted_in_the_index(query: str, walks: bool) -> None:
    assert ["cardinality" in sql for sql in statements(query, "COUNT(*)")] == [walks]


def statements(query: str, part: str) -> list[str]:
    """Those with this part in them that the list of events takes."""
    with CaptureQueriesContext(connection) as asked:
        assert Client().get(f"/api/v1/events/?{query}").status_code == 200
    return [statement["sql"] for statement in asked if part in statement["sql"]]


def test_the_index_serves_the_walk_without_the_rows() -> None:
    columns = ("countries", "actors", "roles", "agreements", "event_type", "date_end")
    conditions = " AND ".join(f"{name} IS NOT NULL" for name in columns)
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX publishedevent_date")
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off")
        cursor.execute(
            f"EXPLAIN SELECT id FROM publication_publishedevent WHERE valid_to IS NULL AND ({SIZE}) <= {LETTERS} "
            f"AND {conditions} ORDER BY date_start, slug LIMIT 51"
        )
        plan = "\n".join(line for (line,) in cursor)
    assert "Index Only Scan using publishedevent_walk on" in plan
