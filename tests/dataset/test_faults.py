import pytest

from incidents.dataset.faults import Fault


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (Fault(file="a.yaml", line=3, rule="is wrong."), "a.yaml:3: is wrong."),
        (Fault(file="a.yaml", line=3, value="x", rule="is wrong."), "a.yaml:3: 'x': is wrong."),
        (
            Fault(file="a.yaml", line=3, record="event x", field="date", value="soon", rule="is wrong."),
            "a.yaml:3: event x, date = 'soon': is wrong.",
        ),
        (Fault(file="a.yaml", line=3, record="event x", rule="is wrong."), "a.yaml:3: event x: is wrong."),
    ],
)
def test_it_reads_as_a_line_that_editors_can_jump_to(fault: Fault, text: str) -> None:
    assert str(fault) == text


def test_a_long_value_is_cut() -> None:
    fault = Fault(file="a", line=1, field="f", value="x" * 201, rule="is long.")
    assert str(fault) == f"a:1: f = '{'x' * 200}…': is long."


def test_faults_are_in_the_order_of_the_file() -> None:
    later, earlier = Fault(file="a", line=10, rule="x"), Fault(file="a", line=9, rule="y")
    assert sorted([later, earlier]) == [earlier, later]
