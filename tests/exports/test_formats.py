"""What all formats of a list have in common: the same rows, of one version, without holding them all at once."""

import csv
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import orjson
import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from eventsapi.rest import downloads
from eventsapi.rest.orders import Order
from incidents.api import changes
from incidents.models import Claim, Event
from incidents.publication.models import DOCUMENT_MODELS, PublishedEvent
from incidents.publication.publishing import publish, retract
from tests.api.contract import CheckedClient
from tests.exports.test_atom import ATOM, feed_of
from tests.published import multiply, of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

STREAMED = ["csv", "jsonl"]
each_stream = pytest.mark.parametrize("form", STREAMED)


def ids_in_csv(answer: Any) -> list[str]:
    return [row["id"] for row in csv.DictReader(StringIO(answer.getvalue().decode(), newline=""))]


def ids_in_lines(answer: Any) -> list[str]:
    return [orjson.loads(line)["id"] for line in answer.getvalue().splitlines()]


def ids_in_features(answer: Any) -> list[str]:
    return [feature["properties"]["id"] for feature in answer.json()["features"]]


def ids_in_entries(answer: Any) -> list[str]:
    hrefs = [link.attrib["href"] for link in feed_of(answer).findall(f"{ATOM}entry/{ATOM}link")]
    return [href.split("/")[-2] for href in hrefs]


def pieces_of(answer: Any) -> Iterator[bytes]:
    return iter(answer.streaming_content)


READERS: dict[str, Callable[[Any], list[str]]] = {
    "csv": ids_in_csv,
    "jsonl": ids_in_lines,
    "geojson": ids_in_features,
    "atom": ids_in_entries,
}
QUERIES = [
    "",
    "ordering=date",
    "ordering=-claim_count",
    "ordering=updated_at",
    "type=ASSAULT&ordering=id",
    "type=!ASSAULT",
    "actor=northland,envoy",
    "q=embassy",
    "date_from=2025-11-01",
    "id=nothing",
]


def ids(answer: Any) -> list[str]:
    return [row["id"] for row in answer.json()["results"]]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("form", READERS)
def test_every_format_of_events_has_the_rows_of_json_in_their_order(form: str, query: str, api: CheckedClient) -> None:
    shown = READERS[form](api.get(f"/api/v1/events/?format={form}&{query}"))
    assert shown == ids(api.get(f"/api/v1/events/?{query}"))


@pytest.mark.parametrize("query", ["", "ordering=-said", "aspect=intent", "speaker=envoy"])
@pytest.mark.parametrize("form", ["csv", "jsonl", "atom"])
def test_every_format_of_claims_has_the_rows_of_json_in_their_order(form: str, query: str, api: CheckedClient) -> None:
    shown = READERS[form](api.get(f"/api/v1/claims/?format={form}&{query}"))
    assert shown == ids(api.get(f"/api/v1/claims/?{query}"))


@each_stream
@pytest.mark.parametrize("resource", DOCUMENT_MODELS)
def test_every_list_can_be_had_whole(resource: str, form: str, api: CheckedClient) -> None:
    shown = READERS[form](api.get(f"/api/v1/{resource}/?format={form}"))
    assert shown == ids(api.get(f"/api/v1/{resource}/?page_size=200"))
    assert len(shown) > 1


@each_stream
@pytest.mark.parametrize("ordering", ["date", "-date", "id", "-claim_count"])
def test_many_batches_are_one_list(
    form: str, ordering: str, api: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "BATCH", 2)
    multiply(PublishedEvent, 7)
    shown = READERS[form](api.get(f"/api/v1/events/?format={form}&ordering={ordering}"))
    assert shown == ids(api.get(f"/api/v1/events/?ordering={ordering}"))


@each_stream
def test_the_change_feed_can_be_had_whole(form: str, api: CheckedClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "BATCH", 5)
    first, *rest = api.get("/api/v1/changes/?page_size=200").json()["results"]
    shown = READERS[form](api.get(f"/api/v1/changes/?format={form}&since={first['seq']}"))
    assert shown == [change["id"] for change in rest]


@each_stream
def test_a_feed_that_grows_ends_where_it_began_to_be_read(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "BATCH", 5)
    expected = Client().get(f"/api/v1/changes/?format={form}").getvalue()
    pieces = pieces_of(Client().get(f"/api/v1/changes/?format={form}"))
    read = next(pieces)
    retract([of(Event, "talks"), of(Claim, "talks-told")], reason="Nobody said it.")
    assert read + b"".join(pieces) == expected


def test_the_codebook_can_be_had_in_lines_and_as_a_table(api: CheckedClient) -> None:
    shown = api.get("/api/v1/vocabularies/").json()["results"]
    lines = api.get("/api/v1/vocabularies/?format=jsonl").getvalue().splitlines()
    rows = list(csv.DictReader(StringIO(api.get("/api/v1/vocabularies/?format=csv").getvalue().decode(), newline="")))
    assert [orjson.loads(line) for line in lines] == shown
    assert [row["name"] for row in rows] == [vocabulary["name"] for vocabulary in shown]
    assert {row["name"]: row["words_word"] for row in rows}["agreement"] == "contested|compatible|agreed|single_source"


def test_a_stream_reads_only_as_far_as_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "BATCH", 10)
    multiply(PublishedEvent, 1_000)
    pieces = pieces_of(Client().get("/api/v1/events/?format=jsonl&ordering=id"))
    with CaptureQueriesContext(connection) as queries:
        sizes = [len(next(pieces).splitlines()) for _ in range(5)]
    assert sizes == [10, 10, 10, 10, 10]
    # The first batch was read before; each of the others takes its rows and the version.
    assert len(queries) == 8


@each_stream
def test_what_is_published_meanwhile_does_not_tear_a_stream(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "BATCH", 2)
    whole = Client().get(f"/api/v1/events/?format={form}&ordering=id")
    expected, version = whole.getvalue(), whole.headers["Dataset-Version"]
    answer = Client().get(f"/api/v1/events/?format={form}&ordering=id")
    pieces = pieces_of(answer)
    read = next(pieces)
    changed = of(Event, "truce")
    changed.title = "Changed while it is read"
    changed.save()
    publish([changed])
    retract([of(Event, "talks"), of(Claim, "talks-told")], reason="Nobody said it.")
    assert read + b"".join(pieces) == expected
    assert answer.headers["Dataset-Version"] == version


def test_what_is_included_is_of_the_same_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "BATCH", 2)
    address = "/api/v1/events/?format=jsonl&ordering=id&include=claims"
    expected = Client().get(address).getvalue()
    pieces = pieces_of(Client().get(address))
    read = next(pieces)
    claim = of(Claim, "truce-told")
    claim.statement = "Changed while it is read"
    claim.save()
    publish([claim])
    assert read + b"".join(pieces) == expected


@each_stream
def test_a_past_version_can_be_had_whole(form: str, world: int) -> None:
    before = Client().get(f"/api/v1/events/?format={form}").getvalue()
    retract([of(Event, "talks"), of(Claim, "talks-told")], reason="Nobody said it.")
    assert Client().get(f"/api/v1/events/?format={form}&as_of={world}").getvalue() == before
    assert Client().get(f"/api/v1/events/?format={form}").getvalue() != before


@each_stream
def test_a_stream_is_a_file_with_a_name(form: str, world: int, api: CheckedClient) -> None:
    headers = api.get(f"/api/v1/claims/?format={form}").headers
    assert headers["Content-Disposition"] == f'attachment; filename="claims-v{world}.{form}"'
    assert headers["Dataset-Version"] == str(world)
    assert "Content-Length" not in headers


@pytest.mark.parametrize("form", READERS)
def test_a_held_answer_is_not_sent_again(form: str, api: CheckedClient) -> None:
    tag = api.get(f"/api/v1/events/?format={form}").headers["ETag"]
    assert api.get(f"/api/v1/events/?format={form}", headers={"If-None-Match": f"W/{tag}"}).status_code == 304
    assert api.get("/api/v1/events/").headers["ETag"] != tag


@each_stream
def test_head_has_the_headers_of_a_stream_and_reads_no_rows(form: str, api: CheckedClient) -> None:
    with CaptureQueriesContext(connection) as queries:
        answer = api.head(f"/api/v1/events/?format={form}")
    assert (answer.getvalue(), len(queries)) == (b"", 1)
    whole = api.get(f"/api/v1/events/?format={form}")
    for name in ("ETag", "Content-Type", "Content-Disposition"):
        assert answer.headers[name] == whole.headers[name]


@each_stream
@pytest.mark.parametrize("parameter", ["page_size=5", "page_size=5&cursor=any"])
def test_a_whole_list_has_no_pages(form: str, parameter: str, api: CheckedClient) -> None:
    answer = api.get(f"/api/v1/events/?format={form}&{parameter}")
    assert {fault["code"] for fault in answer.json()["errors"]} == {"conflicting_parameters"}
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_table_has_no_room_for_what_is_included(api: CheckedClient) -> None:
    answer = api.get("/api/v1/events/?include=claims", headers={"Accept": "text/csv"})
    assert [fault["parameter"] for fault in answer.json()["errors"]] == ["include"]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/csv", "text/csv; charset=utf-8"),
        ("application/x-ndjson", "application/x-ndjson"),
        ("application/geo+json", "application/geo+json"),
        ("application/atom+xml", "application/atom+xml; charset=utf-8"),
        ("*/*", "application/json; charset=utf-8"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/json; charset=utf-8"),
    ],
)
def test_the_header_chooses_the_format(accept: str, media_type: str, api: CheckedClient) -> None:
    answer = api.get("/api/v1/events/", headers={"Accept": accept})
    assert answer.headers["Content-Type"] == media_type
    assert "Accept" in answer.headers["Vary"]


def test_what_no_list_has_is_refused_with_what_there_is(api: CheckedClient) -> None:
    answer = api.get("/api/v1/sources/", headers={"Accept": "application/atom+xml"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (406, "application/problem+json")
    assert answer.json()["detail"].endswith("Served: application/json, text/csv, application/x-ndjson.")


@pytest.mark.parametrize(("resource", "form"), [("claims", "geojson"), ("sources", "atom"), ("actors", "geojson")])
def test_a_format_that_a_list_lacks_is_an_unknown_word(resource: str, form: str, api: CheckedClient) -> None:
    answer = api.get(f"/api/v1/{resource}/?format={form}")
    assert [fault["code"] for fault in answer.json()["errors"]] == ["unknown_word"]


@pytest.mark.parametrize("form", READERS)
def test_an_error_is_a_problem_in_every_format(form: str, api: CheckedClient) -> None:
    answer = api.get(f"/api/v1/events/?format={form}&tpye=ASSAULT")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")


@each_stream
def test_a_database_that_is_away_is_told_before_the_first_line(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*given: Any, **named: Any) -> None:
        raise OperationalError("connection failed")

    monkeypatch.setattr(Order, "rows", away)
    assert Client().get(f"/api/v1/events/?format={form}").status_code == 503


@pytest.mark.parametrize("form", READERS)
def test_options_have_no_body_in_any_format(form: str) -> None:
    answer = Client().options(f"/api/v1/events/?format={form}")
    assert (answer.status_code, answer.content) == (204, b"")
