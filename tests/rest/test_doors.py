import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import Mock

import pytest

from eventsapi.rest.doors import _open_in, is_held_beside, is_readable, turn_away


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


@contextmanager
def child(*, holding: socket.socket | None = None) -> Iterator[int]:
    passed = [holding.fileno()] if holding else []
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, pass_fds=passed) as other:
        yield other.pid


def test_a_socket_that_only_children_have_is_held_beside_nobody(door: socket.socket) -> None:
    with child() as other:
        assert not is_held_beside(os.getppid(), door)
        assert is_held_beside(other, door)


def test_another_generation_that_has_it_too_holds_it_beside(door: socket.socket) -> None:
    with child(holding=door):
        assert is_held_beside(os.getppid(), door)


def test_who_was_handed_sockets_shares_them(door: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_held_beside(os.getppid(), door)
    monkeypatch.setattr(Path, "read_bytes", lambda path: b"A=1\0LISTEN_FDS=1\0")
    assert is_held_beside(os.getppid(), door)


def test_where_nobody_tells_it_is_taken_to_be_held(door: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "iterdir", Mock(side_effect=NotADirectoryError))
    assert is_held_beside(os.getppid(), door)


def test_what_has_ended_holds_nothing() -> None:
    with child() as other:
        ended = Path(f"/proc/{other}")
    assert _open_in(ended) == set()
