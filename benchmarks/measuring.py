"""Rounds in turn: every contestant meets the same noise of the machine, and only ratios within one run are told."""

import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.scenarios import PRODUCT, Scenario
from benchmarks.wrk import CONNECTIONS, Ask, Round, play

# Two contestants that one server answers for.
SERVER_OF = {"drf_count": "drf"}
Player = Callable[[Ask, int, float], Round]
# Answers in a round, at least, and seconds at most.
ENOUGH = 3 * CONNECTIONS
LONGEST = 8.0
# Seconds in which a server is done with requests whose client has gone: a statement may take three.
DONE = 4.0
# A share of failed requests above this makes the figure one of failing.
TOLERATED = 0.01


@dataclass(frozen=True)
class Measured:
    """The rounds of one contestant in one scenario."""

    scenario: str
    contestant: str
    rounds: Sequence[Round]

    def rate(self) -> float:
        return statistics.median(one.rate for one in self.rounds)

    def spread(self) -> tuple[float, float]:
        rates = [one.rate for one in self.rounds]
        return min(rates), max(rates)

    def median(self) -> float:
        """Milliseconds for half of the requests, as eight connections that ask at once see it."""
        return statistics.median(one.median for one in self.rounds)

    def slowest(self) -> float:
        """Milliseconds for 99 of 100, likewise."""
        return statistics.median(one.slowest for one in self.rounds)

    def failed(self) -> float:
        return max(one.failed for one in self.rounds)

    def failing(self) -> str:
        """Which share has failed, where that makes the other figures ones of failing."""
        return f", {self.failed():.0%} failed" if self.failed() > TOLERATED else ""

    def size(self) -> float:
        return statistics.median(one.size for one in self.rounds)

    def as_json(self) -> dict[str, Any]:
        return {
            "scenario": self.scenario,
            "contestant": self.contestant,
            "requests_per_second": round(self.rate(), 1),
            "p50_ms": round(self.median(), 2),
            "p99_ms": round(self.slowest(), 2),
            "rounds": [asdict(one) for one in self.rounds],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Measured":
        return cls(kept["scenario"], kept["contestant"], tuple(Round(**one) for one in kept["rounds"]))


def server_of(contestant: str, scenario: Scenario) -> str:
    return scenario.variant if contestant == PRODUCT else SERVER_OF.get(contestant, contestant)


def play_at(ask: Ask, port: int, seconds: float) -> Round:
    taken = play(ask, port=port, seconds=seconds)
    # Nobody waits for what is still being answered, and it would be counted against who is asked next.
    time.sleep(DONE if taken.failed else min(taken.slowest / 1000, LONGEST))
    return taken


def measure(
    scenarios: Sequence[Scenario], ports: Mapping[str, int], *, rounds: int, seconds: float, player: Player = play_at
) -> list[Measured]:
    """Warms everybody up, then plays every scenario `rounds` times, the contestants one after the other."""
    asked = {
        (one.name, name): (ask, ports[server_of(name, one)])
        for one in scenarios
        for name, ask in {PRODUCT: one.ask, **one.peers}.items()
        if server_of(name, one) in ports
    }
    started = time.monotonic()
    lengths = {key: length(player(ask, port, min(seconds, 1)), seconds) for key, (ask, port) in asked.items()}
    found: dict[tuple[str, str], list[Round]] = {key: [] for key in asked}
    for number in range(1, rounds + 1):
        told = f"Round {number} of {rounds}, {sum(lengths.values()) / 60:.0f} minutes each"
        print(f"{told}, after {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
        for key, (ask, port) in asked.items():
            found[key].append(player(ask, port, lengths[key]))
    return [Measured(scenario, name, tuple(taken)) for (scenario, name), taken in found.items()]


def length(first: Round, seconds: float) -> float:
    """Long enough for some answers: what is slow is given more time, up to a limit that keeps the whole bounded."""
    if first.rate == 0:
        return max(seconds, LONGEST)
    return min(max(seconds, ENOUGH / first.rate), max(seconds, LONGEST))
