from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.publication.models import Change, Withdrawal
from incidents.publication.redirects import retraction_reason
from incidents.publication.version import NEWEST, DatasetVersion, current

pytestmark = pytest.mark.django_db
BEFORE, AFTER = 1_000_001, 1_000_002


@pytest.fixture(autouse=True)
def two_versions() -> None:
    for number in (BEFORE, AFTER):
        Change.objects.create(
            seq=number,
            op="update",
            resource="actors",
            slug="one",
            at=datetime(2025, 1, 1, tzinfo=UTC),
            dataset_version=number,
        )


def withdraw(slug: str, *, into: str = "", valid_to: int | None = None) -> None:
    Withdrawal.objects.create(
        resource="actors", slug=slug, merged_into=into, reason=f"Why {slug}.", valid_from=AFTER, valid_to=valid_to
    )


def successors(*slugs: str, resource: str = "actors", version: int | None = None) -> dict[str, str]:
    found = current(version, {(resource, slug) for slug in slugs}).leads_to
    return {slug: successor for (_, slug), successor in found.items()}


def test_a_chain_of_merges_leads_to_its_end() -> None:
    for slug, into in zip(["one", "two", "three"], ["two", "three", "four"], strict=True):
        withdraw(slug, into=into)
    assert successors("one", "three", "four", "five") == {"one": "four", "three": "four"}


def test_however_long_the_chain_it_takes_the_query_for_the_version_and_no_other() -> None:
    withdraw("one", into="two")
    withdraw("two", into="three")
    with CaptureQueriesContext(connection) as queries:
        assert successors("one", version=AFTER) == {"one": "three"}
    assert len(queries) == 1


def test_an_id_means_a_record_of_its_own_resource() -> None:
    withdraw("one", into="two")
    assert successors("one", resource="events") == {}
    assert retraction_reason("events", "one") is None


def test_a_retracted_id_leads_nowhere_and_says_why() -> None:
    withdraw("one")
    assert successors("one") == {}
    assert retraction_reason("actors", "one") == "Why one."


def test_what_is_public_again_is_not_withdrawn() -> None:
    withdraw("one", into="two", valid_to=AFTER + 1)
    assert retraction_reason("actors", "one") is None
    assert successors("one") == {}


def test_an_id_was_not_withdrawn_before_it_was() -> None:
    withdraw("one", into="two")
    withdraw("three")
    assert (successors("one", version=BEFORE), retraction_reason("actors", "three", version=BEFORE)) == ({}, None)
    assert successors("one", version=AFTER) == {"one": "two"}
    assert retraction_reason("actors", "three", version=AFTER) == "Why three."


def test_before_the_first_version_no_id_leads_anywhere() -> None:
    Change.objects.all().delete()
    withdraw("one", into="two")
    assert current(None, {("actors", "one")}) == DatasetVersion(0, None, 0, {})


def test_beside_rows_the_same_is_told() -> None:
    withdraw("one", into="two")
    withdraw("gone")
    names = {("actors", "one"), ("actors", "gone"), ("actors", "five"), ("events", "one")}
    ((told,),) = NEWEST.statement(1).run(["the rows are given this", *NEWEST.given(names)])
    assert NEWEST.read(told) == current(None, names)
    assert NEWEST.read(told).leads_to == {("actors", "one"): "two"}
