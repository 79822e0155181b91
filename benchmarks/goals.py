"""What the project wants to reach, and how far it is: one table of what was measured against it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from benchmarks.figures import figure
from benchmarks.measuring import Measured
from benchmarks.scenarios import AGAIN_TRUSTING, PRODUCT

FILTERS = (
    "country + dates + type",
    "by actor",
    "by actor + role",
    "pair of actors",
    "bbox",
    "aspect + agreement",
    "list by a common word",
    "list by a rare word",
)
SEARCHES = ("search: common words", "search: a rare word", "search: misspelt names")


@dataclass(frozen=True)
class Size:
    """What was measured at one size: rates by scenario and contestant, milliseconds, loading and what is besides."""

    measured: Sequence[Measured]
    load: Mapping[str, Any]
    besides: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        measured = [one.as_json() for one in self.measured]
        return {"load": self.load, "besides": self.besides, "measured": measured}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Size":
        return cls([Measured.from_json(one) for one in kept["measured"]], kept["load"], kept["besides"])

    def of(self, scenario: str, contestant: str = PRODUCT) -> Measured | None:
        return next((one for one in self.measured if (one.scenario, one.contestant) == (scenario, contestant)), None)

    def rate(self, scenario: str, contestant: str = PRODUCT) -> float | None:
        """None where nothing was answered, too."""
        found = self.of(scenario, contestant)
        return found.rate() or None if found else None

    def times(self, scenario: str, contestant: str) -> float | None:
        """How many times as many requests a second as the contestant."""
        mine, theirs = self.rate(scenario), self.rate(scenario, contestant)
        return mine / theirs if mine and theirs else None

    def cost(self, scenario: str, *, of: str = "list") -> float | None:
        """How many times as dear as another scenario of the product."""
        mine, other = self.rate(scenario), self.rate(of)
        return other / mine if mine and other else None

    def dearest(self, scenarios: Sequence[str]) -> float | None:
        costs = [cost for cost in map(self.cost, scenarios) if cost]
        return max(costs) if costs else None


@dataclass(frozen=True)
class Goal:
    """A figure and its bound. `at_least` says on which side of it is well."""

    title: str
    bound: float
    of: Callable[[Size], float | None]
    at_least: bool = True
    unit: str = "×"

    def asked(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.bound:,.3g} {self.unit}".replace("1e+04", "10,000")

    def told(self, size: Size) -> str:
        value = self.of(size)
        if value is None:
            return "not measured"
        is_reached = value >= self.bound if self.at_least else value <= self.bound
        return f"{figure(value)} {self.unit}" if is_reached else f"**missed**: {figure(value)} {self.unit}"


Of = Callable[[Size], float | None]


def _times(scenario: str, contestant: str) -> Of:
    return lambda size: size.times(scenario, contestant)


def _cost(scenario: str) -> Of:
    return lambda size: size.cost(scenario)


def _besides(name: str) -> Of:
    return lambda size: size.besides.get(name)


def _milliseconds(scenario: str) -> Of:
    """What one request costs the machine."""

    def cost(size: Size) -> float | None:
        rate = size.rate(scenario)
        return 1000 / rate if rate else None

    return cost


GOALS = (
    Goal("list, made anew, against DRF with keyset", 20, _times("list", "drf")),
    Goal("list, made anew, against PostGraphile", 6, _times("list", "postgraphile")),
    Goal("list, made anew, against FastAPI + asyncpg", 2.5, _times("list", "fastapi")),
    Goal("list, kept, against DRF with keyset", 50, _times(AGAIN_TRUSTING, "drf")),
    Goal("list, kept, against the same bytes from gunicorn", 1 / 3, _times(AGAIN_TRUSTING, "static")),
    Goal("detail, made anew, against DRF", 8, _times("detail", "drf")),
    Goal("detail, made anew, against FastAPI + asyncpg", 1, _times("detail", "fastapi")),
    Goal("the dearest filter, against the list", 2, lambda size: size.dearest(FILTERS), at_least=False),
    Goal("the dearest of /search/, against the list", 2, lambda size: size.dearest(SEARCHES), at_least=False),
    Goal("page 100, against the list", 1.1, _cost("page 100"), at_least=False),
    Goal("page 10,000, against the list", 1.1, _cost("page 10,000"), at_least=False),
    Goal("facets, filtered", 300, _milliseconds("facets of a country"), at_least=False, unit="ms"),
    Goal("facets", 300, _milliseconds("facets"), at_least=False, unit="ms"),
    Goal("timeline", 300, _milliseconds("timeline"), at_least=False, unit="ms"),
    Goal("memory of a worker, late against warm", 1.05, _besides("growth"), at_least=False),
    Goal(
        "memory of a worker that streams everything",
        100,
        _besides("streaming"),
        at_least=False,
        unit="MB",
    ),
    Goal("publishing one claim", 100, _besides("publishing"), at_least=False, unit="ms"),
    Goal("loading", 10_000, lambda size: size.load.get("rate"), unit="rows/s"),
)


def table(sizes: Mapping[int, Size]) -> Iterator[str]:
    """A row a goal, a column a size."""
    yield "| what | goal | " + " | ".join(f"{events:,} events" for events in sizes) + " |"
    yield "|---|---|" + "---|" * len(sizes)
    for goal in GOALS:
        yield f"| {goal.title} | {goal.asked()} | {' | '.join(map(goal.told, sizes.values()))} |"


def growth(sizes: Mapping[int, Size]) -> Iterator[str]:
    """How many times as dear each scenario is at the largest size as at the smallest."""
    if len(sizes) < 2:
        return
    least, most = min(sizes), max(sizes)
    yield f"| {most:,} events against {least:,} | goal | cost |"
    yield "|---|---|---|"
    for name in dict.fromkeys(one.scenario for one in sizes[least].measured):
        bound = 1.1 if name in ("detail", "list") else 1.5
        goal = Goal(name, bound, partial(grown, name, sizes[least]), at_least=False)
        yield f"| {name} | {goal.asked()} | {goal.told(sizes[most])} |"


def grown(scenario: str, before: Size, after: Size) -> float | None:
    earlier, later = before.rate(scenario), after.rate(scenario)
    return earlier / later if earlier and later else None
