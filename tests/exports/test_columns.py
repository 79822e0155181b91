from typing import Any

import pytest

from incidents.exports.columns import cell, columns_of
from tests.exports.shapes import WholeSerializer


def test_a_column_is_called_by_the_keys_that_lead_to_its_value() -> None:
    names = [column.name for column in columns_of(WholeSerializer)]
    assert names == ["id", "main_id", "main_sizes", "parts_id", "parts_sizes", "words"]


def test_a_list_becomes_a_cell_whose_places_stay_the_same_where_something_is_unknown() -> None:
    parts = {"parts": [{"id": "a", "sizes": [1, 2]}, {"id": None, "sizes": []}, {"id": "c", "sizes": [3]}]}
    assert cell(parts, ("parts", "id")) == "a||c"
    assert cell(parts, ("parts", "sizes")) == "1;2||3"


def test_keys_that_nobody_knows_beforehand_stand_before_their_values() -> None:
    assert cell({"words": {"intent": "contested", "date": "agreed"}}, ("words",)) == "intent:contested|date:agreed"


def test_a_separator_within_a_value_is_told_from_one_between_values() -> None:
    assert cell({"words": ["a|b", "c\\d", "e"]}, ("words",)) == "a\\|b|c\\\\d|e"


def test_what_is_within_nothing_is_nothing() -> None:
    assert cell({"main": None}, ("main", "id")) == ""


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        ("plain", "plain"),
        ("a|b", "a|b"),
        ("2025-11-14", "2025-11-14"),
        (38, 38),
        (-12.5, -12.5),
        (True, "true"),
        (False, "false"),
        ([], ""),
    ],
)
def test_a_value_is_written_as_it_is(value: Any, expected: Any) -> None:
    assert cell({"key": value}, ("key",)) == expected


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_text_can_run_as_a_formula(sign: str) -> None:
    assert cell({"key": f"{sign}1+1"}, ("key",)) == f"'{sign}1+1"
    assert cell({"key": [f"{sign}1", "b"]}, ("key",)) == f"'{sign}1|b"
