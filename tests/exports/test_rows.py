"""Answers that are no lists have rows, too."""

from typing import Any

import orjson
import pytest

from tests.api.contract import CheckedClient
from tests.exports.test_table import rows_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

STRIKE = "/api/v1/events/strike/"
EVERYTHING = [
    STRIKE,
    "/api/v1/claims/aimed/",
    "/api/v1/articles/report/",
    "/api/v1/actors/envoy/",
    "/api/v1/sources/herald/",
    "/api/v1/vocabularies/aspect/",
    f"{STRIKE}disagreements/",
    f"{STRIKE}coverage/",
    "/api/v1/events/facets/?by=actor",
    "/api/v1/claims/facets/?by=speech_act",
    "/api/v1/events/timeline/",
    "/api/v1/search/?q=embassy",
    "/api/v1/actors/match/?name=Wischnewa",
]


def asked(address: str, query: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{query}"


def table(api: CheckedClient, address: str) -> list[dict[str, str]]:
    return rows_of(api.get(asked(address, "format=csv")))


def lines(api: CheckedClient, address: str) -> list[Any]:
    return [orjson.loads(line) for line in api.get(asked(address, "format=jsonl")).getvalue().splitlines()]


@pytest.mark.parametrize("address", EVERYTHING)
def test_a_table_and_lines_have_the_same_rows(address: str, api: CheckedClient) -> None:
    assert len(table(api, address)) == len(lines(api, address)) > 0


@pytest.mark.parametrize("address", [address for address in EVERYTHING if "?" in address or "timeline" in address])
def test_the_lines_of_results_are_those_of_json(address: str, api: CheckedClient) -> None:
    assert lines(api, address) == api.get(address).json()["results"]


@pytest.mark.parametrize("address", EVERYTHING[:5])
def test_a_record_is_one_row_and_one_line(address: str, api: CheckedClient) -> None:
    record = api.get(address).json()
    assert lines(api, address) == [record]
    [row] = table(api, address)
    assert (row["id"], row["url"]) == (record["id"], address)


def test_a_record_can_be_cut_to_some_columns(api: CheckedClient) -> None:
    [row] = table(api, f"{STRIKE}?fields=id,claims")
    assert row["claims_id"] == "aimed|astray"
    assert list(row) == ["id", "claims_id", "claims_title", "claims_url"]


def test_a_disagreement_is_a_table_of_claims(api: CheckedClient) -> None:
    rows = table(api, f"{STRIKE}disagreements/")
    told = [(row["aspect"], row["agreement"], row["claim_id"], row["relations_claim_id"]) for row in rows]
    assert told == [("intent", "contested", "aimed", "astray"), ("intent", "contested", "astray", "aimed")]
    assert [row["relations_direction"] for row in rows] == ["to", "from"]
    assert rows[0]["event_title"] == "The embassy is hit"
    assert rows[0]["claim_evidence_quote"] == "Die Botschaft wurde getroffen."
    assert [row["claim_speaker_name"] for row in rows] == ["Olha Wyshnewa", ""]


def test_coverage_is_a_table_of_articles_and_aspects(api: CheckedClient) -> None:
    rows = table(api, f"{STRIKE}coverage/")
    assert [(row["article_id"], row["aspect"], row["coverage"], row["claims_id"]) for row in rows] == [
        ("column", "intent", "reports", "astray"),
        ("report", "intent", "reports", "aimed"),
    ]


def test_facets_are_a_table_of_values(api: CheckedClient) -> None:
    assert table(api, "/api/v1/events/facets/?by=actor&limit=1") == [
        {"value": "envoy", "label": "Olha Wyshnewa", "record_url": "/api/v1/actors/envoy/", "count": "1"}
    ]


def test_a_timeline_is_a_table_of_periods(api: CheckedClient) -> None:
    assert table(api, "/api/v1/events/timeline/?interval=year") == [
        {"start": "2025-01-01", "end": "2025-12-31", "count": "2"}
    ]


def test_all_hits_of_a_search_are_one_table(api: CheckedClient) -> None:
    rows = table(api, "/api/v1/search/?q=Wischnewa")
    assert [(row["type"], row["name"], row["title"]) for row in rows][:2] == [
        ("actors", "Olha Wyshnewa", ""),
        ("claims", "", "It was aimed at."),
    ]


def test_candidates_for_a_name_are_a_table(api: CheckedClient) -> None:
    [row] = table(api, "/api/v1/actors/match/?name=Wischnewa")
    assert (row["actor_id"], row["matched_name"], row["kind"]) == ("envoy", "Olha Wyshnewa", "person")


@pytest.mark.parametrize("address", EVERYTHING)
def test_the_file_is_named_by_what_is_in_it(address: str, world: int, api: CheckedClient) -> None:
    name = address.partition("?")[0].removeprefix("/api/v1/").strip("/").replace("/", "-")
    headers = api.head(asked(address, "format=csv")).headers
    assert headers["Content-Disposition"] == f'attachment; filename="{name}-v{world}.csv"'


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        (f"{STRIKE}?format=csv&include=claims", "include"),
        ("/api/v1/search/?q=embassy&format=csv&page_size=5", "page_size"),
        ("/api/v1/search/?q=embassy&format=jsonl&cursor=any", "cursor"),
        ("/api/v1/actors/match/?name=x&format=jsonl&page_size=5", "page_size"),
    ],
)
def test_what_means_nothing_to_a_file_is_refused(address: str, parameter: str, api: CheckedClient) -> None:
    [fault] = api.get(address).json()["errors"]
    assert (fault["parameter"], fault["code"]) == (parameter, "conflicting_parameters")


@pytest.mark.parametrize("form", ["geojson", "atom"])
@pytest.mark.parametrize("address", EVERYTHING)
def test_what_is_no_list_is_no_map_and_no_feed(address: str, form: str, api: CheckedClient) -> None:
    [fault] = api.get(asked(address, f"format={form}")).json()["errors"]
    assert (fault["parameter"], fault["allowed"]) == ("format", ["json", "csv", "jsonl"])


@pytest.mark.parametrize(
    "address", ["/api/v1/events/none/", "/api/v1/events/none/coverage/", "/api/v1/vocabularies/none/"]
)
def test_what_never_existed_is_not_found_in_any_format(address: str, api: CheckedClient) -> None:
    answer = api.get(f"{address}?format=csv")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
