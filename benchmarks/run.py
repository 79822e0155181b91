"""Measures the running product against its peers, on made-up rows: python3 dev.py bench [--quick] [--rows N …]

Without arguments it loads and measures 10,000 and 1,000,000 events; measuring takes 19 minutes at most for each size.
--quick is a smoke run with 10,000 events, few peers and short rounds. What was measured is written to .local/bench/,
and with --docs to docs/performance.md, docs/performance.json and docs/plots/cost-over-size.svg as well.

The ratios hold for one machine in one run. Nothing here fails because something is slow.
"""

import argparse
import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eventsapi.settings")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
django.setup()

from benchmarks import copies, footprint, loading, machine, payloads, peering, plot, publishing, report, servers  # noqa: E402  needs the settings  # noqa: E402
from benchmarks.goals import Size  # noqa: E402
from benchmarks.known import learn  # noqa: E402
from benchmarks.measuring import measure  # noqa: E402
from benchmarks.scenarios import KEPT, TRUSTING, scenarios  # noqa: E402
from benchmarks.synthetic import Dataset  # noqa: E402
from benchmarks.wrk import CONNECTIONS  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".local" / "bench"
ROWS = (10_000, 1_000_000)
ALL = ("drf", "fastapi", "datasette", "postgraphile", "static", "nginx")
FEW = ("drf", "static", "nginx")


@dataclass(frozen=True)
class Plan:
    """How long and against whom."""

    rows: Sequence[int]
    peers: Sequence[str]
    rounds: int
    seconds: float
    footprint_seconds: float
    keep: bool
    also: Sequence[int]
    docs: bool
    copies: int
    rebuild: bool


def main() -> int:
    plan = read_plan(sys.argv[1:])
    lacking = servers.missing()
    if lacking:
        sys.exit("\n".join(["The benchmarks need more than this machine has:", *lacking]))
    LOCAL.mkdir(parents=True, exist_ok=True)
    about = machine.describe(rounds=plan.rounds, seconds=plan.seconds, connections=CONNECTIONS)
    sizes = {events: Size.from_json(json.loads(kept_in(events).read_text())) for events in plan.also}
    for events in plan.rows:
        size = events * plan.copies
        sizes[size] = measured(Dataset(events), plan, filled(Dataset(events), plan))
        kept_in(size).write_text(json.dumps(sizes[size].as_json()))
        tell(about, dict(sorted(sizes.items())), docs=plan.docs)
        if plan.rebuild:
            sizes[size] = with_rebuilding(sizes[size])
            kept_in(size).write_text(json.dumps(sizes[size].as_json()))
            tell(about, dict(sorted(sizes.items())), docs=plan.docs)
    return 0


def filled(dataset: Dataset, plan: Plan) -> Mapping[str, Any]:
    """Loads the dataset, and copies it as often as the plan says, unless that is what is there. Figures of the load."""
    if plan.copies > 1 and plan.keep and loading.is_loaded(dataset.events * plan.copies):
        return {}
    load = loading.load(dataset, keep=plan.keep, folder=LOCAL / f"bundle-{dataset.events}")
    if plan.copies > 1:
        copies.make(plan.copies)
        return {}
    return load or loaded_before(dataset.events)


def kept_in(events: int) -> Path:
    """Where the figures of a size are kept for --also."""
    return LOCAL / f"measured-{events}.json"


def loaded_before(events: int) -> Mapping[str, Any]:
    """The figures of a load, as they were when it was made."""
    kept = kept_in(events)
    return Size.from_json(json.loads(kept.read_text())).load if kept.exists() else {}


def read_plan(arguments: Sequence[str]) -> Plan:
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a smoke run: 10,000 events, few peers, short rounds")
    parser.add_argument("--rows", type=int, nargs="+", metavar="N", help=f"events ({' and '.join(map(str, ROWS))})")
    parser.add_argument("--rounds", type=int, help="how often each scenario is played (3)")
    parser.add_argument("--seconds", type=float, help="how long (3)")
    parser.add_argument("--footprint", type=float, help="seconds between the two figures of memory (60)")
    parser.add_argument("--peers", nargs="*", choices=ALL, help="whom to compare with (all)")
    parser.add_argument("--keep", action="store_true", help="measure what the database holds instead of loading anew")
    also = "sizes measured before that the report tells as well"
    parser.add_argument("--also", type=int, nargs="+", metavar="N", default=(), help=also)
    parser.add_argument("--docs", action="store_true", help="write docs/performance.md, too")
    more = "copy the public events by SQL until each stands there K times; no peers, and only what lists read is asked"
    parser.add_argument("--copies", type=int, metavar="K", default=1, help=more)
    parser.add_argument("--rebuild", action="store_true", help="time rebuild_publication, too, which takes long")
    asked = parser.parse_args(arguments)
    quick = asked.quick
    return Plan(
        rows=asked.rows or (ROWS[:1] if quick else ROWS),
        peers=() if asked.copies > 1 else asked.peers if asked.peers is not None else (FEW if quick else ALL),
        rounds=asked.rounds or (2 if quick else 3),
        seconds=asked.seconds or (1 if quick else 3),
        footprint_seconds=asked.footprint or (5 if quick else 60),
        keep=asked.keep,
        also=asked.also,
        docs=asked.docs,
        copies=asked.copies,
        rebuild=asked.rebuild and asked.copies == 1,
    )


def measured(dataset: Dataset, plan: Plan, load: Mapping[str, Any]) -> Size:
    environment = dict(os.environ)
    ours = [
        servers.product(environment),
        servers.product(environment, name=KEPT, kept_megabytes=20),
        servers.product(environment, name=TRUSTING, kept_megabytes=20, trust=1000),
    ]
    with servers.running(ours) as ports:
        known = learn(ports["product"])
        bodies = payloads.save(ports["product"], dataset, LOCAL / "bodies")
        others = peering.prepare(plan.peers, environment=environment, folder=LOCAL, bodies=bodies)
        every = [one for one in scenarios(dataset, known) if plan.copies == 1 or one.name in copies.SCENARIOS]
        with servers.running(others) as more:
            if others:
                payloads.prove_equal(every, {**ports, **more})
            rounds = measure(every, {**ports, **more}, rounds=plan.rounds, seconds=plan.seconds)
    if plan.copies > 1:
        return Size(rounds, load, {})
    asked = [one.ask for one in every if one.name in ("detail", "list", "country + dates + type", "mixed traffic")]
    loading.told("Memory, and what publishing takes …")
    besides = footprint.take(environment, asked, seconds=plan.footprint_seconds).as_json()
    return Size(rounds, load, {**besides, "publishing": publishing.milliseconds()})


def with_rebuilding(size: Size) -> Size:
    loading.told("Rendering everything anew …")
    return replace(size, besides={**size.besides, "rebuilding": publishing.rebuilding()})


def tell(about: Mapping[str, Any], sizes: Mapping[int, Size], *, docs: bool) -> None:
    text = report.markdown(about, sizes)
    (LOCAL / "performance.md").write_text(text)
    (LOCAL / "performance.json").write_text(json.dumps(report.as_json(about, sizes), indent=1) + "\n")
    costs = {events: report.medians(size.measured) for events, size in sizes.items()}
    plot.save(costs, LOCAL / "cost-over-size.svg")
    print(text)
    if docs:
        document = ROOT / "docs" / "performance.md"
        document.write_text(report.written_into(document.read_text(), text))
        shutil.copy(LOCAL / "performance.json", ROOT / "docs" / "performance.json")
        shutil.copy(LOCAL / "cost-over-size.svg", ROOT / "docs" / "plots" / "cost-over-size.svg")


def end(number: int, frame: FrameType | None) -> None:
    """A signal ends the run as an error would: the servers are stopped."""
    sys.exit(128 + number)


if __name__ == "__main__":
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, end)
    started = time.monotonic()
    code = main()
    print(f"{time.monotonic() - started:.0f} s in all.", file=sys.stderr)
    sys.exit(code)
