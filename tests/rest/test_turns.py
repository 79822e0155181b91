import socket
from collections.abc import Callable, Iterator
from unittest.mock import Mock

import pytest

from eventsapi.rest.turns import TurnWorker


@pytest.fixture
def door() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield listener


def worker(*, connections: int, alive: bool = True, workers: int = 2) -> TurnWorker:
    made = object.__new__(TurnWorker)
    made.nr_conns, made.alive, made.cfg = connections, alive, Mock(workers=workers)
    made.enqueue_req = lambda connection: connection.close()
    return made


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long somebody waited, without waiting."""
    found: list[float] = []
    monkeypatch.setattr("eventsapi.rest.turns.time.sleep", found.append)
    return found


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> None:
    """What others do while a worker waits."""
    monkeypatch.setattr("eventsapi.rest.turns.time.sleep", lambda seconds: act() if seconds else None)


def test_a_newcomer_goes_to_the_worker_with_fewer_connections(
    door: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy, idle = worker(connections=3), worker(connections=0)
    meanwhile(monkeypatch, lambda: idle.accept(door))
    with socket.create_connection(door.getsockname(), timeout=5):
        busy.accept(door)
    assert (busy.nr_conns, idle.nr_conns) == (3, 1)


def test_whom_nobody_else_takes_in_comes_to_the_busy_one(door: socket.socket, waits: list[float]) -> None:
    busy = worker(connections=3)
    with socket.create_connection(door.getsockname(), timeout=5):
        busy.accept(door)
    assert busy.nr_conns == 4
    assert waits == [pytest.approx(0.0005625)]


def test_who_has_more_waits_longer_and_nobody_for_two_milliseconds(door: socket.socket, waits: list[float]) -> None:
    for connections in (0, 1, 4, 10, 40, 500):
        worker(connections=connections).accept(door)
    assert waits == sorted(set(waits))
    assert waits[0] == 0
    assert waits[-1] == pytest.approx(0.001485, rel=0.01)


@pytest.mark.parametrize(("alive", "workers"), [(True, 1), (False, 2)], ids=["the only one", "one that stops"])
def test_who_has_nobody_to_leave_a_newcomer_to_does_not_wait(
    door: socket.socket, waits: list[float], alive: bool, workers: int
) -> None:
    worker(connections=3, alive=alive, workers=workers).accept(door)
    assert waits == []
