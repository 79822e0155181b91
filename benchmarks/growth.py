"""The same at each size of the dataset: how long answers take, and what a size costs besides."""

from collections.abc import Callable, Iterator, Mapping

from benchmarks.figures import figure
from benchmarks.goals import Size
from benchmarks.scenarios import PRODUCT

UNKNOWN = "–"
# What to tell of so many events and of what was measured with them.
BESIDES: tuple[tuple[str, Callable[[int, Size], float | None]], ...] = (
    ("kB of disk for an event", lambda events, size: _kilobytes(size.load.get("megabytes"), events)),
    ("loading, rows a second", lambda events, size: size.load.get("rate")),
    ("publishing one claim, ms", lambda events, size: size.besides.get("publishing")),
    ("`rebuild_publication`, s", lambda events, size: size.besides.get("rebuilding")),
)


def table(sizes: Mapping[int, Size]) -> Iterator[str]:
    """Milliseconds for half of the requests and for 99 of 100, when eight connections ask at once; then all else."""
    yield "| p50 and p99 in ms | " + " | ".join(f"{events:,} events" for events in sizes) + " |"
    yield "|---|" + "---|" * len(sizes)
    asked = (one.scenario for size in sizes.values() for one in size.measured if one.contestant == PRODUCT)
    for name in dict.fromkeys(asked):
        yield f"| {name} | {' | '.join(_times(size, name) for size in sizes.values())} |"
    for title, of in BESIDES:
        figures = (of(events, size) for events, size in sizes.items())
        yield f"| {title} | {' | '.join(UNKNOWN if one is None else figure(one) for one in figures)} |"


def _times(size: Size, scenario: str) -> str:
    one = size.of(scenario)
    return f"{figure(one.median())} · {figure(one.slowest())}{one.failing()}" if one else UNKNOWN


def _kilobytes(megabytes: float | None, events: int) -> float | None:
    return None if megabytes is None else 1000 * megabytes / events
