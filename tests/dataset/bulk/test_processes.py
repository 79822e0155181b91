import math
import os
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from select import select
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from django.db import DEFAULT_DB_ALIAS, connection

from incidents.dataset.bulk import processes
from incidents.dataset.bulk.processes import begin, side_by_side, spread

# The runner of tests has threads; the command has none.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")


@pytest.mark.parametrize(("number", "forks"), [(1, True), (2, True), (2, False)])
def test_answers_come_in_the_order_of_the_tasks(number: int, forks: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("incidents.dataset.bulk.processes.FORKS", forks)
    assert list(spread(math.factorial, [(3,), (1,), (4,)], processes=number)) == [6, 1, 24]


def test_a_new_process_uses_the_database_that_it_is_told() -> None:
    name = connection.settings_dict["NAME"]
    begin("another")
    assert connection.settings_dict["NAME"] == "another"
    begin(str(name))


@pytest.mark.django_db
def test_forks_leave_the_connection_to_the_process_that_opened_it() -> None:
    own = _backend()
    used = list(spread(_backend, [(), ()], processes=2))
    assert own not in used
    assert _backend() == own


def test_a_fork_of_a_process_without_a_connection_has_none_to_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    held: dict[str, object] = {DEFAULT_DB_ALIAS: object()}
    monkeypatch.setattr(processes, "connection", Mock(connection=None))
    monkeypatch.setattr(processes, "connections", held)
    processes.leave_connection()
    assert held == {}


@pytest.mark.django_db
def test_a_fork_opens_a_connection_of_its_own_and_follows_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    followed = Mock()
    monkeypatch.setattr(processes, "follow", followed)
    with ThreadPoolExecutor(1) as thread:
        before, after = thread.submit(_before_and_after_the_fork).result()
    assert before != after
    followed.assert_called_once_with(None)


def _before_and_after_the_fork() -> tuple[int, int]:
    before = _backend()
    processes.forked()
    try:
        return before, _backend()
    finally:
        connection.close()


def test_a_process_ends_when_its_parent_does(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = Mock()
    monkeypatch.setattr("os._exit", ended)
    sentinel, parent = os.pipe()
    os.close(parent)
    processes.follow(SimpleNamespace(sentinel=sentinel))
    os.close(sentinel)
    ended.assert_called_once_with(1)


def test_forks_outlive_no_killed_parent() -> None:
    ended, held = os.pipe()
    parent = get_context("fork").Process(target=_sleeping, args=(held,))
    parent.start()
    os.close(held)
    # Both sleep by now; the pipe is at its end once nobody holds it.
    assert os.read(ended, 2) == b"z"
    parent.kill()
    parent.join()
    assert select([ended], [], [], 20)[0]
    assert os.read(ended, 2) == b""
    os.close(ended)


def _sleeping(held: int) -> None:
    list(spread(_sleep, [(held,)], processes=2))


def _sleep(held: int) -> None:
    os.write(held, b"z")
    time.sleep(60)


@pytest.mark.django_db
@pytest.mark.parametrize(("at_once", "own", "connections"), [(1, True, 1), (2, False, 3)])
def test_work_side_by_side_has_connections_of_its_own(at_once: int, own: bool, connections: int) -> None:
    used: list[int] = []
    list(side_by_side(lambda name: used.append(_backend()), ["one", "two", "three"], at_once=at_once))
    assert len(set(used)) == connections
    assert (_backend() in used) is own


def _backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])
