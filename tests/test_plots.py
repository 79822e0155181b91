"""examples/plots.py, as a stranger runs it against a server."""

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from pytest_django.live_server_helper import LiveServer

from examples.plots import across, agreement_by_aspect, events_over_time, label
from incidents.dataset.load import load
from tests.written import CURE, out_of_date

SCRIPT = settings.BASE_DIR / "examples" / "plots.py"
PLOTS = ["agreement-by-aspect.svg", "events-over-time.svg"]


def event(name: str, start: str | None, end: str | None, *, edtf: str = "2025", **more: Any) -> dict[str, Any]:
    """An event as lists show it, with what a plot reads of it."""
    date = {"edtf": edtf if start or end else None, "start": start, "end": end}
    words: dict[str, Any] = {"title": name.title(), "quad_class": None, "realis": "actual", "contested_aspects": []}
    return words | {"id": name, "date": date, "agreement": {}} | more


def words(figure: Figure) -> list[str]:
    """All but the years, which stand centred on the axis."""
    return [text.get_text() for text in figure.axes[0].texts if text.get_horizontalalignment() == "left"]


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, SCRIPT, *arguments], capture_output=True, text=True)


@pytest.mark.django_db(transaction=True)
def test_the_committed_plots_are_those_of_the_dataset(live_server: LiveServer, tmp_path: Path) -> None:
    assert load().ok
    done = run(live_server.url, tmp_path)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == PLOTS
    committed = settings.BASE_DIR / "docs" / "plots"
    assert [line for name in PLOTS for line in out_of_date(committed / name, (tmp_path / name).read_bytes())] == [], (
        CURE
    )


def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    done = run("http://127.0.0.1:9", tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("http://127.0.0.1:9 does not answer as it should")


def test_too_many_arguments_are_answered_with_the_usage() -> None:
    assert "python3 examples/plots.py [ADDRESS] [FOLDER]" in run("one", "two", "three").stderr


def test_an_event_without_a_year_is_listed_apart_from_the_axis() -> None:
    found = words(events_over_time([event("fair", "2025-01-01", "2025-01-31"), event("visit", None, None)]))
    assert found == ["Fair", "Not on the axis: no text gives a year", "Visit"]


def test_events_stand_in_the_order_of_their_first_known_day() -> None:
    march = event("march", "2025-03-01", None, edtf="2025-03-01/..")
    may = event("may", "2025-05-01", "2025-05-01", edtf="2025-05-01?")
    april = event("april", None, "2025-04-01", edtf="../2025-04-01")
    assert words(events_over_time([may, april, march]))[:3] == ["March", "April", "May"]


def test_a_later_day_lies_further_right_on_every_stretch_and_between_them() -> None:
    days = [date(1991, 1, 1), date(2022, 1, 1), date(2024, 9, 30), date(2024, 10, 1), date(2025, 10, 8)]
    places = [across(day) for day in days]
    assert places == sorted(set(places))


def test_a_bar_reaches_from_the_first_to_the_last_day_that_an_event_may_mean() -> None:
    axes = events_over_time([event("fair", "2025-01-01", "2025-01-31")]).axes[0]
    bar = next(bar for bar in axes.patches if isinstance(bar, Rectangle) and bar.get_height() == 6)
    assert (bar.get_x(), bar.get_x() + bar.get_width()) == (across(date(2025, 1, 1)), across(date(2025, 1, 31)))


@pytest.mark.parametrize("day", ["2000-01-01", "2030-01-01"])
def test_a_day_outside_the_axis_is_refused_by_name(day: str) -> None:
    with pytest.raises(SystemExit, match=f"^fair: {day} lies outside the time axis. Widen STRETCHES in plots.py"):
        events_over_time([event("fair", day, day)])


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"title": "A truce"}, ["A truce"]),
        ({"title": "A truce", "realis": "planned"}, ["A truce (planned)"]),
        ({"title": "A truce", "contested_aspects": ["date", "place"]}, ["A truce", "contested: date, place"]),
        ({"title": "six letters " * 5 + "end"}, ["six letters six letters six letters six", "letters six letters end"]),
    ],
)
def test_a_label_holds_what_must_be_known_of_an_event(more: dict[str, Any], expected: list[str]) -> None:
    assert label(event("truce", None, None, **more)) == expected


def test_the_aspects_are_counted_over_all_events() -> None:
    agreements = [{"date": "contested", "place": "agreed"}, {"date": "single_source"}, {"date": "contested"}]
    axes = agreement_by_aspect([event("a", None, None, agreement=found) for found in agreements]).axes[0]
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["place", "date"]
    assert [text.get_text() for text in axes.texts] == ["", "2", "", "", "1", "", "", "1"]
