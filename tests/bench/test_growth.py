from benchmarks.goals import Size
from benchmarks.growth import table
from benchmarks.measuring import Measured
from benchmarks.wrk import Round


def measured(scenario: str, contestant: str = "product", *, times: float = 1, failed: float = 0.0) -> Measured:
    medians = [times * median for median in (1, 2, 7)]
    rounds = [Round(rate=100, median=median, slowest=9 * median, size=1024.0, failed=failed) for median in medians]
    return Measured(scenario, contestant, rounds)


SMALL = Size(
    [measured("list", "drf", times=30), measured("list"), measured("what is theirs alone", "drf")],
    {"rate": 5_800.0, "megabytes": 0.5},
    {"publishing": 80.94, "rebuilding": 12.0},
)
LARGE = Size([measured("list"), measured("bbox", failed=0.5)], {}, {})


def test_every_scenario_tells_its_usual_and_its_slowest_answers_at_each_size() -> None:
    assert list(table({10: SMALL, 1000: LARGE}))[:4] == [
        "| p50 and p99 in ms | 10 events | 1,000 events |",
        "|---|---|---|",
        "| list | 2.00 · 18.0 | 2.00 · 18.0 |",
        "| bbox | – | 2.00 · 18.0, 50% failed |",
    ]


def test_what_a_size_costs_besides_is_told_so_far_as_it_was_measured() -> None:
    assert list(table({10: SMALL, 1000: LARGE}))[4:] == [
        "| kB of disk for an event | 50.0 | – |",
        "| loading, rows a second | 5,800 | – |",
        "| publishing one claim, ms | 80.9 | – |",
        "| `rebuild_publication`, s | 12.0 | – |",
    ]
