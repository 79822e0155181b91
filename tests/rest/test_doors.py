import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from eventsapi.rest.doors import is_held_by, is_readable, turn_away


@pytest.fixture
def door() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


def test_nobody_new_comes_while_the_socket_is_still_open(door: socket.socket) -> None:
    assert turn_away(door)

    with pytest.raises(TimeoutError):
        socket.create_connection(door.getsockname(), timeout=0.2)
    assert not is_readable(door, within_ms=1)


def test_who_came_before_is_let_in_and_understood(door: socket.socket) -> None:
    with socket.create_connection(door.getsockname(), timeout=5) as came:
        turn_away(door)
        let_in, _ = door.accept()
        with let_in:
            came.sendall(b"a question")
            assert let_in.recv(20) == b"a question"
            let_in.sendall(b"an answer")
            assert came.recv(20) == b"an answer"


def test_where_the_system_has_no_filter_the_door_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    # An option that no system has.
    monkeypatch.setattr("eventsapi.rest.doors.SO_ATTACH_FILTER", 9_999)
    with socket.create_server(("127.0.0.1", 0)) as door:
        assert not turn_away(door)
        with socket.create_connection(door.getsockname(), timeout=5):
            assert is_readable(door, within_ms=1_000)


def test_a_process_that_has_it_open_holds_it(door: socket.socket) -> None:
    assert is_held_by(os.getpid(), door)


def test_a_process_that_has_others_open_does_not(door: socket.socket) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        assert not is_held_by(other.pid, door)


def test_where_nobody_tells_it_is_taken_to_be_held(door: socket.socket) -> None:
    no_process = 2**22 + 1
    assert is_held_by(no_process, door)
