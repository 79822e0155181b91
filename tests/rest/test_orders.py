from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.models import F, Value
from django.db.models.functions import Coalesce

from eventsapi.rest.cursors import Position
from eventsapi.rest.orders import Order
from tests.rest.things import Thing, make


def test_an_ordering_that_is_not_declared_is_named_with_the_declared_ones() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"No ordering '-size'; declared are \['made'\]"):
        Order.named("-size", orderings={"made": "made"})


def test_a_minus_turns_the_order_round() -> None:
    assert Order.named("-made", orderings={"made": "made"}) == Order(column="made", descending=True)


def test_an_annotation_can_be_the_sort_key(things: None) -> None:
    make("a", parts=2)
    make("b", parts=None)
    make("c", parts=5)
    queryset = Thing.objects.annotate(known_parts=Coalesce(F("parts"), Value(0)))
    order = Order(column="known_parts", descending=True)

    rows = order.rows(queryset, position=Position(key=5, id="c"), limit=9, columns=["name"])

    assert [row[:2] for row in rows] == [(2, "a"), (0, "b")]


def test_looking_back_from_a_row_without_a_key_reaches_the_rows_with_one(things: None) -> None:
    make("a", made=date(2024, 1, 1))
    make("b", made=None)
    make("c", made=None)

    position = Position(key=None, id="c", backwards=True)
    rows = Order(column="made").rows(Thing.objects.all(), position=position, limit=9, columns=[])

    assert rows == [(None, "b"), (date(2024, 1, 1), "a")]
