"""Clients that send, read, or post a few bytes a second, each from an address of its own."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from tests.faults.clients import TRUSTING, Log, reading
from tests.faults.sites import Site
from tests.faults.verdicts import Verdict

HEAD = b"{method} {path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Proto: https\r\n"
Manner = Callable[[socket.socket, threading.Event], None]


def slow_clients(site: Site, *, quick: bool) -> Verdict:
    """200 of them, of three kinds; those who read as usual notice nothing."""
    verdict, slow, seconds = Verdict(), (90 if quick else 200), (4 if quick else 30)
    with reading(site.client, readers=4, pause=0.02) as before:
        time.sleep(seconds / 2)
    with dawdling(site, clients=slow) as held, reading(site.client, readers=4, pause=0.02) as during:
        time.sleep(seconds)
        verdict.figures["slow clients at work"] = held()
    verdict.expect(verdict.figures["slow clients at work"] >= slow * 0.8, "The slow clients were not there.")
    for name, log in (("without them", before), ("with them", during)):
        verdict.figures[f"{name}: median, 99 %, s"] = (log.percentile(0.5), log.percentile(0.99))
    unnoticed(verdict, before, during)
    verdict.read(during)
    return verdict


def unnoticed(verdict: Verdict, before: Log, during: Log) -> None:
    """Slow clients cost nginx some time of the processors, so not the same to the millisecond."""
    most = 3 * before.percentile(0.99) + 0.25
    verdict.expect(during.percentile(0.99) <= most, f"99 % of the readers were answered within {most:.2f} s no more.")


@contextmanager
def dawdling(site: Site, *, clients: int) -> Iterator[Callable[[], int]]:
    """Yields how many of them have a connection."""
    over, connected = threading.Event(), set[int]()
    kinds: list[Manner] = [send_slowly, read_slowly, post_slowly]

    def dawdle(number: int) -> None:
        while not over.is_set():
            with suppress(OSError), line_of(site, source=f"127.0.{1 + number // 250}.{1 + number % 250}") as line:
                connected.add(number)
                kinds[number % len(kinds)](line, over)
            connected.discard(number)

    threads = [threading.Thread(target=dawdle, args=(number,), daemon=True) for number in range(clients)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    try:
        yield lambda: len(connected)
    finally:
        over.set()
        for thread in threads:
            thread.join(30)


@contextmanager
def line_of(site: Site, *, source: str) -> Iterator[socket.socket]:
    port = site.stack.ports.instances[0] if site.direct else site.stack.ports.secure
    raw = socket.socket()
    # So little that a slow reader is felt at the other end.
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.settimeout(10)
    with raw:
        raw.bind((source, 0))
        raw.connect(("127.0.0.1", port))
        if site.direct:
            yield raw
            return
        with TRUSTING.wrap_socket(raw, server_hostname="localhost") as line:
            yield line


def head(method: str, path: str) -> bytes:
    return HEAD.replace(b"{method}", method.encode()).replace(b"{path}", path.encode())


def send_slowly(line: socket.socket, over: threading.Event) -> None:
    """Headers, a byte at a time."""
    trickle(line, head("GET", "/api/v1/events/") + b"X-Slow: " + b"x" * 500, over)


def read_slowly(line: socket.socket, over: threading.Event) -> None:
    """A long answer, some bytes at a time."""
    line.sendall(head("GET", "/api/v1/claims/?page_size=200") + b"\r\n")
    while not over.wait(0.5) and line.recv(64):
        pass


def post_slowly(line: socket.socket, over: threading.Event) -> None:
    """A form, a byte at a time."""
    line.sendall(head("POST", "/admin/login/") + b"Content-Length: 5000\r\n\r\n")
    trickle(line, b"x" * 5000, over)


def trickle(line: socket.socket, content: bytes, over: threading.Event) -> None:
    for byte in content:
        line.sendall(bytes([byte]))
        if over.wait(0.5):
            return
