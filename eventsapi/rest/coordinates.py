"""Points and boxes on the Earth, in degrees (WGS 84), as one text: numbers joined by commas."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, NamedTuple

from eventsapi.rest.errors import Code
from eventsapi.rest.fields import QueryField, RefusedValue, Schema, quoted

DEGREES = r"-?[0-9]{1,3}(\.[0-9]{1,15})?"
LIMITS = {"latitude": 90, "south": 90, "north": 90, "longitude": 180, "west": 180, "east": 180}
# The same with the limit in it, for OpenAPI; leading zeros do no harm.
WITHIN = {
    90: r"-?(0?[0-8]?[0-9](\.[0-9]{1,15})?|0?90(\.0{1,15})?)",
    180: r"-?((0?[0-9]?[0-9]|1[0-7][0-9])(\.[0-9]{1,15})?|180(\.0{1,15})?)",
}


class Point(NamedTuple):
    latitude: Decimal
    longitude: Decimal


class Box(NamedTuple):
    """Where west lies east of east, the box reaches across the antimeridian."""

    west: Decimal
    south: Decimal
    east: Decimal
    north: Decimal


class DegreesField(QueryField):
    """So many numbers as `kind` has parts, none beyond the limits of its part.

    Described as a text: a client that repeats the name for each member of a list would not be understood.
    """

    kind: ClassVar[type[Point] | type[Box]]

    def __init__(self, *, example: str, **options: Any) -> None:
        super().__init__(**options)
        self.example = example

    def read(self, value: str) -> Any:
        names = self.kind._fields
        if not re.fullmatch(self.pattern(), value, re.ASCII):
            raise RefusedValue(Code.INVALID_VALUE, f"{quoted(value)} is not {','.join(names)} in plain degrees.")
        numbers = dict(zip(names, map(Decimal, value.split(",")), strict=True))
        refuse_beyond(numbers)
        return self.kind(**numbers)

    def canonical(self, value: Point | Box) -> str:
        # Adding nothing turns -0 into 0.
        return ",".join(f"{number.normalize() + 0:f}" for number in value)

    def pattern(self) -> str:
        return ",".join([DEGREES] * len(self.kind._fields))

    def schema(self) -> Schema:
        within = ",".join(WITHIN[LIMITS[name]] for name in self.kind._fields)
        return {"type": "string", "pattern": f"^{within}$", "examples": [self.example]}


class PointField(DegreesField):
    """latitude,longitude"""

    kind = Point


class BoxField(DegreesField):
    """west,south,east,north"""

    kind = Box

    def read(self, value: str) -> Box:
        box: Box = super().read(value)
        if box.south > box.north:
            raise RefusedValue(Code.REVERSED_RANGE, f"south {box.south} lies above north {box.north}.")
        return box


def refuse_beyond(numbers: Mapping[str, Decimal]) -> None:
    """Raises RefusedValue for the first number that no place on the Earth has."""
    for name, number in numbers.items():
        if abs(number) > LIMITS[name]:
            limits = f"-{LIMITS[name]} to {LIMITS[name]}"
            raise RefusedValue(Code.OUT_OF_RANGE, f"{name} {number} is outside the limits {limits}.")
