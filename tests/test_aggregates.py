"""Counts of facets and timelines: by hand in a small world, and against counting the documents one by one."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import orjson
import pytest
from django.conf import settings
from django.utils.timezone import now
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from incidents import aggregates, dates
from incidents.aggregates import CLAIM_DIMENSIONS, EVENT_DIMENSIONS, INTERVALS, Facet, Timeline, timeline
from incidents.filters import ClaimFilterSet, EventFilterSet
from incidents.publication.models import PublishedArticle, PublishedClaim, PublishedEvent
from incidents.publication.version import current
from incidents.vocabularies import Aspect, EventType

pytestmark = pytest.mark.django_db

DOC = (settings.BASE_DIR / "docs" / "aggregates.md").read_text(encoding="utf-8")
CASES = re.findall(r"^\| (?:`([^`]+)`[^|]*|none) \| (\S+) \| (\S+) \| (\S+) \| (\S+) \|$", DOC, re.MULTILINE)
Document = dict[str, Any]
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


# 4. Against counting the documents one by one


def period(block: Document | None, letters: int) -> set[str]:
    """The year or month of a date block; "imprecise", or nothing where no date is known."""
    bounds = {bound[:letters] for bound in (block["start"], block["end"]) if bound} if block else set()
    return bounds if block and block["start"] and block["end"] and len(bounds) == 1 else bounds and {"imprecise"}


def ids(refs: list[Document]) -> set[str]:
    return {ref["id"] for ref in refs}


def known(*values: str | None) -> set[str]:
    return {value for value in values if value}


def articles_of(event: Document) -> list[Document]:
    texts = (
        PublishedArticle.objects.current().filter(slug__in=ids(event["articles"])).values_list("document", flat=True)
    )
    return [orjson.loads(text) for text in texts]


def article_of(claim: Document) -> Document:
    document: Document = orjson.loads(PublishedArticle.objects.current().get(slug=claim["article"]["id"]).document)
    return document


OF_EVENT: dict[str, Callable[[Document], set[str]]] = {
    "event_type": lambda event: known(event["event_type"]),
    "quad_class": lambda event: known(event["quad_class"]),
    "country": lambda event: known(*(item["place"]["country"] for item in event["places"])),
    "place": lambda event: {item["place"]["id"] for item in event["places"]},
    "actor": lambda event: {item["actor"]["id"] for item in event["participants"]},
    "source": lambda event: {article["source"]["id"] for article in articles_of(event)},
    "year": lambda event: period(event["date"], 4),
    "month": lambda event: period(event["date"], 7),
    "agreement": lambda event: set(event["agreement"].values()),
    "language": lambda event: {article["language"] for article in articles_of(event)},
}
OF_CLAIM: dict[str, Callable[[Document], set[str]]] = {
    "aspect": lambda claim: {claim["aspect"]},
    "speech_act": lambda claim: {claim["speech_act"]},
    "speech_mode": lambda claim: {claim["speech_mode"]},
    "modality": lambda claim: {claim["modality"]},
    "event": lambda claim: ids(claim["events"]),
    "article": lambda claim: {claim["article"]["id"]},
    "source": lambda claim: {article_of(claim)["source"]["id"]},
    "via": lambda claim: ids(claim["attribution"]),
    "speaker": lambda claim: {claim["speaker"]["id"]} if claim["speaker"] else set(),
    "relation": lambda claim: {item["relation"] for item in claim["relations"]},
    "year": lambda claim: period(claim["said"], 4),
    "month": lambda claim: period(claim["said"], 7),
    "language": lambda claim: {article_of(claim)["language"]},
}
EVENT_FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["ASSAULT", "CONSULT,ACCUSE", "!CONSULT"]),
        "country": st.sampled_from(["UA", "RU,TJ", "!RU"]),
        "actor": st.sampled_from(["russia", "ilham-aliyev,vladimir-putin", "!azerbaijan"]),
        "article": st.sampled_from(["004-aliyev-says-embassy-was-hit-deliberately"]),
        "date_from": st.sampled_from(["2024-12-01", "2025-10-08"]),
        "aspect": st.sampled_from(["intent", "date,!motive"]),
        "agreement": st.sampled_from(["contested", "!compatible"]),
        "bbox": st.just("22.1,44.3,40.2,52.4"),
        "q": st.sampled_from(["embassy", "Aliyev -Putin"]),
    },
)
CLAIM_FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "aspect": st.sampled_from(["intent,responsibility", "!occurrence"]),
        "speaker": st.sampled_from(["nigar-hasanova", "!ilham-aliyev"]),
        "event": st.sampled_from(["azerbaijani-embassy-strike-2025-11-14", "!azerbaijan-airlines-crash-2024-12"]),
    },
)


def one_by_one(rows: Any, values: Callable[[Document], set[str]]) -> tuple[Counter[str], dict[str, int]]:
    found = [values(orjson.loads(text)) for text in rows.values_list("document", flat=True)]
    counts = Counter(value for of_one in found for value in of_one)
    missing = sum(not of_one for of_one in found)
    return counts, {"total": len(found), "missing": missing, "imprecise": counts.pop("imprecise", 0)}


def same(facet: Facet, counts: Counter[str], sizes: dict[str, int]) -> None:
    assert dict(facet.counts) == counts
    assert facet.value_count == len(counts)
    assert {"total": facet.total, "missing": facet.missing, "imprecise": facet.imprecise} == sizes


def test_every_dimension_is_compared() -> None:
    assert OF_EVENT.keys() == EVENT_DIMENSIONS.keys()
    assert OF_CLAIM.keys() == CLAIM_DIMENSIONS.keys()


@given(name=st.sampled_from(sorted(EVENT_DIMENSIONS)), filters=EVENT_FILTERS)
@examples(max_examples=60)
def test_events_are_counted_as_if_one_by_one(name: str, filters: dict[str, str]) -> None:
    rows = EventFilterSet.read(filters, PublishedEvent.objects.current()).qs
    same(EVENT_DIMENSIONS[name].facet(rows, limit=ALL), *one_by_one(rows, OF_EVENT[name]))


@given(name=st.sampled_from(sorted(CLAIM_DIMENSIONS)), filters=CLAIM_FILTERS)
@examples(max_examples=40)
def test_claims_are_counted_as_if_one_by_one(name: str, filters: dict[str, str]) -> None:
    rows = ClaimFilterSet.read(filters, PublishedClaim.objects.current()).qs
    same(CLAIM_DIMENSIONS[name].facet(rows, limit=ALL), *one_by_one(rows, OF_CLAIM[name]))


@given(aspects=st.lists(st.sampled_from(sorted(Aspect.values)), min_size=1, max_size=3, unique=True))
@examples(max_examples=20)
def test_agreement_on_some_aspects_is_counted_as_if_one_by_one(aspects: list[str]) -> None:
    rows = PublishedEvent.objects.current()
    counted = one_by_one(
        rows, lambda event: {event["agreement"][name] for name in aspects if name in event["agreement"]}
    )
    same(EVENT_DIMENSIONS["agreement"].facet(rows, limit=ALL, aspects=aspects), *counted)


@given(interval=st.sampled_from(INTERVALS), filters=EVENT_FILTERS)
@examples(max_examples=30)
def test_a_timeline_is_as_if_drawn_one_by_one(interval: str, filters: dict[str, str]) -> None:
    rows = EventFilterSet.read(filters, PublishedEvent.objects.current()).qs
    found = timeline(rows, interval=interval)
    assert found
    bounds = list(rows.values_list("date_start", "date_end"))
    starts = Counter(start_of(start, interval) for start, end in bounds if in_one(start, end, interval))
    assert {bucket.start: bucket.rows for bucket in found.buckets} == starts
    assert (found.total, found.undated) == (len(bounds), bounds.count((None, None)))
    assert found.imprecise == found.total - found.undated - sum(starts.values())


def in_one(start: date | None, end: date | None, interval: str) -> bool:
    return bool(start and end and start_of(start, interval) == start_of(end, interval))


def start_of(day: date, interval: str) -> date:
    starts = {"day": day, "week": day - timedelta(days=day.weekday()), "month": day.replace(day=1)}
    return starts.get(interval, day.replace(month=1, day=1))
