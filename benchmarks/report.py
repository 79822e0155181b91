"""What was measured, as JSON for programs and as Markdown for people: ratios first, since only they travel."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.measuring import PRODUCT, Measured

TITLES = {
    "drf": "DRF, keyset",
    "drf_count": "DRF, offset + count",
    "fastapi": "FastAPI + asyncpg",
    "datasette": "Datasette",
    "postgraphile": "PostGraphile",
    "static": "same bytes, gunicorn",
    "nginx": "same bytes, nginx",
}
START, END = "<!-- measured -->", "<!-- /measured -->"
# A share of failed requests above this makes the figure one of failing.
TOLERATED = 0.01


def as_json(machine: Mapping[str, Any], runs: Mapping[int, Sequence[Measured]], loads: Mapping[int, Any]) -> Any:
    return {
        "machine": dict(machine),
        "runs": [
            {"events": events, "load": loads.get(events), "measured": [one.as_json() for one in measured]}
            for events, measured in runs.items()
        ],
    }


def markdown(machine: Mapping[str, Any], runs: Mapping[int, Sequence[Measured]], loads: Mapping[int, Any]) -> str:
    lines = [f"- {name}: {value}" for name, value in machine.items()]
    for events, measured in runs.items():
        lines += ["", f"### {events:,} events", "", *told_of_load(loads.get(events)), *table(measured), ""]
        lines += [*absolute(measured)]
    return "\n".join(lines).rstrip() + "\n"


def told_of_load(load: Mapping[str, Any] | None) -> list[str]:
    if not load:
        return []
    speed = load["records"] / load["seconds"]
    told = f"load_dataset took {load['seconds']:,.0f} s for {load['records']:,} records ({speed:,.0f} a second)"
    return [f"{told}; the database then took {load['megabytes']:,.0f} MB.", ""]


def table(measured: Sequence[Measured]) -> Iterator[str]:
    """How many times as fast as each peer: medians of the rounds, with the lowest and the highest round."""
    peers = [name for name in TITLES if any(one.contestant == name for one in measured)]
    yield "| scenario | requests/s | p50 ms | " + " | ".join(f"× {TITLES[peer]}" for peer in peers) + " |"
    yield "|---|---|---|" + "---|" * len(peers)
    for one in measured:
        if one.contestant == PRODUCT:
            rivals = {other.contestant: other for other in measured if other.scenario == one.scenario}
            cells = [ratio(one, rivals[peer]) if peer in rivals else "" for peer in peers]
            yield f"| {one.scenario} | {rate(one)} | {one.median():.1f} | {' | '.join(cells)} |"


def absolute(measured: Sequence[Measured]) -> Iterator[str]:
    """The peers' own figures, without which nobody can check the ratios."""
    yield "| scenario | who | requests/s | p50 ms | kB an answer |"
    yield "|---|---|---|---|---|"
    for one in measured:
        title = TITLES.get(one.contestant, "this")
        yield f"| {one.scenario} | {title} | {rate(one)} | {one.median():.1f} | {one.size() / 1024:.1f} |"


def rate(one: Measured) -> str:
    low, high = one.spread()
    failing = f", {one.failed():.0%} failed" if one.failed() > TOLERATED else ""
    return f"{figure(one.rate())} ({figure(low)}–{figure(high)}{failing})"


def ratio(one: Measured, other: Measured) -> str:
    """The ratio of the medians, then the lowest and the highest of the rounds' own ratios."""
    if min(other.rate(), one.rate()) == 0 or max(one.failed(), other.failed()) > TOLERATED:
        return "–"
    rounds = [mine.rate / theirs.rate for mine, theirs in zip(one.rounds, other.rounds, strict=True) if theirs.rate]
    return f"{figure(one.rate() / other.rate())} ({figure(min(rounds))}–{figure(max(rounds))})"


def figure(value: float) -> str:
    """Three digits that mean something."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def written_into(document: str, text: str) -> str:
    """The document with the text between its marks. Raises ValueError where it has none."""
    before, start, rest = document.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise ValueError(f"The document has no {START} … {END}: put both where the figures belong.")
    return f"{before}{START}\n\n{text}\n{END}{after}"


def medians(measured: Sequence[Measured]) -> dict[str, float]:
    """Milliseconds of server time for one request of the product, by scenario: what the plot shows."""
    return {one.scenario: 1000 / one.rate() for one in measured if one.contestant == PRODUCT and one.rate()}
