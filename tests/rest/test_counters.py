import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from eventsapi.rest import counters
from eventsapi.rest.counters import CounterCache

COUNT = """
import sys
from django.conf import settings
settings.configure()
from eventsapi.rest.counters import CounterCache
counter = CounterCache(sys.argv[1], {})
for _ in range(2000):
    counter.incr("a")
"""


@pytest.fixture
def counter(tmp_path: Path) -> CounterCache:
    return CounterCache(str(tmp_path / "folder" / "counters"), {})


def test_a_number_is_added_once_and_counts_up(counter: CounterCache) -> None:
    assert counter.add("a", 0)
    assert not counter.add("a", 9)
    assert [counter.incr("a"), counter.incr("a", 5)] == [1, 6]
    assert counter.get("a") == 6


def test_a_number_that_is_not_there_cannot_count(counter: CounterCache) -> None:
    with pytest.raises(ValueError, match="No counter 'a'"):
        counter.incr("a")
    assert counter.get("a", "nothing") == "nothing"


def test_a_number_can_be_set_and_deleted(counter: CounterCache) -> None:
    counter.set("a", 3)
    counter.set("a", 4)

    assert counter.get("a") == 4
    assert counter.delete("a")
    assert not counter.delete("a")


def test_clearing_forgets_all_numbers(counter: CounterCache) -> None:
    counter.set("a", 3, timeout=None)
    counter.clear()

    assert counter.get("a") is None


def test_a_number_expires(counter: CounterCache, monkeypatch: pytest.MonkeyPatch) -> None:
    counter.set("a", 3, timeout=60)
    later = time.time() + 62
    monkeypatch.setattr("eventsapi.rest.counters.time.time", lambda: later)

    assert counter.get("a") is None
    assert counter.add("a", 0)


def test_a_full_table_forgets_what_expires_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counters, "SLOTS", 2)
    counter = CounterCache(str(tmp_path / "counters"), {})
    counter.set("early", 1, timeout=10)
    counter.set("late", 2, timeout=100)

    counter.set("new", 3, timeout=50)

    assert (counter.get("early"), counter.get("late"), counter.get("new")) == (None, 2, 3)


def test_processes_count_together_and_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "counters"
    counter = CounterCache(str(path), {})
    counter.set("a", 0)

    processes = [subprocess.Popen([sys.executable, "-c", COUNT, str(path)]) for _ in range(2)]

    assert [process.wait() for process in processes] == [0, 0]
    assert counter.get("a") == 4000


def test_threads_count_together_and_lose_nothing(counter: CounterCache) -> None:
    counter.set("a", 0)
    threads = [threading.Thread(target=lambda: [counter.incr("a") for _ in range(500)]) for _ in range(4)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert counter.get("a") == 2000
