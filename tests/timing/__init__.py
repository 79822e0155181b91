"""What takes longer, of two ways to ask: asked by turns, until the medians of blocks agree well enough to tell a
difference of a fiftieth. A busy machine takes more blocks, and no verdict is one, too.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, median, stdev

# As long as one another, since a longer address takes longer to read and to repeat; and no stemmer shortens either.
ABSENT = "zqxabsent"
DRAFT = "zqxfalcon"
ADDRESSES = (
    "/api/v1/events/{}-event/", "/api/v1/claims/?event={}-event", "/api/v1/claims/{}-claim/",
    "/api/v1/actors/{}-actor/", "/api/v1/sources/{}-source/", "/api/v1/articles/{}-article/",
    "/api/v1/events/{}-event/coverage/", "/api/v1/events/{}-event/disagreements/", "/api/v1/events/?actor={}-actor",
    "/api/v1/claims/?speaker={}-actor&format=csv", "/api/v1/claims/facets/?by=aspect&event={}-event",
    "/api/v1/search/?q={}",
)  # fmt: skip
# By which part one may take longer, and how well that has to be known: a standard error.
TOLERATED = 0.05
KNOWN = 0.015
# Pairs of requests in a block, whose medians make one ratio; how many blocks there are at least, and at most.
BLOCK = 48
FEWEST, MOST = 6, 40

Ask = Callable[[], object]
Clock = Callable[[], float]


@dataclass(frozen=True)
class Verdict:
    """By which part the one takes longer than the other, and how well that is known."""

    excess: float
    error: float

    @property
    def certain(self) -> bool:
        return self.error <= KNOWN

    @property
    def same(self) -> bool:
        return self.certain and abs(self.excess) < TOLERATED

    @property
    def different(self) -> bool:
        return self.certain and self.excess >= TOLERATED

    def __str__(self) -> str:
        return f"{self.excess:+.2%} ± {self.error:.2%}"


def verdict(one: Ask, other: Ask, *, clock: Clock = time.perf_counter) -> Verdict:
    """Of as many blocks as it takes to know; what a busy machine adds to one side in a block it adds to few of them."""
    excesses = [_excess(one, other, clock=clock) for _ in range(FEWEST)]
    while not (found := _middle(excesses)).certain and len(excesses) < MOST:
        excesses.append(_excess(one, other, clock=clock))
    return found


def _middle(excesses: list[float]) -> Verdict:
    """The mean of the middle half, and its standard error by that half's spread."""
    ordered = sorted(excesses)
    quarter = len(ordered) // 4
    middle = ordered[quarter : len(ordered) - quarter]
    # The half says less of how far all of them are spread, by about this much.
    return Verdict(fmean(middle), 1.5 * stdev(middle) / sqrt(len(middle)))


def _excess(one: Ask, other: Ask, *, clock: Clock) -> float:
    taken: dict[Ask, list[float]] = {one: [], other: []}
    for number in range(BLOCK):
        # Each goes first as often as second, in an order without a period: what happens every few requests, such as
        # the collection of garbage, would otherwise always fall on the same one.
        for ask in (one, other)[:: 1 if number.bit_count() % 2 else -1]:
            # What was asked before leaves its traces in the next one, a twentieth of it: so it is always the same.
            other()
            started = clock()
            ask()
            taken[ask].append(clock() - started)
    return median(taken[one]) / median(taken[other]) - 1


def slower(ask: Ask, *, part: float, clock: Clock = time.perf_counter) -> Ask:
    """The same, which takes that part longer: of each request's own time, as a busy machine has no usual one."""

    def delayed() -> None:
        started = clock()
        ask()
        end = clock() + part * (clock() - started)
        while clock() < end:
            pass

    return delayed
