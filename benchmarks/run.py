"""Measures the running product on the real dataset: python3 dev.py bench [--rounds N]

Starts the web server as `dev.py run` does, asks each question once a round so that all meet the same noise, and prints
medians and their ratio to the cheapest answer. The figures compare questions with one another on one machine in one
run; they say nothing about another machine.
"""

import argparse
import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

EVENT = "azerbaijani-embassy-strike-2025-11-14"
QUESTIONS = {
    "livez (the floor)": "/livez",
    "event": f"/api/v1/events/{EVENT}/",
    "disagreements of an event": f"/api/v1/events/{EVENT}/disagreements/",
    "events, first page": "/api/v1/events/",
    "events by actor": "/api/v1/events/?actor=ilham-aliyev",
    "events by country, type and date": "/api/v1/events/?country=UA&type=ASSAULT&date_from=2022-01-01",
    "events by words": "/api/v1/events/?q=Botschaft",
    "claims, first page": "/api/v1/claims/",
    "claims by event and aspect": f"/api/v1/claims/?event={EVENT}&aspect=intent",
    "changes": "/api/v1/changes/",
}
SECONDS_TO_START = 30


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=200, help="how often each question is asked (200)")
    rounds = arguments.parse_args().rounds
    subprocess.run([sys.executable, "manage.py", "prepare_local"], check=True, stdout=sys.stderr)
    with server() as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        for path in QUESTIONS.values():
            ask(connection, path)
        times: dict[str, list[float]] = {name: [] for name in QUESTIONS}
        for done in range(rounds):
            if done % 20 == 0:
                print(f"Round {done} of {rounds} …", file=sys.stderr)
            for name, path in QUESTIONS.items():
                times[name].append(ask(connection, path))
    print("\n".join(table(times)))
    return 0


@contextmanager
def server() -> Iterator[int]:
    """A web server on a free port of the loopback interface, ended with the block."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        argv = [sys.executable, "-m", "gunicorn", "--bind", f"fd://{listener.fileno()}", "eventsapi.wsgi"]
        process = subprocess.Popen(argv, pass_fds=[listener.fileno()], env={**os.environ, "EVENTSAPI_LOCAL": "1"})
    try:
        wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(SECONDS_TO_START)


def wait(port: int) -> None:
    for _ in range(SECONDS_TO_START * 20):
        try:
            ask(http.client.HTTPConnection("127.0.0.1", port, timeout=2), "/livez")
        except OSError:
            time.sleep(0.05)
        else:
            return
    sys.exit(f"The web server did not answer within {SECONDS_TO_START} seconds.")


def ask(connection: http.client.HTTPConnection, path: str) -> float:
    """Milliseconds from the question to the last byte of the answer."""
    started = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    if answer.status != http.HTTPStatus.OK:
        sys.exit(f"{path} answered {answer.status}.")
    return (time.perf_counter() - started) * 1000


def table(times: dict[str, list[float]]) -> Iterator[str]:
    floor = statistics.median(next(iter(times.values())))
    yield "| question | median ms | 95 % below | times the floor |\n|---|---|---|---|"
    for name, taken in times.items():
        median = statistics.median(taken)
        slow = statistics.quantiles(taken, n=20)[-1]
        yield f"| {name} | {median:.2f} | {slow:.2f} | {median / floor:.1f} |"


if __name__ == "__main__":
    sys.exit(main())
