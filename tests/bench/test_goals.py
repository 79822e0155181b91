import pytest

from benchmarks.goals import GOALS, Goal, Size, growth, table
from benchmarks.measuring import Measured, server_of
from benchmarks.scenarios import KEPT, Scenario
from benchmarks.wrk import Ask, Round


def measured(scenario: str, contestant: str, rate: float) -> Measured:
    return Measured(scenario, contestant, [Round(rate=rate, median=1.0, slowest=9.0, size=1024.0, failed=0.0)])


SMALL = Size(
    [measured("list", "product", 1000), measured("list", "drf", 100), measured("bbox", "product", 250)], {}, {}
)
LARGE = Size([measured("list", "product", 950), measured("bbox", "product", 100)], {"rate": 12_000.0}, {})


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("list, made anew, against DRF with keyset", "**missed**: 10.0 ×"),
        ("the dearest filter, against the list", "**missed**: 4.00 ×"),
        ("loading", "not measured"),
    ],
)
def test_a_goal_tells_what_was_measured_and_whether_that_will_do(title: str, told: str) -> None:
    [goal] = [goal for goal in GOALS if goal.title == title]
    assert goal.told(SMALL) == told


def test_a_goal_that_is_reached_is_not_marked() -> None:
    goal = Goal("loading", 10_000, lambda size: size.load["rate"], unit="rows/s")
    assert (goal.asked(), goal.told(LARGE)) == ("≥ 10,000 rows/s", "12,000 rows/s")


def test_every_goal_has_a_row_and_every_size_a_column() -> None:
    header, _, *rows = table({10: SMALL, 1000: LARGE})
    assert header == "| what | goal | 10 events | 1,000 events |"
    assert len(rows) == len(GOALS)


def test_growth_compares_the_largest_size_with_the_smallest() -> None:
    assert list(growth({10: SMALL, 1000: LARGE}))[2:] == [
        "| list | ≤ 1.1 × | 1.05 × |",
        "| bbox | ≤ 1.5 × | **missed**: 2.50 × |",
    ]
    assert list(growth({10: SMALL})) == []


def test_what_was_measured_is_read_back_as_it_was() -> None:
    assert Size.from_json(LARGE.as_json()).rate("bbox") == 100


def test_a_scenario_about_kept_answers_is_played_to_the_server_that_keeps_them() -> None:
    kept = Scenario("304", Ask(["/"]), variant=KEPT)
    assert [server_of("product", kept), server_of("drf_count", kept)] == ["kept", "drf"]
