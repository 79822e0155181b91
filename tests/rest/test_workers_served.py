"""The real server, with more connections than threads."""

import socket
import urllib.request
from contextlib import suppress

import pytest

from tests.serving import serving

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 2_000
REQUEST = b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n"
ANSWER = b"HTTP/1.1 200 "


def read(connection: socket.socket) -> bytes:
    """What has come so far."""
    connection.setblocking(False)
    found = b""
    with suppress(BlockingIOError):
        while more := connection.recv(1_000_000):
            found += more
    return found


def test_who_never_pauses_lets_others_have_their_turn() -> None:
    with serving(WEB_THREADS="1") as site, socket.create_connection(("127.0.0.1", site.port), timeout=60) as hasty:
        hasty.sendall(REQUEST * MANY)
        begun = hasty.recv(1_000)
        with urllib.request.urlopen(site.url("/livez"), timeout=60) as patient:  # noqa: S310  on the loopback interface
            passed = (begun + read(hasty)).count(ANSWER)
    assert patient.status == 200
    assert 1 <= passed <= MANY / 4
