"""What the running product takes besides time: seconds to start, and the memory of its workers.

Memory is the private and the fairly shared part (Pss), as Linux tells it of the processes that answer.
"""

import socket
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks import servers
from benchmarks.scenarios import EVENTS
from benchmarks.servers import PRODUCTION
from benchmarks.wrk import Ask, play

STARTS = 3
# Warm: every kind of address has been asked for, and what is kept has filled. At least, and as a share of the whole.
WARM_SECONDS, WARM_SHARE = 5, 0.25
SLOW_SECONDS = 10
# What the slow reader takes at a time, and how long it waits then.
SIP, PAUSE = 1024, 0.1


@dataclass(frozen=True)
class Footprint:
    """Seconds, megabytes for one worker, and the requests that lay between the two figures of its memory."""

    start: float
    memory_at_start: float
    memory_warm: float
    memory_after: float
    requests: int
    # While a reader takes everything as a stream, ten kilobytes a second.
    streaming: float

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"growth": self.memory_after / self.memory_warm}


def take(environment: Mapping[str, str], asks: Sequence[Ask], *, seconds: float) -> Footprint:
    """Starts the product, asks it for so long, and lets somebody read a stream slowly."""
    server = servers.product(environment, name="footprint", kept_megabytes=20)
    start = statistics.median(_seconds_to_start(server) for _ in range(STARTS))
    with servers.started(server) as port:
        at_start = memory(port)
        _play(asks, port, max(WARM_SECONDS, seconds * WARM_SHARE))
        warm = memory(port)
        requests = _play(asks, port, seconds)
        after = memory(port)
        streaming = _memory_while_streaming(port)
    return Footprint(
        start=round(start, 2),
        memory_at_start=at_start,
        memory_warm=warm,
        memory_after=after,
        requests=requests,
        streaming=streaming,
    )


def memory(port: int) -> float:
    """Megabytes of the largest worker of the server on this port."""
    return max(_pss(worker) for worker in workers(port))


def workers(port: int) -> list[int]:
    """The processes that its first one has started, by what that one was told to bind to."""
    told = f"BIND=127.0.0.1:{port}".encode()
    ours = [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/environ") if told in _bytes(path).split(b"\0")]
    return [number for number in ours if _parent(number) in ours]


def _seconds_to_start(server: servers.Server) -> float:
    began = time.monotonic()
    with servers.started(server):
        return time.monotonic() - began


def _play(asks: Sequence[Ask], port: int, seconds: float) -> int:
    """Plays each for its share of the time; returns how many were answered."""
    share = max(seconds / len(asks), 1)
    return round(sum(play(ask, port=port, seconds=share).rate * share for ask in asks))


def _memory_while_streaming(port: int) -> float:
    head = "".join(f"{name}: {value}\r\n" for name, value in PRODUCTION.items())
    highest = 0.0
    with socket.create_connection(("127.0.0.1", port), timeout=30) as reader:
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SIP)
        reader.sendall(f"GET {EVENTS}?format=jsonl HTTP/1.1\r\n{head}Connection: close\r\n\r\n".encode())
        until = time.monotonic() + SLOW_SECONDS
        while time.monotonic() < until and reader.recv(SIP):
            highest = max(highest, memory(port))
            time.sleep(PAUSE)
    return highest


def _pss(process: int) -> float:
    lines = _bytes(Path(f"/proc/{process}/smaps_rollup")).decode().splitlines()
    kilobytes = [int(line.split()[1]) for line in lines if line.startswith("Pss:")]
    return round(sum(kilobytes) / 1024, 1)


def _parent(process: int) -> int:
    # The name of the program stands in brackets, and may hold spaces.
    return int(_bytes(Path(f"/proc/{process}/stat")).rpartition(b")")[2].split()[1] or 0)


def _bytes(path: Path) -> bytes:
    """What the file holds; nothing, where the process has ended or belongs to somebody else."""
    try:
        return path.read_bytes()
    except OSError:
        return b""
