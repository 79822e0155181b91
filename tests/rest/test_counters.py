import threading
import time
from unittest.mock import Mock

import pytest
from django.db import OperationalError, connection

from eventsapi.rest.counters import RETRY_SECONDS, Counters, Verdict
from eventsapi.rest.models import RequestCount

pytestmark = pytest.mark.django_db

NOW = 1_700_000_000.0


def counters(counts: str = "reading", *, is_open: bool = True) -> Counters:
    """Those of one more process."""
    return Counters(counts, is_open=is_open)


def allowed(*processes: Counters, times: int, limit: int, address: str = "192.0.2.1") -> int:
    """How many are let through of so many requests, which come to the processes in turn."""
    verdicts = [
        processes[number % len(processes)].count(address, limit=limit, now=NOW).allowed for number in range(times)
    ]
    return sum(verdicts)


def test_what_is_left_is_told() -> None:
    one = counters()

    assert [one.count("192.0.2.1", limit=2, now=NOW) for _ in range(3)] == [
        Verdict(True, 1),
        Verdict(True, 0),
        Verdict(False, 0),
    ]


@pytest.mark.parametrize("limit", [1, 7, 99, 100, 1000, 6000])
def test_processes_together_let_through_the_limit_and_no_more(limit: int) -> None:
    assert allowed(counters(), counters(), counters(), times=limit + 50, limit=limit) == limit


def test_a_process_that_is_asked_once_keeps_little_from_the_others() -> None:
    idle, busy = counters(), counters()
    idle.count("192.0.2.1", limit=6000, now=NOW)

    assert allowed(busy, times=7000, limit=6000) == 5940


def test_a_hundred_requests_cost_one_question(monkeypatch: pytest.MonkeyPatch) -> None:
    one = counters()
    asked = Mock(wraps=one._take)
    monkeypatch.setattr(one, "_take", asked)

    assert allowed(one, times=300, limit=6000) == 300
    assert asked.call_count == 6


def test_who_is_refused_costs_no_question(monkeypatch: pytest.MonkeyPatch) -> None:
    one = counters()
    allowed(one, times=2, limit=1)
    monkeypatch.setattr(one, "_take", Mock(side_effect=AssertionError))

    assert allowed(one, times=5, limit=1) == 0


def test_addresses_and_kinds_are_counted_apart() -> None:
    assert allowed(counters(), times=3, limit=2) == 2
    assert allowed(counters(), times=3, limit=2, address="192.0.2.2") == 2
    assert allowed(counters("guarded"), times=3, limit=2) == 2


def test_the_next_minute_begins_anew_and_forgets_the_one_before_the_last() -> None:
    one = counters()

    assert [one.count("192.0.2.1", limit=1, now=NOW + 60 * minute).allowed for minute in range(3)] == [True] * 3
    assert RequestCount.objects.count() == 2


def test_the_table_names_nobody() -> None:
    allowed(counters(), times=1, limit=9)
    (row,) = RequestCount.objects.all()

    assert len(row.key) == 32
    assert str(row) == "1 in minute 28333333"


def test_the_table_is_of_no_interest_to_replicas() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'rest_requestcount'")
        assert cursor.fetchone() == ("u",)


def test_a_process_asks_the_database_again_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    one = counters()
    asked = Mock(side_effect=OperationalError)
    monkeypatch.setattr(one, "_take", asked)

    assert allowed(one, times=5, limit=100) == 5
    later = time.monotonic() + RETRY_SECONDS + 1
    monkeypatch.setattr("eventsapi.rest.counters.time.monotonic", lambda: later)
    allowed(one, times=1, limit=100)
    assert asked.call_count == 2


def test_where_nobody_may_be_let_through_uncounted_the_failure_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    one = counters(is_open=False)
    monkeypatch.setattr(one, "_take", Mock(side_effect=OperationalError))

    with pytest.raises(OperationalError):
        one.count("192.0.2.1", limit=9, now=NOW)


def test_threads_of_a_process_let_through_the_limit_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    one = counters()
    taken = iter(range(1, 10_000))
    monkeypatch.setattr(one, "_take", lambda address, minute, part: next(taken) * part)
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(allowed(one, times=60, limit=99))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(found) == 99
