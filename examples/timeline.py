"""Draws how many events there were in each month: python3 examples/timeline.py FILE.svg [FILTER …]

A FILTER is one of the list of events, such as actor=russia. SERVER=http://HOST:PORT names another server.
"""

import os
import sys
from typing import Any
from urllib.error import URLError

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

SERVER = os.environ.get("SERVER", "http://127.0.0.1:8000")


def timeline(query: str) -> "pd.Series[Any]":
    """What the API counts by month: `results`, and what no month can be told of."""
    try:
        return pd.read_json(f"{SERVER}/api/v1/events/timeline/?interval=month&{query}", typ="series")
    except URLError as error:
        sys.exit(f"{SERVER} does not answer as it should ({error}). SERVER=http://HOST:PORT names another server.")


def by_month(found: "pd.Series[Any]") -> "pd.Series[int]":
    """A number for every month from the first to the last; those that are not listed hold nothing."""
    buckets = pd.DataFrame(found["results"], columns=["start", "count"])
    counts = pd.Series(buckets["count"].to_numpy(), index=pd.to_datetime(buckets["start"]))
    return counts.asfreq("MS", fill_value=0)


def draw(found: "pd.Series[Any]") -> Figure:
    counts = by_month(found)
    figure = Figure(figsize=(9, 3), layout="constrained")
    axes = figure.add_subplot()
    axes.bar([month.to_pydatetime() for month in counts.index], counts.to_numpy(), width=25, align="edge")
    axes.set_ylabel("events")
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    # What a chart by month cannot show is said, and not spread over the months that it may belong to.
    axes.set_title(f"{counts.sum()} of {found['total']} events; {found['imprecise']} in no single month, "
                   f"{found['undated']} without a date")  # fmt: skip
    return figure


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    draw(timeline("&".join(sys.argv[2:]))).savefig(sys.argv[1])
