"""Counts of facets and timelines, by hand; tests/test_aggregates_one_by_one.py has the real dataset."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.utils.timezone import now

from incidents import aggregates, dates
from incidents.aggregates import CLAIM_DIMENSIONS, EVENT_DIMENSIONS, INTERVALS, Facet, Timeline, timeline
from incidents.filters import EventFilterSet
from incidents.publication.models import PublishedClaim, PublishedEvent
from incidents.publication.version import current
from incidents.vocabularies import EventType

pytestmark = pytest.mark.django_db

DOC = (settings.BASE_DIR / "docs" / "aggregates.md").read_text(encoding="utf-8")
CASES = re.findall(r"^\| (?:`([^`]+)`[^|]*|none) \| (\S+) \| (\S+) \| (\S+) \| (\S+) \|$", DOC, re.MULTILINE)
ALL = 1_000


def by(name: str, **filters: str) -> Facet:
    rows = EventFilterSet.read(filters, PublishedEvent.objects.current()).qs
    return EVENT_DIMENSIONS[name].facet(rows, limit=ALL)


def dated(*stated: str) -> None:
    """Events with these dates and nothing else, beside what the real dataset holds."""
    rows = []
    for number, text in enumerate(stated):
        row = PublishedEvent(slug=f"dated-{number}", seq=1, valid_from=1, changed_at=now(), snapshot={}, claim_count=0)
        block = dates.parse_optional(text)
        row.date_start, row.date_end = block.start, block.end
        rows.append(row)
    PublishedEvent.objects.bulk_create(rows)


def of_dated(interval: str) -> Timeline:
    found = timeline(PublishedEvent.objects.filter(slug__startswith="dated-"), interval=interval)
    assert found
    return found


# 1. Time


@pytest.mark.parametrize(("stated", "day", "week", "month", "year"), CASES)
def test_a_date_counts_where_the_guide_says(stated: str, day: str, week: str, month: str, year: str) -> None:
    dated(stated)
    for interval, expected in zip(INTERVALS, (day, week, month, year), strict=True):
        found = of_dated(interval)
        starts = [bucket.start.isoformat()[: len(expected)] for bucket in found.buckets]
        shown = starts + ["imprecise"] * found.imprecise + ["undated"] * found.undated
        assert shown == [expected]
        assert found.total == 1


def test_the_guide_has_fourteen_dates() -> None:
    assert len(CASES) == 14


@pytest.mark.parametrize(
    ("interval", "start", "end"),
    [
        ("day", date(2024, 2, 29), date(2024, 2, 29)),
        ("week", date(2024, 12, 30), date(2025, 1, 5)),
        ("week", date(9999, 12, 27), date(9999, 12, 31)),
        ("month", date(2024, 2, 1), date(2024, 2, 29)),
        ("month", date(2025, 12, 1), date(2025, 12, 31)),
        ("month", date(9999, 12, 1), date(9999, 12, 31)),
        ("year", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_a_bucket_ends_on_its_last_day(interval: str, start: date, end: date) -> None:
    assert aggregates.last_day(start, interval=interval) == end


def test_buckets_are_in_order_and_those_without_events_are_left_out() -> None:
    dated("2025-11-14", "2025-08-01", "2025-11-10/2025-11-12", "2025", "")
    found = of_dated("month")
    assert [(bucket.start.month, bucket.rows) for bucket in found.buckets] == [(8, 1), (11, 2)]
    assert (found.total, found.imprecise, found.undated) == (5, 1, 1)


def test_too_many_buckets_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    dated("2025-11-14", "2025-08-01", "2025-11-10")
    rows = PublishedEvent.objects.filter(slug__startswith="dated-")
    monkeypatch.setattr(aggregates, "MAX_BUCKETS", 2)
    assert timeline(rows, interval="day") is None
    assert len(of_dated("month").buckets) == 2


# 2. Facets


def test_by_year_what_is_less_precise_stands_apart() -> None:
    dated("2025-11-14", "2025-11", "2024-12-30/2025-01-05", "2025-12-01/..", "XXXX-11-10", "")
    rows = PublishedEvent.objects.filter(slug__startswith="dated-")
    found = EVENT_DIMENSIONS["year"].facet(rows, limit=ALL)
    assert found == Facet(total=6, missing=2, imprecise=2, value_count=1, counts=[aggregates.Counted("2025", 2)])


def test_equal_counts_are_in_the_order_of_their_letters_and_the_rest_is_counted() -> None:
    rows = PublishedEvent.objects.filter(slug__startswith="made-")
    made = {"seq": 1, "valid_from": 1, "changed_at": now(), "snapshot": {}, "claim_count": 0}
    lists: tuple[list[str], ...] = (["b_1", "a"], ["a", "B"], ["b-1"], [])
    PublishedEvent.objects.bulk_create(
        PublishedEvent(slug=f"made-{number}", actors=actors, **made) for number, actors in enumerate(lists)
    )
    found = EVENT_DIMENSIONS["actor"].facet(rows, limit=3)
    assert found.counts == [("a", 2), ("B", 1), ("b-1", 1)]
    assert (found.total, found.missing, found.value_count) == (4, 1, 4)


def test_nothing_has_no_values() -> None:
    assert by("country", id="nothing-like-it") == Facet(total=0, missing=0, imprecise=0, value_count=0, counts=[])


def test_agreement_is_of_the_aspects_asked_for() -> None:
    rows = PublishedEvent.objects.filter(slug="azerbaijani-embassy-strike-2025-11-14")
    dimension = EVENT_DIMENSIONS["agreement"]
    assert {"contested", "single_source"} < dict(dimension.facet(rows, limit=ALL).counts).keys()
    assert dimension.facet(rows, limit=ALL, aspects=["intent"]).counts == [("contested", 1)]
    assert dimension.facet(rows, limit=ALL, aspects=["quantity"]).missing == 1


def test_agreement_has_a_limit_too() -> None:
    found = EVENT_DIMENSIONS["agreement"].facet(PublishedEvent.objects.current(), limit=1)
    assert [item.value for item in found.counts] == ["single_source"]
    assert found.value_count == 4


def event_row(slug: str, **columns: Any) -> PublishedEvent:
    made = {"seq": 1, "valid_from": 1, "changed_at": now(), "snapshot": {}, "claim_count": 0}
    return PublishedEvent(slug=slug, **{**made, **columns})


def claim_rows(*about: list[str], **columns: Any) -> Any:
    """Claims about these events and nothing else, beside what the real dataset holds."""
    made = {"seq": 1, "valid_from": 1, "changed_at": now(), "snapshot": {}, **columns}
    PublishedClaim.objects.bulk_create(
        PublishedClaim(slug=f"made-{number}", events=events, **made) for number, events in enumerate(about)
    )
    return PublishedClaim.objects.filter(slug__startswith="made-")


def test_a_claim_about_two_events_counts_once_under_each_value() -> None:
    PublishedEvent.objects.bulk_create(
        [
            event_row("one", event_type="AGREE", countries=["AZ", "RU"]),
            event_row("two", event_type="AGREE", countries=["RU"]),
            event_row("three", event_type="", countries=[]),
        ]
    )
    rows = claim_rows(["one", "two"], ["one", "three"], ["three"], ["two"])
    by_type, by_country = (CLAIM_DIMENSIONS[name].facet(rows, limit=ALL) for name in ("event_type", "country"))
    assert by_type == Facet(total=4, missing=1, imprecise=0, value_count=1, counts=[aggregates.Counted("AGREE", 3)])
    assert by_country.counts == [("RU", 3), ("AZ", 2)]
    assert CLAIM_DIMENSIONS["country"].facet(rows, limit=1).counts == [("RU", 3)]


def test_the_agreement_of_a_claim_is_that_on_its_own_aspect_at_each_of_its_events() -> None:
    PublishedEvent.objects.bulk_create(
        [
            event_row("one", agreements=["date:agreed", "intent:contested"]),
            event_row("two", agreements=["date:single_source"]),
        ]
    )
    of_date = CLAIM_DIMENSIONS["agreement"].facet(claim_rows(["one", "two"], ["two"], aspect="date"), limit=ALL)
    assert of_date.counts == [("single_source", 2), ("agreed", 1)]


def test_claims_of_a_past_version_are_about_the_events_of_that_version() -> None:
    PublishedEvent.objects.bulk_create(
        [event_row("one", event_type="AGREE", valid_to=2), event_row("one", event_type="RETREAT", valid_from=2)]
    )
    rows = claim_rows(["one"])
    assert CLAIM_DIMENSIONS["event_type"].facet(rows, limit=ALL, version=1).counts == [("AGREE", 1)]
    assert CLAIM_DIMENSIONS["event_type"].facet(rows, limit=ALL).counts == [("RETREAT", 1)]


# 3. Labels


@pytest.mark.parametrize(
    ("label", "value", "expected"),
    [
        (aggregates.country_name, "KZ", "Kazakhstan"),
        (aggregates.country_name, "ZZ", "ZZ"),
        (aggregates.language_name, "de", "German"),
        (aggregates.language_name, "de-AT", "German"),
        (aggregates.language_name, "tlh", "tlh"),
        (aggregates.label_in(EventType), "ASSAULT", "Assault"),
        (aggregates.label_in(EventType), "a word of the past", "a word of the past"),
    ],
)
def test_a_value_has_a_label(label: Callable[[str], str], value: str, expected: str) -> None:
    assert label(value) == expected


@pytest.mark.parametrize(
    ("resource", "slug", "name"),
    [
        ("actors", "ilham-aliyev", "Ilham Aliyev"),
        ("places", "kyiv", "Kyiv"),
        ("sources", "reuters", "Reuters"),
        ("events", "azerbaijani-embassy-strike-2025-11-14", "Strike damages the Azerbaijani embassy in Kyiv"),
    ],
)
def test_an_id_has_the_name_of_its_record(resource: str, slug: str, name: str) -> None:
    assert aggregates.names_of(resource, [slug, "nothing-like-it"]) == {slug: name}


def test_a_past_version_had_its_own_names() -> None:
    assert aggregates.names_of("sources", ["reuters"], as_of=0) == {}
    assert aggregates.names_of("sources", ["reuters"], as_of=current().number) == {"reuters": "Reuters"}
