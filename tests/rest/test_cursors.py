from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import models

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
