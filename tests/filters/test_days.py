"""docs/dates.md: which dates match a range of days."""

from datetime import date
from typing import Any

import pytest
from django.utils.timezone import now

from incidents import dates
from incidents.filters.days import DayFilter
from incidents.publication.models import PublishedArticle, PublishedClaim, PublishedDocument, PublishedEvent
from tests.filters.asking import FILTERSETS
from tests.test_dates import rows

pytestmark = pytest.mark.django_db

CASES = rows("Which events match a range of days")
DATED: list[tuple[str, type[PublishedDocument], str]] = [
    ("claims", PublishedClaim, "said"),
    ("claims", PublishedClaim, "published"),
    ("articles", PublishedArticle, "published"),
]


def matches(resource: str, table: type[Any], dated: str, stated: str, query: dict[str, str]) -> bool:
    """Whether a row with the stated date is found."""
    block = dates.parse_optional("" if stated == "none" else stated)
    bounds = {f"{dated}_start": block.start, f"{dated}_end": block.end}
    counts = {"claim_count": 0} if table is PublishedEvent else {}
    table.objects.bulk_create(
        [table(slug="dated", seq=1, valid_from=1, changed_at=now(), snapshot={}, **bounds, **counts)]
    )
    return FILTERSETS[resource].read(query, table.objects.filter(slug="dated")).qs.exists()


def asked(name: str, date_from: str, date_to: str) -> dict[str, str]:
    return {end: day for end, day in ((f"{name}_from", date_from), (f"{name}_to", date_to)) if day}


@pytest.mark.parametrize("match", ["overlap", "within"])
@pytest.mark.parametrize(("stated", "date_from", "date_to", "overlap", "within"), CASES)
def test_an_event_matches_as_published(
    stated: str, date_from: str, date_to: str, overlap: str, within: str, match: str
) -> None:
    expected = {"overlap": overlap, "within": within}[match]
    query = asked("date", date_from, date_to) | {"date_match": match}
    assert matches("events", PublishedEvent, "date", stated, query) == (expected == "yes")


@pytest.mark.parametrize(("resource", "table", "dated"), DATED)
@pytest.mark.parametrize(("stated", "date_from", "date_to", "overlap", "_within"), CASES)
def test_claims_and_articles_match_by_overlap(
    stated: str, date_from: str, date_to: str, overlap: str, _within: str, resource: str, table: type[Any], dated: str
) -> None:
    assert matches(resource, table, dated, stated, asked(dated, date_from, date_to)) == (overlap == "yes")


def test_the_published_table_is_not_empty() -> None:
    assert len(CASES) == 24


@pytest.mark.parametrize("method", ["overlapping", "within"])
def test_a_filter_that_lacks_a_rule_is_named(method: str) -> None:
    with pytest.raises(NotImplementedError, match=f"DayFilter needs an? {method}"):
        getattr(DayFilter("date", help_text="Days."), method)(date(2025, 11, 14))
