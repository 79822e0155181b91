import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.publication.models import Withdrawal
from incidents.publication.redirects import retraction_reason, successors

pytestmark = pytest.mark.django_db


def withdraw(slug: str, *, into: str = "", valid_to: int | None = None) -> None:
    Withdrawal.objects.create(
        resource="actors", slug=slug, merged_into=into, reason=f"Why {slug}.", valid_from=1, valid_to=valid_to
    )


def test_a_chain_of_merges_leads_to_its_end() -> None:
    withdraw("one", into="two")
    withdraw("two", into="three")
    assert successors("actors", ["one", "two", "three", "four"]) == {"one": "three", "two": "three"}


def test_ids_that_were_never_merged_cost_one_query() -> None:
    with CaptureQueriesContext(connection) as queries:
        assert successors("actors", ["one", "two", "three"]) == {}
    assert len(queries) == 1


def test_an_id_means_a_record_of_its_own_resource() -> None:
    withdraw("one", into="two")
    assert successors("events", ["one"]) == {}
    assert retraction_reason("events", "one") is None


def test_a_retracted_id_leads_nowhere_and_says_why() -> None:
    withdraw("one")
    assert successors("actors", ["one"]) == {}
    assert retraction_reason("actors", "one") == "Why one."


def test_what_is_public_again_is_not_withdrawn() -> None:
    withdraw("one", valid_to=2)
    assert retraction_reason("actors", "one") is None


def test_an_id_was_not_withdrawn_before_it_was() -> None:
    withdraw("one", into="two")
    withdraw("three")
    assert (successors("actors", ["one"], version=0), retraction_reason("actors", "three", version=0)) == ({}, None)
    assert successors("actors", ["one"], version=1) == {"one": "two"}
    assert retraction_reason("actors", "three", version=1) == "Why three."
