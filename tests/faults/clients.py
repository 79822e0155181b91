"""Clients of the served site, and the log that the verdicts are drawn from."""

import http.client
import random
import select
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

# The stack's certificate is signed by itself.
TRUSTING = ssl._create_unverified_context()  # noqa: S323  loopback only
# What is kept of the headers of a refusal.
KEPT = ("Retry-After", "X-Request-ID")
# Neither of them answers; they are what a client sees of a connection that broke.
BROKEN = (OSError, http.client.HTTPException)
PATHS = (
    "/api/v1/events/?page_size=20",
    "/api/v1/events/?country=UA",
    "/api/v1/claims/?page_size=50",
    "/api/v1/claims/?aspect=casualties",
    "/api/v1/actors/",
    "/api/v1/search/?q=ceasefire",
    "/api/v1/articles/",
    "/api/v1/sources/",
)


@dataclass(frozen=True)
class Answer:
    """Status 0 stands for a connection that broke."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    at: float = 0.0
    seconds: float = 0.0
    path: str = ""
    method: str = "GET"

    @property
    def ended(self) -> float:
        return self.at + self.seconds

    def told(self) -> str:
        return f"{self.method} {self.path} → {self.status} after {self.seconds:.2f} s: {self.body[:120]!r}"


class Client:
    """Keeps its connection, as programs do, and makes another one where the one that it had kept was closed."""

    def __init__(self, *, port: int, secure: bool, source: str = "127.0.0.1", timeout: float = 30) -> None:
        self.host = f"localhost:{port}"
        # Without nginx, the client tells the application what nginx would.
        told = {} if secure else {"X-Forwarded-Proto": "https", "X-Forwarded-For": source}
        self.headers: dict[str, str] = {"Host": self.host} | told
        near = (source, 0)
        self.line: http.client.HTTPConnection = (
            http.client.HTTPSConnection("127.0.0.1", port, timeout=timeout, context=TRUSTING, source_address=near)
            if secure
            else http.client.HTTPConnection("127.0.0.1", port, timeout=timeout, source_address=near)
        )

    def ask(
        self, path: str, *, method: str = "GET", body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        started = time.monotonic()
        if self.line.sock is not None and is_over(self.line.sock):
            self.line.close()
        try:
            self.line.request(method, path, body=body, headers={**self.headers, **(headers or {})})
            response = self.line.getresponse()
            content = response.read()
        except BROKEN as error:
            self.line.close()
            return Answer(0, repr(error).encode(), {}, started, time.monotonic() - started, path, method)
        heads = {name: value for name, value in response.getheaders() if name != "Set-Cookie"}
        cookies = response.headers.get_all("Set-Cookie") or []
        heads["Set-Cookie"] = "\n".join(cookies)
        return Answer(response.status, content, heads, started, time.monotonic() - started, path, method)

    def close(self) -> None:
        self.line.close()


def is_over(line: socket.socket) -> bool:
    """Nothing is to be read between two requests but the end."""
    waiting = select.poll()
    waiting.register(line, select.POLLIN)
    return bool(waiting.poll(0))


@dataclass
class Log:
    """Everything that was answered to somebody, in the order of the answers."""

    answers: list[Answer] = field(default_factory=list)

    def note(self, answer: Answer) -> None:
        """Without what nobody will ask for: there are hundreds of thousands of them."""
        good = answer.status == 200
        kept = {name: value for name, value in answer.headers.items() if not good and name in KEPT}
        body = b"" if good else answer.body[:200]
        self.answers.append(replace(answer, body=body, headers=kept))

    @property
    def statuses(self) -> dict[int, int]:
        return dict(sorted(Counter(answer.status for answer in self.answers).items()))

    def slowest(self, *statuses: int) -> float:
        times = [answer.seconds for answer in self.answers if not statuses or answer.status in statuses]
        return round(max(times, default=0.0), 3)

    def percentile(self, share: float, *statuses: int) -> float:
        times = sorted(answer.seconds for answer in self.answers if not statuses or answer.status in statuses)
        return round(times[min(int(len(times) * share), len(times) - 1)], 3) if times else 0.0

    def torn(self) -> list[Answer]:
        """Answers that broke off while they were sent, as those of a worker that is killed do: taken out of the log."""
        torn = [answer for answer in self.answers if answer.status == 0 and b"IncompleteRead" in answer.body]
        self.answers = [answer for answer in self.answers if answer not in torn]
        return torn

    def unlike(self, *allowed: int) -> list[str]:
        """One line for each answer of another status."""
        return [answer.told() for answer in self.answers if answer.status not in allowed]

    def unhelpful(self) -> list[str]:
        """503 without a time to come back."""
        return [f"{a.path} → 503 without Retry-After" for a in self.answers
                if a.status == 503 and "Retry-After" not in a.headers]  # fmt: skip


class Crowd:
    """Threads that do something over and over until they are told to stop."""

    def __init__(self) -> None:
        self.over = threading.Event()
        self.threads: list[threading.Thread] = []
        self.failures: list[BaseException] = []

    def add(self, act: Callable[[], None]) -> None:
        def repeat() -> None:
            try:
                while not self.over.is_set():
                    act()
            except BaseException as error:  # noqa: BLE001  told by the fault, whatever it is
                self.failures.append(error)

        thread = threading.Thread(target=repeat, daemon=True)
        self.threads.append(thread)
        thread.start()

    def end(self) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join(60)
        assert not self.failures, self.failures
        assert not any(thread.is_alive() for thread in self.threads), "A client hangs."


@contextmanager
def reading(make: Callable[[str], Client], *, readers: int, pause: float = 0.01) -> Iterator[Log]:
    """Readers ask for what readers ask for, until the block ends; every one of their answers is in the log.

    Each has an address of its own, as one address may ask for a limited number a minute.
    """
    log, crowd = Log(), Crowd()
    for number in range(readers):
        client, chance = make(f"127.0.1.{number + 1}"), random.Random(number)  # noqa: S311  a load that can be repeated

        def act(client: Client = client, chance: random.Random = chance) -> None:
            log.note(client.ask(some_path(chance)))
            time.sleep(pause)

        crowd.add(act)
    try:
        yield log
    finally:
        crowd.end()


def some_path(chance: random.Random) -> str:
    """Often one that was never asked before, so that it is not the memory of a worker that answers."""
    path = chance.choice(PATHS)
    if "page_size" in path and chance.random() < 0.7:
        return path.split("page_size")[0] + f"page_size={chance.randint(1, 200)}"
    return path
