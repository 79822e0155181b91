from dataclasses import replace
from typing import Any

import pytest

from benchmarks import measuring
from benchmarks.figures import figure
from benchmarks.measuring import Measured, length, measure, play_at
from benchmarks.report import absolute, medians, ratio, table, written_into
from benchmarks.scenarios import Scenario
from benchmarks.wrk import Ask, Round


def taken(rate: float, *, failed: float = 0.0) -> Round:
    return Round(rate=rate, median=2.0, slowest=9.0, size=1024.0, failed=failed)


MINE = Measured("list", "product", [taken(900), taken(1000), taken(1200)])
THEIRS = Measured("list", "drf", [taken(100), taken(50), taken(100)])


def test_a_ratio_is_of_medians_and_tells_its_lowest_and_highest_round() -> None:
    assert ratio(MINE, THEIRS) == "10.0 (9.00–20.0)"


def test_nothing_is_compared_with_what_failed() -> None:
    assert ratio(MINE, Measured("list", "drf", [taken(100, failed=0.5)] * 3)) == "–"


def test_the_table_has_the_peers_that_were_asked() -> None:
    header, _, row = table([MINE, THEIRS])
    assert header == "| scenario | requests/s | p50 ms | × DRF, keyset |"
    assert row == "| list | 1,000 (900–1,200) | 2.0 | 10.0 (9.00–20.0) |"


@pytest.mark.parametrize(("failed", "slowest", "waited"), [(0.0, 250.0, 0.25), (0.0, 9_000.0, 8.0), (0.1, 9.0, 4.0)])
def test_nobody_finds_the_server_busy_with_what_others_asked(
    monkeypatch: pytest.MonkeyPatch, failed: float, slowest: float, waited: float
) -> None:
    slept: list[float] = []
    one = replace(taken(9, failed=failed), slowest=slowest)

    def play(ask: Ask, **where: Any) -> Round:
        return one

    monkeypatch.setattr(measuring, "play", play)
    monkeypatch.setattr("time.sleep", slept.append)
    assert play_at(Ask(["/"]), 1, 1) == one
    assert slept == [waited]


@pytest.mark.parametrize(("value", "shown"), [(1234.5, "1,234"), (12.34, "12.3"), (0.123, "0.12")])
def test_a_figure_has_the_digits_that_mean_something(value: float, shown: str) -> None:
    assert figure(value) == shown


def test_the_cost_of_a_request_is_told_for_the_product_alone() -> None:
    assert medians([MINE, THEIRS]) == {"list": 1.0}


def test_the_rounds_of_contestants_alternate_after_one_to_warm_up() -> None:
    asked: list[int] = []

    def player(ask: Ask, port: int, seconds: float) -> Round:
        asked.append(port)
        return taken(1000)

    scenario = Scenario("list", Ask(["/"]), {"drf": Ask(["/"]), "absent": Ask(["/"])})
    found = measure([scenario], {"product": 1, "drf": 2}, rounds=2, seconds=1, player=player)
    assert asked == [1, 2, 1, 2, 1, 2]
    assert [(one.contestant, len(one.rounds)) for one in found] == [("product", 2), ("drf", 2)]


@pytest.mark.parametrize(("rate", "seconds"), [(1000, 3), (6, 4), (0.5, 8), (0, 8)])
def test_what_is_slow_is_given_more_time_up_to_a_limit(rate: float, seconds: float) -> None:
    assert length(taken(rate), 3) == seconds


def test_figures_go_between_the_marks_of_a_document() -> None:
    document = "before\n<!-- measured -->\nold\n<!-- /measured -->\nafter\n"
    expected = "before\n<!-- measured -->\n\nnew\n\n<!-- /measured -->\nafter\n"
    assert written_into(document, "new\n") == expected


def test_a_document_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="put both where the figures belong"):
        written_into("nothing", "new")


def test_the_figures_of_each_contestant_tell_its_slowest_answers() -> None:
    assert list(absolute([MINE]))[-1] == "| list | this | 1,000 (900–1,200) | 2.0 | 9.0 | 1.0 |"
