"""Requests as bytes on a socket, and what comes back: nothing between us and the server puts anything right."""

import re
import socket
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

# Nobody waits longer for an answer, or for more of it.
PATIENCE = 10.0
PAUSE = 0.15
ENOUGH = 20_000_000
STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})[^\r\n]*\r\n")


@dataclass(frozen=True)
class Answer:
    """Status 0 where the server closed the connection without a word."""

    status: int = 0
    headers: dict[str, list[str]] = field(default_factory=dict)
    body: bytes = b""

    def header(self, name: str) -> str:
        return ", ".join(self.headers.get(name.lower(), []))


@dataclass(frozen=True)
class Heard:
    """All answers that came through one connection, and how long the last byte took from the last one sent."""

    answers: list[Answer]
    seconds: float
    hung: bool = False

    @property
    def first(self) -> Answer:
        return self.answers[0] if self.answers else Answer()


def converse(host: str, port: int, pieces: Sequence[bytes], *, closing: bool = False) -> Heard:
    """Sends the pieces with pauses between them, and reads until the server closes. `closing` says that this is all."""
    with socket.create_connection((host, port), timeout=PATIENCE) as line:
        started = _send(line, pieces, closing=closing)
        received, hung = bytearray(), False
        try:
            while len(received) < ENOUGH and (more := line.recv(65536)):
                received += more
        except TimeoutError:
            hung = True
        except ConnectionError:
            pass  # A server may close on us with unread bytes of ours; what it has said before is here.
        return Heard(parsed(bytes(received)), time.perf_counter() - started, hung)


def _send(line: socket.socket, pieces: Sequence[bytes], *, closing: bool) -> float:
    """The moment at which the last piece was on its way; a server need not wait for the end of what it refuses."""
    started = time.perf_counter()
    try:
        for number, piece in enumerate(pieces):
            if number:
                time.sleep(PAUSE)
            started = time.perf_counter()
            line.sendall(piece)
        if closing:
            line.shutdown(socket.SHUT_WR)
    except OSError:
        return started
    return started


def parsed(received: bytes) -> list[Answer]:
    """The answers one after the other; interim ones (1xx) are left out."""
    answers = []
    while found := STATUS.match(received):
        head, _, rest = received.partition(b"\r\n\r\n")
        headers = _headers(head)
        status = int(found[1])
        if status < 200:
            received = rest
            continue
        body, received = _body(rest, headers)
        answers.append(Answer(status, headers, _unpacked(body, headers)))
    return answers


def _headers(head: bytes) -> dict[str, list[str]]:
    headers: dict[str, list[str]] = {}
    for line in head.decode("latin-1").split("\r\n")[1:]:
        name, _, value = line.partition(":")
        headers.setdefault(name.strip().lower(), []).append(value.strip())
    return headers


def _body(rest: bytes, headers: dict[str, list[str]]) -> tuple[bytes, bytes]:
    """The body, and what comes after it. What follows the head of another answer belongs to that one."""
    if headers.get("transfer-encoding") == ["chunked"]:
        return _unchunked(rest)
    length = int(headers.get("content-length", ["0"])[0]) if "content-length" in headers else len(rest)
    # An answer to HEAD has a length and no body: what stands there is the next answer, or nothing.
    return (b"", rest) if STATUS.match(rest) else (rest[:length], rest[length:])


def _unpacked(body: bytes, headers: dict[str, list[str]]) -> bytes:
    """No more of it than is enough to say that it is too large."""
    packed = headers.get("content-encoding") == ["gzip"]
    return zlib.decompressobj(wbits=31).decompress(body, ENOUGH) if packed else body


def _unchunked(rest: bytes) -> tuple[bytes, bytes]:
    body = bytearray()
    while True:
        line, _, rest = rest.partition(b"\r\n")
        size = int(line.split(b";")[0] or b"0", 16)
        body += rest[:size]
        rest = rest[size + 2 :]
        if not size:
            return bytes(body), rest
