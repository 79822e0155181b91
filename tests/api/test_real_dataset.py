"""The whole real dataset, record by record; each answer is held against the OpenAPI document (contract.py)."""

from collections.abc import Iterator
from typing import Any

import pytest

from incidents.publication.models import DOCUMENT_MODELS
from tests.api.contract import CheckedClient

pytestmark = pytest.mark.django_db


def walk(address: str | None, api: CheckedClient) -> Iterator[Any]:
    while address:
        page = api.get(address).json()
        yield from page["results"]
        address = page["next"]


@pytest.mark.parametrize("resource", DOCUMENT_MODELS)
def test_every_record_is_listed_and_answers_as_promised(resource: str, api: CheckedClient) -> None:
    rows = list(walk(f"/api/v1/{resource}/?page_size=200", api))
    assert sorted(row["id"] for row in rows) == sorted(
        DOCUMENT_MODELS[resource].objects.current().values_list("slug", flat=True)
    )
    assert {api.get(row["url"]).status_code for row in rows} == {200}


def test_the_disagreements_of_every_event_answer_as_promised(api: CheckedClient) -> None:
    events = api.get("/api/v1/events/?page_size=200").json()["results"]
    shown = {row["id"]: api.get(f"{row['url']}disagreements/").json()["aspects"] for row in events}
    assert all(shown.values())
    assert {slug: {item["aspect"]: item["agreement"] for item in aspects} for slug, aspects in shown.items()} == {
        row["id"]: row["agreement"] for row in events
    }


def test_a_mirror_that_reads_the_feed_knows_every_record(api: CheckedClient) -> None:
    told = {(change["resource"], change["id"]) for change in walk("/api/v1/changes/?page_size=200", api)}
    for resource, table in DOCUMENT_MODELS.items():
        assert {slug for of, slug in told if of == resource} == set(table.objects.values_list("slug", flat=True))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=Алієв Munich", "aliyev-calls-embassy-strikes-deliberate-in-munich"),
        ("q=vorsätzlich or absichtlich", "azerbaijani-embassy-strike-2025-11-14"),
        ('q="part of the embassy fence"', "azerbaijani-embassy-strike-2025-11-14"),
        ("country=KZ", "azerbaijan-airlines-diversion-to-aktau-2024-12"),
    ],
)
def test_a_reader_finds_the_event(query: str, expected: str, api: CheckedClient) -> None:
    results = api.get(f"/api/v1/events/?{query}").json()["results"]
    assert expected in {row["id"] for row in results}
