"""Boxes and circles against a plain look at every point, with distances taken another way."""

import math
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.utils.timezone import now
from hypothesis import example, given
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from incidents.filters.whereabouts import EARTH_RADIUS_KM, MAX_RADIUS_KM, Span, circumscribed, spans
from incidents.publication.models import PublishedEvent, PublishedEventPoint
from tests.filters.asking import FILTERSETS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("points")]

LATITUDES = st.integers(-90, 90)
LONGITUDES = st.integers(-180, 180)
POINTS = [(latitude, longitude) for latitude in range(-90, 91, 15) for longitude in range(-180, 181, 15)]


@pytest.fixture(scope="module")
def points(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """An event a point, over the whole Earth."""
    fixed = {"seq": 1, "valid_from": 1, "changed_at": now(), "snapshot": {}, "claim_count": 0}
    with django_db_blocker.unblock(), transaction.atomic():
        rows = PublishedEvent.objects.bulk_create(PublishedEvent(slug=f"{x},{y}", **fixed) for x, y in POINTS)
        PublishedEventPoint.objects.bulk_create(
            PublishedEventPoint(event=row, latitude=x, longitude=y) for row, (x, y) in zip(rows, POINTS, strict=True)
        )
        yield
        transaction.set_rollback(True)


def found(**query: str) -> set[tuple[int, int]]:
    rows = FILTERSETS["events"].read(query, PublishedEvent.objects.filter(slug__contains=",")).qs
    pairs = (slug.split(",") for slug in rows.values_list("slug", flat=True))
    return {(int(latitude), int(longitude)) for latitude, longitude in pairs}


def kilometres(one: tuple[int, int], other: tuple[int, int]) -> float:
    """The distance by the angle between two arrows from the Earth's centre."""
    (ax, ay, az), (bx, by, bz) = (_arrow(*point) for point in (one, other))
    across = math.hypot(ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx)
    return EARTH_RADIUS_KM * math.atan2(across, ax * bx + ay * by + az * bz)


def _arrow(latitude: int, longitude: int) -> tuple[float, float, float]:
    x, y = math.radians(latitude), math.radians(longitude)
    return math.cos(x) * math.cos(y), math.cos(x) * math.sin(y), math.sin(x)


def test_the_box_around_a_circle_is_no_larger_than_rounding_asks_for() -> None:
    south, north, (span,) = circumscribed(0, 0, math.radians(10))
    expected = (-10.000001, 10.000001, -10.000002, 10.000002)
    assert (south, north, *span) == pytest.approx(expected, abs=1e-9, rel=0)


@pytest.mark.parametrize(
    ("latitude", "degrees", "longitudes"),
    [(80, 9.5, 71.9), (-80, 9.5, 71.9), (80, 10, 180), (-80, 10, 180), (0, 91, 180)],
)
def test_only_a_circle_that_reaches_a_pole_takes_all_longitudes(
    latitude: int, degrees: float, longitudes: float
) -> None:
    *_, (span,) = circumscribed(latitude, 0, math.radians(degrees))
    assert (-span.west, span.east) == pytest.approx((longitudes, longitudes), abs=0.1, rel=0)


@given(LATITUDES, LONGITUDES, st.integers(1, MAX_RADIUS_KM))
@example(90, 0, 1)
@example(-89, 180, 200)
@example(0, -180, MAX_RADIUS_KM)
@example(75, 179, 1700)
def test_a_circle_finds_the_points_that_are_near(latitude: int, longitude: int, radius: int) -> None:
    expected = {point for point in POINTS if kilometres((latitude, longitude), point) <= radius}
    assert found(near=f"{latitude},{longitude}", radius_km=str(radius)) == expected


@given(LONGITUDES, LONGITUDES, st.lists(LATITUDES, min_size=2, max_size=2).map(sorted))
@example(180, 180, [-90, 90])
@example(15, -15, [0, 0])
def test_a_box_finds_the_points_in_it_whichever_way_it_reaches(west: int, east: int, ends: list[int]) -> None:
    south, north = ends
    width = (east - west) % 360 if (west, east) != (-180, 180) else 360
    expected = {(x, y) for x, y in POINTS if south <= x <= north and (y - west) % 360 <= width}
    assert found(bbox=f"{west},{south},{east},{north}") == expected


def test_the_antimeridian_is_one_line_with_two_numbers() -> None:
    assert found(bbox="180,0,180,0") == found(bbox="-180,0,-180,0") == {(0, 180), (0, -180)}
    assert spans(170, 180) == [Span(170, 180), Span(-180, -180)]
    assert spans(170, -170) == [Span(170, 180), Span(-180, -170), Span(180, 180), Span(-180, -180)]


def test_a_radius_of_nothing_finds_the_point_itself() -> None:
    assert found(near="45,15", radius_km="0") == {(45, 15)}


def test_fifteen_degrees_of_latitude_are_1667_92_kilometres() -> None:
    assert found(near="45,30", radius_km="1667.93") >= {(60, 30), (30, 30)}
    assert (60, 30) not in found(near="45,30", radius_km="1667.92")
