"""Cost over size: what a request costs at each size of the dataset, one line for each scenario."""

from collections.abc import Mapping
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

SHOWN = {
    "detail": "#0072B2",
    "list": "#009E73",
    "page 100": "#56B4E9",
    "country + dates + type": "#E69F00",
    "by actor": "#D55E00",
    "by actor + role": "#CC79A7",
    "bbox": "#999999",
    "aspect + agreement": "#F0E442",
    "search: common words": "#000000",
    "facets": "#7F3C8D",
}


def draw(costs: Mapping[int, Mapping[str, float]]) -> Figure:
    """`costs` are milliseconds by scenario, for each number of events."""
    figure = Figure(figsize=(7.5, 4.5), layout="constrained")
    axes = figure.add_subplot(xscale="log", yscale="log", xlabel="events", ylabel="ms of the machine per request")
    sizes = sorted(costs)
    for name, colour in SHOWN.items():
        points = [(size, costs[size][name]) for size in sizes if name in costs[size]]
        if points:
            axes.plot(*zip(*points, strict=True), marker="o", ms=4, lw=1.4, color=colour, label=name)
    axes.grid(color="#dddddd", lw=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
    axes.minorticks_off()
    axes.legend(frameon=False, fontsize=8, loc="center left", bbox_to_anchor=(1, 0.5))
    return figure


def save(costs: Mapping[int, Mapping[str, float]], target: Path) -> None:
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rc("font", size=8.5)
        mpl.rc("svg", hashsalt="contested events", fonttype="none")
        draw(costs).savefig(target, metadata={"Date": None, "Creator": None})
