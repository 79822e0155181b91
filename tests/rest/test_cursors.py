from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import models
from hypothesis import example, given
from hypothesis import strategies as st

from eventsapi.rest.cursors import CursorField, Position, read_cursor, write_cursor
from eventsapi.rest.errors import Code
from eventsapi.rest.fields import RefusedValue


@pytest.mark.parametrize(
    ("key", "field"),
    [
        (date(1, 1, 1), models.DateField()),
        (datetime(2024, 5, 1, 6, 30, 0, 123456, tzinfo=UTC), models.DateTimeField()),
        (Decimal("0.1000"), models.DecimalField(max_digits=9, decimal_places=4)),
        (0.1 + 0.2, models.FloatField()),
        (9_223_372_036_854_775_807, models.BigIntegerField()),
        ("Əliyev, „Ilham“", models.CharField(max_length=80)),
        (None, models.DateField()),
    ],
)
def test_a_position_survives_the_way_through_its_cursor(key: Any, field: "models.Field[Any, Any]") -> None:
    position = Position(key=key, id="some-id", backwards=True)

    assert read_cursor(write_cursor(position, query="/a/?b=1"), query="/a/?b=1", key_field=field) == position


def test_a_cursor_of_another_query_is_refused() -> None:
    cursor = write_cursor(Position(key=1, id="a"), query="/a/?b=1")

    with pytest.raises(RefusedValue) as refused:
        read_cursor(cursor, query="/a/?b=2", key_field=models.IntegerField())

    assert refused.value.code is Code.INVALID_CURSOR


def test_a_changed_cursor_is_refused() -> None:
    cursor = write_cursor(Position(key=1, id="a"), query="/a/")

    with pytest.raises(RefusedValue):
        read_cursor("A" + cursor[1:], query="/a/", key_field=models.IntegerField())


def test_a_cursor_is_short_enough_for_its_own_parameter() -> None:
    cursor = write_cursor(Position(key="Ə" * 300, id="a" * 80), query="/a/")

    assert CursorField().clean(cursor) == cursor


# Halves of a pair are refused before anything reads them.
TEXT = st.characters(exclude_categories=["Cs"])
KEYS = st.one_of(st.none(), st.text(TEXT, max_size=80))
ONE = write_cursor(Position(key="2025", id="an-id"), query="/a/")


def is_refused(cursor: str, query: str = "/a/") -> bool:
    try:
        read_cursor(cursor, query=query, key_field=models.CharField(max_length=80))
    except RefusedValue as refused:
        return refused.code is Code.INVALID_CURSOR
    return False


@given(KEYS, st.text(TEXT, max_size=80), st.booleans())
def test_any_position_survives(key: str | None, row_id: str, backwards: bool) -> None:
    position = Position(key=key, id=row_id, backwards=backwards)
    cursor = write_cursor(position, query="/a/")
    assert read_cursor(cursor, query="/a/", key_field=models.CharField(max_length=80)) == position
    assert is_refused(cursor, query="/b/")


@given(st.text(TEXT))
@example("a.b")
@example("WyJhIl0.é")
def test_any_text_that_nobody_signed_is_refused(text: str) -> None:
    assert is_refused(text)


@given(st.integers(0, len(ONE) - 1), TEXT)
def test_one_other_character_makes_a_cursor_invalid(at: int, other: str) -> None:
    assert ONE[at] == other or is_refused(ONE[:at] + other + ONE[at + 1 :])
