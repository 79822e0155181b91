"""Walks of a list in an index alone. What is narrow and what is wide is told here by how many makers a thing has."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db.models import F, Func, Q, QuerySet
from django.db.models.lookups import GreaterThan, LessThanOrEqual

from eventsapi.rest.cursors import Position
from eventsapi.rest.orders import Order, bounded
from eventsapi.rest.walks import Walk
from tests.rest.things import Thing, make

MAKERS = Func(F("makers"), function="cardinality")
WALK = Walk(
    column="made",
    holds={"id", "made", "slug", "makers", "kind"},
    helps={"makers"},
    narrow=Q(LessThanOrEqual(MAKERS, 2)),
    wide=Q(GreaterThan(MAKERS, 2)),
)
BY_ANNA = Q(makers__overlap=["anna"])
MANY = ["anna", "bert", "carl"]
DAY, LATER = date(2024, 1, 1), date(2024, 1, 2)


TOYS = Q(pk__in=Thing.objects.filter(kind="toy"))
# An index that tells which things with a given id are toys.
PROBING = replace(WALK, probes={"rest.Thing"}, helps={"makers", "rest.Thing"})


def ordered(name: str = "made", walk: Walk = WALK) -> Order:
    return Order.named(name, orderings={"made": "made", "parts": "parts"}, walks=(walk,))


def walked(
    rows: QuerySet[Any], *, name: str = "made", position: Position | None = None, walk: Walk = WALK
) -> QuerySet[Any]:
    found: QuerySet[Any] = ordered(name, walk).query(rows, position=position, limit=3, columns=["name"])
    return found


def is_walked(rows: QuerySet[Any], *, name: str = "made", walk: Walk = WALK) -> bool:
    return '"id" IN ((SELECT' in str(walked(rows, name=name, walk=walk).query)


@pytest.fixture
def shelf(things: None) -> None:
    make("a", made=DAY, makers=["anna"])
    make("b", made=DAY, makers=MANY)
    make("c", made=LATER, makers=["bert"])
    make("d", made=LATER, makers=["anna", "bert"])
    make("e", made=LATER, makers=MANY)
    make("f", made=None, makers=MANY)
    make("g", made=None, makers=["anna"])


@pytest.mark.parametrize(
    ("name", "position", "found"),
    [
        ("made", None, "abd"),
        ("-made", None, "edb"),
        ("made", Position(key=DAY, id="a"), "bde"),
        ("made", Position(key=LATER, id="d"), "efg"),
        ("-made", Position(key=DAY, id="b"), "agf"),
        ("made", Position(key=None, id="g", backwards=True), "fed"),
        ("-made", Position(key=DAY, id="a", backwards=True), "bde"),
    ],
)
def test_narrow_and_wide_rows_come_in_one_order(shelf: None, name: str, position: Position | None, found: str) -> None:
    rows = walked(Thing.objects.filter(BY_ANNA), name=name, position=position)
    assert "".join(slug for _, slug, _ in rows) == found


def test_what_is_shown_of_a_row_is_read_after_it_was_found(things: None) -> None:
    found = str(walked(Thing.objects.filter(BY_ANNA)).query).partition(" IN (")[2].partition("LIMIT 3))")[0]
    assert '"slug"' in found
    assert '"name"' not in found


@pytest.mark.parametrize(
    "condition",
    [
        BY_ANNA,
        ~BY_ANNA,
        BY_ANNA & Q(kind="toy", slug__in=["a"], made__gte=DAY),
    ],
)
def test_filters_on_what_the_index_holds_are_walked(condition: Q) -> None:
    assert is_walked(Thing.objects.filter(condition))


@pytest.mark.parametrize(
    "condition",
    [
        Q(),
        Q(kind="toy"),
        BY_ANNA & Q(country="DE"),
        BY_ANNA & TOYS,
        BY_ANNA & Q(kind=F("country")),
        Q(makers__len=1),
    ],
)
def test_other_filters_are_not(condition: Q) -> None:
    assert not is_walked(Thing.objects.filter(condition))


def test_a_walk_that_nothing_can_match_finds_nothing(shelf: None) -> None:
    assert list(walked(Thing.objects.filter(BY_ANNA).none())) == []


def test_other_orders_are_not() -> None:
    assert not is_walked(Thing.objects.filter(BY_ANNA), name="parts")


def test_what_is_worked_out_for_each_row_is_not() -> None:
    assert not is_walked(Thing.objects.annotate(many=MAKERS).filter(BY_ANNA).filter(many__gt=0))


@pytest.mark.parametrize(("name", "limit", "count"), [("made", 9, 5), ("-made", 9, 5), ("parts", 9, 5), ("made", 3, 3)])
def test_whatever_the_order_narrow_wide_and_undated_rows_are_counted(
    shelf: None, name: str, limit: int, count: int
) -> None:
    rows = Thing.objects.filter(BY_ANNA).exclude(slug="e")
    assert "cardinality" in str(ordered(name).ids(rows, limit=limit).query)
    assert ordered(name).ids(rows, limit=limit).count() == count


def test_what_nothing_can_match_is_counted_as_nothing(shelf: None) -> None:
    assert ordered().ids(Thing.objects.filter(BY_ANNA).none(), limit=9).count() == 0


def test_rows_are_counted_within_their_bounds(shelf: None) -> None:
    rows = bounded(Thing.objects.filter(BY_ANNA), "made", Q(made__lte=DAY))
    assert str(ordered().ids(rows, limit=9).query).count('"made" <= 2024-01-01') == 2


@pytest.mark.parametrize("condition", [TOYS, BY_ANNA & TOYS])
def test_what_is_looked_up_for_each_row_is_walked_and_counted_too(condition: Q) -> None:
    rows = Thing.objects.filter(condition)
    assert is_walked(rows, walk=PROBING)
    assert "cardinality" in str(ordered(walk=PROBING).ids(rows, limit=9).query)


def test_what_the_index_does_not_hold_is_counted_elsewhere() -> None:
    rows = Thing.objects.filter(BY_ANNA & Q(country="DE"))
    assert "cardinality" not in str(ordered().ids(rows, limit=9).query)
