"""Plays the corpus against a server: `python3 -m tests.hostile.play HOST PORT`, or by pytest against one of its own.

Of a server of others only the public addresses are asked, and those with variables that can be read there.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import NamedTuple
from urllib.request import urlopen

from bootstrap.console import say
from tests.hostile.corpus import LENGTH, Request, Unknown, filled, requests
from tests.hostile.uploads import UPLOADS
from tests.hostile.verdicts import alike, faults
from tests.hostile.wire import Heard, converse

BOUNDARY = "x---------------------------hostile"
TRIES = 3
READABLE = {"event": "events", "claim": "claims", "article": "articles"}


@dataclass(frozen=True)
class Server:
    host: str
    port: int

    @property
    def authority(self) -> str:
        return f"{self.host}:{self.port}"


class Failure(NamedTuple):
    group: str
    name: str
    fault: str


@dataclass(frozen=True)
class Score:
    # Those that were played, by group.
    tried: Mapping[str, int]
    # Requests that need what is not known of this server.
    left_out: int
    failures: list[Failure]

    @property
    def played(self) -> int:
        return sum(self.tried.values())

    def lines(self) -> list[str]:
        """What was wrong, then a line for each group and one for all."""
        failed = Counter(group for group, _ in {(failure.group, failure.name) for failure in self.failures})
        told = [f"{failure.group}/{failure.name}: {failure.fault}" for failure in self.failures]
        told += [f"{group:<14}{tried:5} tried {tried - failed[group]:5} passed" for group, tried in self.tried.items()]
        return [*told, f"{'all':<14}{self.played:5} tried {self.played - failed.total():5} passed"]


def play(corpus: Sequence[Request], server: Server, variables: Mapping[str, str], *, at_once: int = 1) -> Score:
    """Every request, some of them at once; what is told of them keeps their order."""
    with ThreadPoolExecutor(at_once) as pool:
        found = list(pool.map(lambda request: look(request, server, variables), corpus))
    failures = [Failure(*name, fault) for name, faults_of_one in found for fault in faults_of_one or ()]
    tried = Counter(group for (group, _), faults_of_one in found if faults_of_one is not None)
    return Score(tried, len(found) - tried.total(), failures)


def look(request: Request, server: Server, variables: Mapping[str, str]) -> tuple[tuple[str, str], list[str] | None]:
    """Group and name of the request, and what is wrong with its answer; None where it cannot be asked here."""
    name = (request.group, request.name)
    try:
        heard = ask(request, server, variables)
    except Unknown:
        return name, None
    found = [*faults(_put_in(request, variables), heard), *_of_time(request, heard, server, variables)]
    found += _of_twins(request, heard, server, variables)
    if not _is_alive(server):
        found.append("The server does not answer afterwards.")
    return name, found


def ask(request: Request, server: Server, variables: Mapping[str, str]) -> Heard:
    """Raises Unknown for a request with a variable that has no value."""
    known = {"host": server.authority, "length": LENGTH, **variables}
    return converse(server.host, server.port, written(request, known), closing=request.closing)


def written(request: Request, variables: Mapping[str, str]) -> list[bytes]:
    """The request as it goes over the wire, in one piece or more."""
    if request.raw:
        return [filled(piece, variables).encode("latin-1") for piece in request.raw]
    body, kind = _body(request, variables)
    headers = {"Host": variables["host"], "Accept": "application/json", "Connection": "close"}
    if request.role:
        headers["Cookie"] = filled(f"§cookie_{request.role}§", variables)
    if body or request.method in ("POST", "PUT", "PATCH"):
        headers["Content-Length"] = LENGTH
    headers |= {"Content-Type": kind} if kind else {}
    headers |= {filled(name, variables): filled(value, variables) for name, value in request.headers.items()}
    head = f"{request.method} {filled(request.path, variables)} HTTP/1.1\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return [head.replace(LENGTH, str(len(body))).encode("latin-1") + b"\r\n" + body]


def _body(request: Request, variables: Mapping[str, str]) -> tuple[bytes, str]:
    """The body and its kind, which is empty where the request has to say it, or says nothing."""
    if request.form is None:
        return filled(request.body, variables).encode("utf-8", "surrogatepass"), ""
    fields = {"csrfmiddlewaretoken": "§csrf§", **request.form}
    parts = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n{filled(value, variables)}'.encode()
        for name, value in fields.items()
    ]
    if request.upload:
        head = f'Content-Disposition: form-data; name="file"; filename="{request.upload}"\r\n'
        parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + UPLOADS[request.upload]())
    mark = f"--{BOUNDARY}".encode()
    body = b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts) + mark + b"--\r\n"
    return body, f"multipart/form-data; boundary={BOUNDARY}"


def _put_in(request: Request, variables: Mapping[str, str]) -> Request:
    """What its answers are looked through for, with its marks replaced."""
    return replace(
        request,
        holds=[filled(words, variables) for words in request.holds],
        lacks=[filled(words, variables) for words in request.lacks],
    )


def _of_time(request: Request, heard: Heard, server: Server, variables: Mapping[str, str]) -> list[str]:
    """A busy machine is slow by turns; what is slow each time is slow by itself."""
    taken = [heard.seconds]
    while taken[-1] > request.seconds and len(taken) < TRIES:
        taken.append(ask(request, server, variables).seconds)
    return [f"It took {min(taken):.2f} s at best, of {TRIES} times."] if min(taken) > request.seconds else []


def _of_twins(request: Request, heard: Heard, server: Server, variables: Mapping[str, str]) -> list[str]:
    if not request.twin:
        return []
    other = ask(request, server, {**variables, **request.twin})
    names = {variables[name]: value for name, value in request.twin.items()}
    return [] if alike(heard, other, names=names) else [f"It is answered otherwise than with {dict(request.twin)}."]


def _is_alive(server: Server) -> bool:
    ask_it = [f"GET /livez HTTP/1.1\r\nHost: {server.authority}\r\nConnection: close\r\n\r\n".encode()]
    return converse(server.host, server.port, ask_it).first.status == 200


def readable(server: Server) -> dict[str, str]:
    """Variables that any server tells: the first id of each kind."""
    found = {}
    for name, resource in READABLE.items():
        with urlopen(f"http://{server.authority}/api/v1/{resource}/?page_size=1", timeout=10) as answer:
            found[name] = str(json.load(answer)["results"][0]["id"])
    return found


def main(arguments: list[str]) -> int:
    host, port = arguments
    server, started = Server(host, int(port)), time.monotonic()
    score = play(requests(), server, readable(server))
    say("\n".join(score.lines()))
    say(f"{time.monotonic() - started:.0f} s; {score.left_out} left out, which need accounts or drafts.")
    return 1 if score.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
