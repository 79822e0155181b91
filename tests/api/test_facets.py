from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.aggregates import CLAIM_DIMENSIONS, EVENT_DIMENSIONS
from incidents.api.claims import ClaimListView
from incidents.api.events import EventListView
from incidents.api.facets import ClaimFacetsView, EventFacetsView, record
from tests.api.contract import CheckedClient

pytestmark = pytest.mark.django_db

EVENTS = "/api/v1/events/facets/"
CLAIMS = "/api/v1/claims/facets/"
DIMENSIONS = [(EVENTS, name) for name in EVENT_DIMENSIONS] + [(CLAIMS, name) for name in CLAIM_DIMENSIONS]


def counts(answer: dict[str, Any]) -> dict[str, int]:
    return {item["value"]: item["count"] for item in answer["results"]}


def test_both_can_be_counted_by_what_the_contract_names() -> None:
    promised = [
        "event_type", "quad_class", "country", "place", "actor", "source", "year", "month", "agreement", "language",
    ]  # fmt: skip
    assert list(EVENT_DIMENSIONS) == promised
    assert CLAIM_DIMENSIONS.keys() >= set(promised)


# 1. The real dataset


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("by=country", {"RU": 10, "UA": 10, "TJ": 6, "AZ": 3, "CN": 2, "KZ": 2, "BY": 1, "DE": 1}),
        ("by=agreement", {"single_source": 72, "compatible": 18, "agreed": 11, "contested": 8}),
        ("by=agreement&aspect=responsibility", {"single_source": 8, "contested": 4, "compatible": 2}),
        ("by=year", {"2025": 19, "2024": 9, "1991": 1, "2022": 1, "2023": 1}),
        ("by=month&type=ASSAULT", {"2022-03": 1, "2024-01": 1, "2024-12": 2, "2025-08": 1, "2025-11": 2}),
        ("by=quad_class&country=KZ", {}),
        ("by=actor&limit=3", {"russia": 28, "azerbaijan": 27, "ilham-aliyev": 17}),
        ("by=language&q=embassy", {"de": 9}),
    ],
)
def test_events_are_counted(query: str, expected: dict[str, int], api: CheckedClient) -> None:
    assert counts(api.get(f"{EVENTS}?{query}").json()) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("by=speech_mode", {"author_voice": 190, "indirect": 133, "direct_quote": 21}),
        (
            "by=speaker&aspect=intent",
            {"ilham-aliyev": 3, "nigar-hasanova": 1, "russia": 1, "unnamed-claimants-of-accident": 1},
        ),
        (
            "by=relation&event=azerbaijani-embassy-strike-2025-11-14",
            {"contradicts": 3, "qualifies": 24, "repeats": 7, "supports": 19},
        ),
        ("by=year", {"2025": 10, "2023": 1}),
        (
            "by=quad_class&speaker=nigar-hasanova",
            {"material_conflict": 23, "verbal_cooperation": 6, "verbal_conflict": 5, "material_cooperation": 2},
        ),
        (
            "by=agreement&aspect=motive&article=000-aliyev-stays-away-from-cis-summit",
            {"contested": 4, "compatible": 3, "single_source": 1},
        ),
    ],
)
def test_claims_are_counted(query: str, expected: dict[str, int], api: CheckedClient) -> None:
    assert counts(api.get(f"{CLAIMS}?{query}").json()) == expected


def test_an_id_comes_with_its_record_and_the_sizes_say_what_is_not_shown(api: CheckedClient) -> None:
    assert api.get(f"{EVENTS}?by=actor&limit=1").json() == {
        "by": "actor",
        "total": 72,
        "missing": 1,
        "imprecise": 0,
        "value_count": 41,
        "remaining": 40,
        "results": [
            {
                "value": "russia",
                "label": "Russia",
                "record": {"id": "russia", "name": "Russia", "url": "/api/v1/actors/russia/"},
                "count": 28,
            }
        ],
    }


@pytest.mark.parametrize(
    ("query", "label"),
    [
        (f"{EVENTS}?by=event_type", "Consult"),
        (f"{EVENTS}?by=country&country=KZ", "Kazakhstan"),
        (f"{EVENTS}?by=place", "Kyiv"),
        (f"{EVENTS}?by=language", "German"),
        (f"{EVENTS}?by=month", "2025-10"),
    ],
)
def test_what_has_no_page_has_a_label_and_no_record(query: str, label: str, api: CheckedClient) -> None:
    first = api.get(query).json()["results"][0]
    assert (first["label"], first["record"]) == (label, None)


def test_a_record_is_named_by_its_title_where_it_has_one(api: CheckedClient) -> None:
    first = api.get(f"{CLAIMS}?by=event&limit=1").json()["results"][0]
    assert first["record"] == {
        "id": "azerbaijani-embassy-strike-2025-11-14",
        "title": "Strike damages the Azerbaijani embassy in Kyiv",
        "url": "/api/v1/events/azerbaijani-embassy-strike-2025-11-14/",
    }


def test_a_record_that_was_withdrawn_in_between_is_none() -> None:
    assert record("actors", "nobody", name=None) is None


# 2. Every dimension


@pytest.mark.parametrize(("address", "name"), DIMENSIONS)
def test_it_answers_as_promised_with_what_adds_up(address: str, name: str, api: CheckedClient) -> None:
    answer = api.get(address, {"by": name, "limit": "5"}).json()
    assert answer["by"] == name
    assert answer["remaining"] == answer["value_count"] - len(answer["results"])
    assert all(0 < item["count"] <= answer["total"] for item in answer["results"])
    assert answer["results"] == sorted(answer["results"], key=lambda item: (-item["count"], item["value"]))


@pytest.mark.parametrize(("address", "name"), DIMENSIONS)
def test_it_takes_four_queries_at_most(address: str, name: str, api: CheckedClient) -> None:
    with CaptureQueriesContext(connection) as queries:
        api.get(address, {"by": name})
    assert len(queries) <= 4


# 3. Parameters


@pytest.mark.parametrize(
    ("facets", "of"), [(EventFacetsView, EventListView), (ClaimFacetsView, ClaimListView)], ids=["events", "claims"]
)
def test_they_take_the_filters_of_their_list(facets: Any, of: Any) -> None:
    filters = of.filterset_class.fields()
    assert facets.declared().keys() == {*filters, "by", "limit", "as_of", "min_version", "format"}


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ("", "by", "missing_parameter"),
        ("by=", "by", "empty_value"),
        ("by=cuntry", "by", "unknown_word"),
        ("by=country,actor", "by", "unknown_word"),
        ("by=country&limit=0", "limit", "out_of_range"),
        ("by=country&limit=1001", "limit", "out_of_range"),
        ("by=country&page_size=5", "page_size", "unknown_parameter"),
        ("by=country&ordering=date", "ordering", "unknown_parameter"),
        ("by=country&date_from=2025-02-01&date_to=2025-01-01", "date_from", "reversed_range"),
        ("by=country&as_of=999999", "as_of", "out_of_range"),
    ],
)
def test_it_refuses_what_it_does_not_understand(query: str, parameter: str, code: str, api: CheckedClient) -> None:
    response = api.get(f"{EVENTS}?{query}")
    assert response.status_code == 400
    assert [(fault["parameter"], fault["code"]) for fault in response.json()["errors"]] == [(parameter, code)]


def test_without_by_it_says_what_there_is(api: CheckedClient) -> None:
    assert api.get(CLAIMS).json()["errors"][0]["allowed"] == list(CLAIM_DIMENSIONS)


def test_a_past_version_is_counted_as_it_was(api: CheckedClient) -> None:
    answer = api.get(f"{EVENTS}?by=actor&as_of=0").json()
    assert (answer["total"], answer["results"]) == (0, [])


def test_an_id_that_does_not_exist_leaves_nothing_to_count(api: CheckedClient) -> None:
    answer = api.get(f"{EVENTS}?by=country&actor=nothing-like-it").json()
    assert (answer["total"], answer["missing"], answer["value_count"], answer["results"]) == (0, 0, 0, [])
