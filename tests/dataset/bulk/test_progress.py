import io
import re

import pytest

from incidents.dataset.bulk import progress
from incidents.dataset.bulk.progress import Progress, Step, clock


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_says_how_much_is_done_and_how_long_the_rest_will_take() -> None:
    line = Step("read", 200, None).line(50, 30.0)
    assert line.split() == ["read", "███████·······················", "25%", "0:01:30", "left"]


def test_nothing_is_foretold_at_the_beginning() -> None:
    assert Step("read", 0, None).line(0, 0.0).split()[-1] == "0%"


def test_a_terminal_is_drawn_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PAUSE", 0)
    out = Terminal()
    with Progress(out).step("read", total=2) as step:
        step.advance(1)
        step.show(1)
    assert re.findall(r"\d+%", out.getvalue()) == ["50%", "100%"]
    assert out.getvalue().count("\n") == 1


def test_a_file_gets_a_line_for_each_step() -> None:
    out = io.StringIO()
    with Progress(out).step("read", total=2) as step:
        step.advance(2)
    assert out.getvalue() == "read     0:00:00\n"


def test_hours_are_told() -> None:
    assert clock(3_723.4) == "1:02:03"
