"""Draws when the events were and how far their claims agree: python3 examples/plots.py [ADDRESS] [FOLDER]

ADDRESS is that of a server (http://127.0.0.1:8000), FOLDER where the two plots are written (docs/plots).
"""

import json
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import URLError
from urllib.parse import urljoin
from urllib.request import urlopen

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

INK, PALE, GRID, BAND, ACCENT = "#222222", "#666666", "#dddddd", "#f5f5f5", "#B04A00"

# Distinct also to the colour-blind (Okabe and Ito), and not by colour alone: the plot of agreement prints its numbers.
CLASSES = {
    "verbal_cooperation": ("#0072B2", "words of cooperation"),
    "material_cooperation": ("#009E73", "deeds of cooperation"),
    "verbal_conflict": ("#E69F00", "words of conflict"),
    "material_conflict": ("#D55E00", "deeds of conflict"),
    None: ("#8c8c8c", "without an event type"),
}
AGREEMENTS = {
    "contested": ("#D55E00", "white"),
    "compatible": ("#F0E442", INK),
    "agreed": ("#0072B2", "white"),
    "single_source": ("#d4d4d4", INK),
}


class Stretch(NamedTuple):
    """A part of the time axis with a scale of its own: years in which little happened take little of the width."""

    first: date
    last: date
    left: float
    right: float
    ticks: tuple[date, ...]


# All lengths are points, 72 to an inch, measured from the upper left corner.
STRETCHES = (
    Stretch(date(1990, 7, 1), date(1994, 12, 31), 250, 283, (date(1991, 1, 1),)),
    Stretch(date(2021, 7, 1), date(2024, 9, 30), 291, 408, tuple(date(year, 1, 1) for year in (2022, 2023, 2024))),
    Stretch(
        date(2024, 10, 1),
        date(2026, 2, 14),
        416,
        638,
        tuple(date(2024 + month // 12, month % 12 + 1, 1) for month in range(9, 26, 3)),
    ),
)
WIDTH, MARGIN = 648, 12
LETTERS = 56  # in a line of a label
LINE, GAP = 9.6, 5.5
ABOVE, BELOW = 84, 44  # legend and years; years


def everything(address: str, resource: str) -> Iterator[Any]:
    """All records of a list, page after page."""
    page: str | None = f"/api/v1/{resource}/?page_size=200&ordering=id"
    while page:
        try:
            with urlopen(urljoin(address, page), timeout=30) as answer:  # noqa: S310 - an http address
                found = json.load(answer)
        except (URLError, ValueError) as error:
            sys.exit(f"{address} does not answer as it should ({error}). The first argument names another server.")
        yield from found["results"]
        page = found["next"]


def bounds(event: Any) -> tuple[date | None, date | None]:
    """The first and the last day that an event may mean; None where an end is open or nothing is known."""
    stated = (event["date"][end] for end in ("start", "end"))
    first, last = (date.fromisoformat(day) if day else None for day in stated)
    return first, last


def in_order(events: list[Any]) -> list[Any]:
    """The events of a known year, the earliest first; where the beginning is open, the end counts."""
    known = [(first or last, last or first, event["id"], event) for event in events for first, last in [bounds(event)]]
    return [row[-1] for row in sorted((row for row in known if row[0]), key=lambda row: row[:3])]


def refuse_days_outside(events: list[Any]) -> None:
    for event in events:
        for day in filter(None, bounds(event)):
            if not any(stretch.first <= day <= stretch.last for stretch in STRETCHES):
                sys.exit(f"{event['id']}: {day} lies outside the time axis. Widen STRETCHES in {Path(__file__).name}.")


def across(day: date) -> float:
    """Where on the time axis a day lies."""
    days = [end.toordinal() for stretch in STRETCHES for end in (stretch.first, stretch.last)]
    return float(np.interp(day.toordinal(), days, [x for stretch in STRETCHES for x in (stretch.left, stretch.right)]))


def label(event: Any) -> list[str]:
    """The title in as few lines as it takes, of about equal length, and what is contested."""
    title, contested = named(event), event["contested_aspects"]
    fewest = len(textwrap.wrap(title, LETTERS, break_on_hyphens=False))
    lines = textwrap.wrap(title, min(LETTERS, len(title) // fewest + 8), break_on_hyphens=False)
    return [*lines, f"contested: {', '.join(contested)}"] if contested else lines


def named(event: Any) -> str:
    happened = event["realis"] in {"actual", "ongoing"}
    return str(event["title"]) if happened else f"{event['title']} ({event['realis']})"


def draw_axis(axes: Axes, *, top: float, bottom: float) -> None:
    for first, last, left, right, ticks in STRETCHES:
        axes.hlines((top, bottom), left, right, color=PALE, lw=0.8)
        axes.text((left + right) / 2, top - 22, f"{first:%Y} – {last:%Y}", ha="center", fontsize=8, color=PALE)
        for day in ticks:
            axes.vlines(across(day), top - 3, bottom + 3, color=GRID, lw=0.6, zorder=0)
            for y in (top - 7, bottom + 13):
                axes.text(across(day), y, f"{day:%Y}" if day.month == 1 else f"{day:%b}", ha="center", color=INK)


def draw_date(axes: Axes, event: Any, *, y: float) -> None:
    """A dot for a day, a bar over the days it may have been, an arrow where an end is open."""
    first, last = bounds(event)
    colour = CLASSES[event["quad_class"]][0]
    doubtful = any(mark in event["date"]["edtf"] for mark in "?~%")
    look: dict[str, Any] = {"fc": "white", "hatch": "/////"} if doubtful else {"fc": colour}
    if first and first == last:
        axes.plot([across(first)], [y], "o", ms=6, mec=colour, mew=1.5, mfc=look["fc"], zorder=3)
    elif first and last:
        width = max(across(last) - across(first), 1.5)
        axes.add_patch(Rectangle((across(first), y - 3), width, 6, ec=colour, lw=0.9, zorder=2, **look))
    else:
        draw_open(axes, across(first or last or date.min), y=y, step=6 if first else -6, ec=colour, **look)


def draw_open(axes: Axes, known: float, *, y: float, step: float, **look: Any) -> None:
    """From the known end a bar that fades into an arrow: how far it reaches, nobody has said."""
    for number, alpha in enumerate((1, 0.6, 0.3)):
        axes.add_patch(Rectangle((known + number * step, y - 3), step, 6, lw=0.5, alpha=alpha, zorder=2, **look))
    axes.vlines(known, y - 4.2, y + 4.2, color=look["ec"], lw=1.8, zorder=3)
    axes.plot([known + 3.5 * step], [y], ">" if step > 0 else "<", ms=5, color=look["ec"], mew=0, zorder=3)


def draw_events(axes: Axes, events: list[Any], *, top: float) -> None:
    for number, event in enumerate(events):
        lines = label(event)
        height = len(lines) * LINE + GAP
        if number % 2 == 0:
            axes.add_patch(Rectangle((6, top), WIDTH - 12, height, fc=BAND, ec="none", zorder=-1))
        for place, words in enumerate(lines):
            look = {"color": ACCENT, "weight": "bold"} if words.startswith("contested: ") else {"color": INK}
            axes.text(MARGIN, top + GAP / 2 + (place + 0.78) * LINE, words, fontdict=look)
        draw_date(axes, event, y=top + height / 2)
        top += height


def explain(figure: Figure) -> None:
    dot: dict[str, Any] = {"ls": "", "marker": "o", "ms": 6, "mec": PALE, "mew": 1.5}
    signs = [
        Line2D([], [], mfc=PALE, label="one day", **dot),
        Patch(fc=PALE, label="first to last possible day"),
        Line2D([], [], ls="", marker=">", ms=5, color=PALE, label="open at this end"),
        Line2D([], [], mfc="white", label="one day, uncertain", **dot),
        Patch(fc="white", ec=PALE, hatch="/////", label="approximate or uncertain"),
    ]
    colours = [Patch(fc=colour, label=words) for colour, words in CLASSES.values()]
    for number, handles in enumerate((colours, signs)):
        place = (0.008, 1 - number * 18 / (figure.get_figheight() * 72))
        figure.legend(handles=handles, loc="upper left", bbox_to_anchor=place, ncols=5, frameon=False)


def list_the_undated(axes: Axes, events: list[Any], *, top: float) -> None:
    """The events without a year, by name only: a place on the axis would be an invention."""
    axes.text(MARGIN, top, "Not on the axis: no text gives a year", fontsize=8.5, weight="bold", color=INK)
    half = (len(events) + 1) // 2
    for number, event in enumerate(events):
        stated = f" ({event['date']['edtf']})" if event["date"]["edtf"] else ""
        x, y = MARGIN + WIDTH * 0.49 * (number // half), top + (number % half + 1.6) * (LINE + 2)
        axes.plot([x + 3], [y - 2.5], "s", ms=5, color=CLASSES[event["quad_class"]][0])
        axes.text(x + 10, y, named(event) + stated, color=INK)


def events_over_time(events: list[Any]) -> Figure:
    dated = in_order(events)
    refuse_days_outside(dated)
    undated = [event for event in events if not any(bounds(event))]
    undated.sort(key=lambda event: (not event["date"]["edtf"], event["title"]))
    bottom = ABOVE + sum(len(label(event)) * LINE + GAP for event in dated)
    height = bottom + BELOW + (len(undated) + 1) // 2 * (LINE + 2) + 30
    figure = Figure(figsize=(WIDTH / 72, height / 72))
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(height, 0))
    axes.axis("off")
    explain(figure)
    draw_axis(axes, top=ABOVE, bottom=bottom)
    draw_events(axes, dated, top=ABOVE)
    list_the_undated(axes, undated, top=bottom + BELOW)
    return figure


def agreement_by_aspect(events: list[Any]) -> Figure:
    """Every aspect of every event counts once."""
    counts = Counter(pair for event in events for pair in event["agreement"].items())
    totals = Counter(aspect for event in events for aspect in event["agreement"])
    aspects = sorted(totals, key=lambda aspect: (totals[aspect], aspect))
    figure = Figure(figsize=(WIDTH / 72, 0.5 + 0.27 * len(aspects)), layout="constrained")
    axes = figure.add_subplot()
    left = [0] * len(aspects)
    for word, (colour, ink) in AGREEMENTS.items():
        widths = [counts[aspect, word] for aspect in aspects]
        bars = axes.barh(aspects, widths, left=left, color=colour, ec="white", lw=0.8, label=word.replace("_", " "))
        axes.bar_label(bars, [str(width or "") for width in widths], label_type="center", color=ink, fontsize=8)
        left = [start + width for start, width in zip(left, widths, strict=True)]
    axes.set_xlabel("events of which something is claimed on this aspect", fontsize=8.5, color=INK)
    axes.tick_params(axis="y", length=0, labelsize=9)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.margins(y=0.015)
    axes.legend(loc="lower right", frameon=False, fontsize=9)
    return figure


def main(address: str = "http://127.0.0.1:8000", folder: str = "docs/plots") -> None:
    events = list(everything(address, "events"))
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context():
        mpl.rcdefaults()  # whatever somebody prefers for plots of their own
        mpl.rc("font", size=7.5)
        mpl.rc("hatch", linewidth=0.9)
        # The same data makes the same bytes; and words stay words, which can be searched.
        mpl.rc("svg", hashsalt="contested events", fonttype="none")
        for name, draw in (("events-over-time", events_over_time), ("agreement-by-aspect", agreement_by_aspect)):
            draw(events).savefig(target / f"{name}.svg", metadata={"Date": None, "Creator": None})


if __name__ == "__main__":
    if len(sys.argv) > 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
