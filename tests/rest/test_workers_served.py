"""The real server, with more connections than threads."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection

import pytest

from bootstrap.server import Address
from tests.serving import serving

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 1_000
REQUEST = b"GET /api/v1/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
ANSWER = b"HTTP/1.1 200 "


@contextmanager
def asking(site: Address, times: int) -> Iterator[socket.socket]:
    """Somebody who sends so many requests at once, of which the first is being answered."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=60) as connection:
        connection.sendall(REQUEST * times)
        connection.recv(len(ANSWER), socket.MSG_PEEK | socket.MSG_WAITALL)
        yield connection


def answers(connection: socket.socket) -> int:
    """How many have come so far."""
    connection.setblocking(False)
    found = b""
    with suppress(BlockingIOError):
        while more := connection.recv(1_000_000):
            found += more
    return found.count(ANSWER)


def passed_by(patient: HTTPConnection, site: Address) -> int:
    """How many are answered to somebody else before one who comes second."""
    with asking(site, MANY) as hasty:
        patient.request("GET", "/livez")
        with patient.getresponse() as answer:
            assert answer.read()
        return answers(hasty)


def test_who_never_pauses_lets_others_have_their_turn() -> None:
    with serving(WEB_THREADS="1") as site:
        patient = HTTPConnection("127.0.0.1", site.port, timeout=60)
        patient.connect()
        # Some are answered while this process is not awake, now and then.
        assert 1 <= min(passed_by(patient, site) for _ in range(5)) <= 40
        patient.close()
