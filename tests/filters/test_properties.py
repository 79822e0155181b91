"""Whatever is combined: the filters find what a plain look at every published document finds."""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from incidents.publication.models import DOCUMENT_MODELS
from incidents.vocabularies import Agreement, Aspect, ParticipantRole
from tests.filters.asking import ids

pytestmark = pytest.mark.django_db

Document = dict[str, Any]
Query = dict[str, str]
COUNTRIES = ["AZ", "RU", "UA", "TJ", "CN", "ZZ"]
ACTORS = ["azerbaijan", "russia", "ilham-aliyev", "vladimir-putin", "ukraine", "tajikistan", "cis", "nobody"]
EVENTS = ["cis-summit-dushanbe-2025-10", "azerbaijani-embassy-strike-2025-11-14", "aliyev-putin-talks-in-sochi", "none"]
DAYS = ["2022-03-10", "2024-01-01", "2024-12-01", "2025-06-30", "2025-10-08", "2025-11-13", "2025-11-14"]


def lists(words: Collection[str]) -> st.SearchStrategy[str]:
    """Members of a list as they stand in a query, some of them excluded."""
    signed = st.tuples(st.sampled_from(["", "", "!"]), st.sampled_from(list(words))).map("".join)
    return st.lists(signed, min_size=1, max_size=3, unique=True).map(",".join)


def ranges() -> st.SearchStrategy[Query]:
    """One or two days in order, and how they are meant."""
    days = st.lists(st.sampled_from(DAYS), min_size=2, max_size=2).map(sorted)
    names = st.sampled_from([("date_from",), ("date_to",), ("date_from", "date_to")])
    asked = st.tuples(names, days).map(lambda drawn: dict(zip(drawn[0], drawn[1], strict=False)))
    match = st.sampled_from([{}, {"date_match": "overlap"}, {"date_match": "within"}])
    return st.tuples(asked, match).map(lambda drawn: drawn[0] | drawn[1])


def maybe(**parts: st.SearchStrategy[str]) -> st.SearchStrategy[Query]:
    """Any of the parameters, or none."""
    return st.fixed_dictionaries({}, optional=parts)


WIDER = st.one_of(st.just(Query()), maybe(affiliated=st.sampled_from(["true", "false"])))
TAKING_PART = st.one_of(
    maybe(role=lists(ParticipantRole.values)),
    st.tuples(maybe(role=lists(ParticipantRole.values)), lists(ACTORS), WIDER).map(
        lambda drawn: drawn[0] | {"actor": drawn[1]} | drawn[2]
    ),
)
PAIR = st.lists(st.sampled_from(ACTORS), min_size=2, max_size=2, unique=True).map(",".join)
OTHERS = maybe(country=lists(COUNTRIES), aspect=lists(Aspect.values), agreement=lists(Agreement.values), pair=PAIR)
EVENT_QUERIES = st.tuples(OTHERS, TAKING_PART, st.one_of(st.just(Query()), ranges())).map(
    lambda drawn: {**drawn[0], **drawn[1], **drawn[2]}
)


def split(query: Query, name: str) -> tuple[set[str], set[str]]:
    members = [member for member in query.get(name, "").split(",") if member]
    return {m for m in members if m[0] != "!"}, {m[1:] for m in members if m[0] == "!"}


def listed(has: Collection[str], query: Query, name: str) -> bool:
    include, exclude = split(query, name)
    return (not include or bool(include & set(has))) and not exclude & set(has)


def together(has: Iterable[tuple[str, str]], query: Query, first: str, second: str) -> bool:
    """Whether pairs fit two lists: one pair has a member of each; no pair has what is excluded."""
    (firsts, no_firsts), (seconds, no_seconds) = split(query, first), split(query, second)
    pairs = list(has)

    def some(one: set[str], other: set[str]) -> bool:
        return any((not one or a in one) and (not other or b in other) for a, b in pairs)

    asked = (not firsts and not seconds) or some(firsts, seconds)
    return asked and not (no_firsts and some(no_firsts, seconds)) and not (no_seconds and some(firsts, no_seconds))


def in_days(start: str | None, end: str | None, query: Query) -> bool:
    first, last = query.get("date_from", "0001-01-01"), query.get("date_to", "9999-12-31")
    if "date_from" not in query and "date_to" not in query:
        return True
    if query.get("date_match") == "within":
        return start is not None and end is not None and first <= start and end <= last
    return (start or end) is not None and (start or "0001") <= last and (end or "9999-12-31") >= first


def parts(event: Document, people: Mapping[str, Document], *, wider: bool) -> list[tuple[str, str]]:
    """Who took part and as what; with `wider`, also the states and organisations that they hold a role at."""
    own = [(item["actor"]["id"], item["role"]) for item in event["participants"]]
    held = [(at["organisation"]["id"], role) for actor, role in own for at in people[actor]["affiliations"] if wider]
    return own + held


def fits(event: Document, people: Mapping[str, Document], query: Query) -> bool:
    taking_part = parts(event, people, wider=query.get("affiliated") == "true")
    pair = set(query["pair"].split(",")) if "pair" in query else set()
    return (
        listed({item["place"]["country"] for item in event["places"]}, query, "country")
        and together(taking_part, query, "actor", "role")
        and together(event["agreement"].items(), query, "aspect", "agreement")
        and in_days(event["date"]["start"], event["date"]["end"], query)
        and pair <= {item["actor"]["id"] for item in event["participants"]}
    )


def documents(resource: str) -> dict[str, Document]:
    rows = DOCUMENT_MODELS[resource].objects.current().values_list("slug", "document")
    return {slug: json.loads(text) for slug, text in rows}


@given(EVENT_QUERIES)
@example({"actor": "azerbaijan", "role": "initiator,!host", "affiliated": "true", "country": "!RU"})
@example({"aspect": "intent,responsibility", "agreement": "contested", "date_from": "2024-12-01"})
@example({"pair": "azerbaijan,russia", "date_from": "2024-01-01", "date_match": "within"})
def test_events_are_those_that_fit_by_their_documents(query: Query) -> None:
    people = documents("actors")
    expected = {slug for slug, event in documents("events").items() if fits(event, people, query)}
    assert ids("events", urlencode(query)) == expected


@given(maybe(event=lists(EVENTS), role=lists(ParticipantRole.values)))
def test_actors_are_those_that_took_part_by_the_events(query: Query) -> None:
    took_part: dict[str, list[tuple[str, str]]] = {actor: [] for actor in documents("actors")}
    for slug, event in documents("events").items():
        for item in event["participants"]:
            took_part[item["actor"]["id"]].append((slug, item["role"]))
    expected = {actor for actor, has in took_part.items() if together(has, query, "event", "role")}
    assert ids("actors", urlencode(query)) == expected


@given(lists(ACTORS), st.booleans())
def test_claims_are_those_of_the_speakers_by_their_documents(speaker: str, wider: bool) -> None:
    query, people = {"speaker": speaker, "affiliated": str(wider).lower()}, documents("actors")
    expected = set()
    for slug, claim in documents("claims").items():
        who = [claim["speaker"]["id"]] if claim["speaker"] else []
        who += [at["organisation"]["id"] for actor in who for at in people[actor]["affiliations"] if wider]
        expected |= {slug} if listed(who, query, "speaker") else set()
    assert ids("claims", urlencode(query)) == expected
