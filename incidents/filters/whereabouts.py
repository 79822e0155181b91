"""Where on the Earth: events with a point in a box, or not farther from a point than so many kilometres.

A sphere of the Earth's mean radius serves: distances are then wrong by at most half a per cent.
"""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import F, FloatField, Q, QuerySet, Value
from django.db.models.functions import Cos, Power, Radians, Sin

from eventsapi.rest.coordinates import Box, BoxField, Point, PointField
from eventsapi.rest.filters import Asked, QueryFilter
from incidents.publication.models import PublishedEventPoint

Rows = QuerySet[Any]

EARTH_RADIUS_KM = 6371.0088
# Half way round the Earth: nothing is farther away.
MAX_RADIUS_KM = 20_015
RADIUS = "radius_km"
# Degrees by which a box around a circle is widened, so that rounding cuts nothing off.
MARGIN = 1e-6


class Span(NamedTuple):
    """Degrees of longitude from west to east."""

    west: float
    east: float


class BoxFilter(QueryFilter):
    """Events with any point in a box, its edges included."""

    field_class = BoxField

    def filter(self, queryset: Rows, value: Box) -> Rows:
        west, south, east, north = map(float, value)
        points = PublishedEventPoint.objects.filter(in_box(south, north, spans(west, east)))
        return queryset.filter(pk__in=points.values("event"))


class NearFilter(QueryFilter):
    """Events with any point in a circle, its rim included; the radius is a parameter of its own."""

    field_class = PointField

    def apply(self, queryset: Rows, value: Point, asked: Asked) -> Rows:
        latitude, longitude = map(float, value)
        angle = float(asked.values[RADIUS]) / EARTH_RADIUS_KM
        south, north, around = circumscribed(latitude, longitude, angle)
        points = PublishedEventPoint.objects.alias(haversine=haversine(latitude, longitude)).filter(
            in_box(south, north, around), haversine__lte=math.sin(angle / 2) ** 2
        )
        return queryset.filter(pk__in=points.values("event"))


def in_box(south: float, north: float, longitudes: Sequence[Span]) -> Q:
    """The condition on a point, as ranges that its index serves."""
    within = Q(*(Q(longitude__range=span) for span in longitudes), _connector=Q.OR)
    return Q(latitude__range=(south, north)) & within


def spans(west: float, east: float) -> list[Span]:
    """The longitudes from west to east, where west may lie east of east, as ranges of numbers.

    The antimeridian is one line with two numbers: who touches it as 180 touches it as -180.
    """
    found = [Span(west, east)] if west <= east else [Span(west, 180), Span(-180, east)]
    touched = {edge for span in found for edge in span if abs(edge) == 180}
    return [*found, *(Span(-edge, -edge) for edge in sorted(touched))]


def circumscribed(latitude: float, longitude: float, angle: float) -> tuple[float, float, list[Span]]:
    """South, north and longitudes of the box around a circle; the angle is its radius seen from the Earth's centre."""
    reach = math.degrees(angle) + MARGIN
    south, north = latitude - reach, latitude + reach
    if south <= -90 or north >= 90:
        # It reaches a pole, and so all longitudes.
        return south, north, [Span(-180, 180)]
    sine = math.sin(math.radians(reach)) / math.cos(math.radians(latitude))
    widest = math.degrees(math.asin(min(1.0, sine))) + MARGIN
    return south, north, spans(_wrapped(longitude - widest), _wrapped(longitude + widest))


def _wrapped(longitude: float) -> float:
    """The same meridian as a number from -180 to 180."""
    return (longitude + 180) % 360 - 180


def haversine(latitude: float, longitude: float) -> Any:
    """SQL: the square of the sine of half the angle between a point and the one given. Rises with the distance."""
    here = math.radians(latitude)
    northwards = Sin(Radians(F("latitude") - _number(latitude)) / 2)
    eastwards = Sin(Radians(F("longitude") - _number(longitude)) / 2)
    return Power(northwards, 2) + Cos(Radians("latitude")) * _number(math.cos(here)) * Power(eastwards, 2)


def _number(value: float) -> Value:
    return Value(value, output_field=FloatField())
