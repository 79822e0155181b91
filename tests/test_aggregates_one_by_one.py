"""Counts of facets and timelines, against counting the documents of the real dataset one by one."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from incidents.aggregates import CLAIM_DIMENSIONS, EVENT_DIMENSIONS, INTERVALS, Facet, timeline
from incidents.filters import ClaimFilterSet, EventFilterSet
from incidents.publication.models import PublishedArticle, PublishedClaim, PublishedEvent
from incidents.vocabularies import Aspect

pytestmark = pytest.mark.django_db

Document = dict[str, Any]
ALL = 1_000


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


def events_of(claim: Document) -> list[Document]:
    texts = PublishedEvent.objects.current().filter(slug__in=ids(claim["events"])).values_list("document", flat=True)
    return [orjson.loads(text) for text in texts]


def through_events(name: str) -> Callable[[Document], set[str]]:
    """A claim counts under whatever one of its events counts under."""
    return lambda claim: {value for event in events_of(claim) for value in OF_EVENT[name](event)}


def agreements_of(claim: Document) -> set[str]:
    return {event["agreement"][claim["aspect"]] for event in events_of(claim)}


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
    "event_type": through_events("event_type"),
    "quad_class": through_events("quad_class"),
    "country": through_events("country"),
    "place": through_events("place"),
    "actor": through_events("actor"),
    "agreement": agreements_of,
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
