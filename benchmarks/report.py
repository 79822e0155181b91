"""What was measured, as JSON for programs and as Markdown for people: ratios first, since only they travel."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks import goals, growth
from benchmarks.figures import figure
from benchmarks.goals import Size
from benchmarks.measuring import TOLERATED, Measured
from benchmarks.scenarios import PRODUCT

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


def as_json(machine: Mapping[str, Any], sizes: Mapping[int, Size]) -> Any:
    return {
        "machine": dict(machine),
        "runs": [{"events": events, **size.as_json()} for events, size in sizes.items()],
    }


def markdown(machine: Mapping[str, Any], sizes: Mapping[int, Size]) -> str:
    lines = [f"- {name}: {value}" for name, value in machine.items()]
    lines += ["", "### Goals", "", *goals.table(sizes), "", *goals.growth(sizes)]
    lines += ["", "### Growth", "", *growth.table(sizes)]
    for events, size in sizes.items():
        lines += ["", f"### {events:,} events", "", *told_of_load(size.load), *told_besides(size.besides)]
        lines += [*table(size.measured), "", *absolute(size.measured)]
    return "\n".join(lines).rstrip() + "\n"


def told_of_load(load: Mapping[str, Any]) -> list[str]:
    if not load:
        return []
    told = f"load_dataset took {load['seconds']:,.0f} s for {load['rows']:,} rows ({load['rate']:,.0f} a second)"
    return [f"{told}; the database then took {load['megabytes']:,.0f} MB.", ""]


def told_besides(besides: Mapping[str, Any]) -> list[str]:
    """What was measured once, and not in rounds."""
    if not besides:
        return []
    memory = f"{besides['memory_at_start']:.0f} MB at its start, {besides['memory_warm']:.0f} MB when it was warm"
    return [
        f"The server answered {besides['start']:.1f} s after its start. A worker took {memory}, "
        f"{besides['memory_after']:.0f} MB {besides['requests']:,} requests later, and {besides['streaming']:.0f} MB "
        "while a reader took everything at ten kilobytes a second. "
        f"Publishing one claim took {besides['publishing']:.0f} ms.",
        "",
    ]


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
    yield "| scenario | who | requests/s | p50 ms | p99 ms | kB an answer |"
    yield "|---|---|---|---|---|---|"
    for one in measured:
        title = TITLES.get(one.contestant, "this")
        times = f"{one.median():.1f} | {one.slowest():.1f}"
        yield f"| {one.scenario} | {title} | {rate(one)} | {times} | {one.size() / 1024:.1f} |"


def rate(one: Measured) -> str:
    low, high = one.spread()
    return f"{figure(one.rate())} ({figure(low)}–{figure(high)}{one.failing()})"


def ratio(one: Measured, other: Measured) -> str:
    """The ratio of the medians, then the lowest and the highest of the rounds' own ratios."""
    if min(other.rate(), one.rate()) == 0 or max(one.failed(), other.failed()) > TOLERATED:
        return "–"
    rounds = [mine.rate / theirs.rate for mine, theirs in zip(one.rounds, other.rounds, strict=True) if theirs.rate]
    return f"{figure(one.rate() / other.rate())} ({figure(min(rounds))}–{figure(max(rounds))})"


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
