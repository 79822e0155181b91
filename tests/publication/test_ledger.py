"""Change numbers appear in the order of commits: a reader who has seen number N has seen all up to N."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from incidents.publication.ledger import PUBLICATION_LOCK, take_lock
from incidents.publication.models import Change
from incidents.publication.publishing import publish
from incidents.publication.version import current
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)


def publish_one(slug: str) -> int:
    try:
        return publish([builders.source(slug)])
    finally:
        connection.close()


def test_concurrent_publishers_number_their_changes_without_gap_or_repeat() -> None:
    slugs = [f"paper-{number}" for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        versions = list(pool.map(publish_one, slugs))
    first = min(versions)
    assert sorted(versions) == list(range(first, first + 12))
    assert Change.objects.filter(slug__in=slugs).count() == 12


def test_a_number_is_never_seen_before_a_lower_one() -> None:
    slow, before = builders.source("slow"), current().number
    has_number, may_commit = threading.Event(), threading.Event()

    def publish_slowly() -> None:
        with transaction.atomic():
            publish([slow])
            has_number.set()
            may_commit.wait(timeout=10)
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(publish_slowly)
        assert has_number.wait(timeout=10)
        second = pool.submit(publish_one, "quick")
        assert current().number == before
        may_commit.set()
        first.result(timeout=10)
        assert second.result(timeout=10) == before + 2
    newest = Change.objects.filter(seq__gt=before).values_list("seq", "slug")
    assert list(newest) == [(before + 1, "slow"), (before + 2, "quick")]


def fail_half_way() -> None:
    with transaction.atomic():
        take_lock()
        raise RuntimeError("half way")


def test_the_lock_is_given_back_when_an_act_fails() -> None:
    with pytest.raises(RuntimeError, match="half way"):
        fail_half_way()
    before = current().number
    assert publish([builders.source("herald")]) == before + 1


def test_releases_that_publish_side_by_side_wait_for_the_same_lock() -> None:
    assert PUBLICATION_LOCK.to_bytes(6, "big") == b"claims"
