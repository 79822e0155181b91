import re
from contextlib import nullcontext
from decimal import Decimal

import pytest

from eventsapi.rest.coordinates import Box, BoxField, Point, PointField
from eventsapi.rest.fields import QueryField, RefusedValue

POINT = PointField(example="50.45,30.52")
BOX = BoxField(example="22,44,40,52")


def test_a_point_is_read_with_one_spelling() -> None:
    value = POINT.clean("-0.0,030.50")
    assert value == Point(Decimal(0), Decimal("30.5"))
    assert POINT.canonical(value) == "0,30.5"


def test_a_box_may_reach_across_the_antimeridian() -> None:
    value = BOX.clean("179,-18,-179,-16.25")
    assert value == Box(Decimal(179), Decimal(-18), Decimal(-179), Decimal("-16.25"))
    assert BOX.canonical(value) == "179,-18,-179,-16.25"


def test_a_box_may_be_all_there_is() -> None:
    assert BOX.clean("-180,-90,180,90") == Box(Decimal(-180), Decimal(-90), Decimal(180), Decimal(90))
    assert re.match(BOX.schema()["pattern"], "-180,-90,180,90")


@pytest.mark.parametrize(
    ("field", "text", "code", "detail"),
    [
        (POINT, "50", "invalid_value", "'50' is not latitude,longitude in plain degrees."),
        (POINT, "50,30,1", "invalid_value", "'50,30,1' is not latitude,longitude in plain degrees."),
        (POINT, "5e1,30", "invalid_value", "'5e1,30' is not latitude,longitude in plain degrees."),
        (POINT, "٥٠,30", "invalid_value", "'٥٠,30' is not latitude,longitude in plain degrees."),
        (POINT, "90.1,0", "out_of_range", "latitude 90.1 is outside the limits -90 to 90."),
        (POINT, "0,-181", "out_of_range", "longitude -181 is outside the limits -180 to 180."),
        (BOX, "0,1,2", "invalid_value", "'0,1,2' is not west,south,east,north in plain degrees."),
        (BOX, "0,51,1,50", "reversed_range", "south 51 lies above north 50."),
        (BOX, "0,0,1,91", "out_of_range", "north 91 is outside the limits -90 to 90."),
    ],
)
def test_what_is_no_place_is_refused(field: QueryField, text: str, code: str, detail: str) -> None:
    with pytest.raises(RefusedValue) as refused:
        field.clean(text)
    assert (refused.value.code.word, refused.value.detail) == (code, detail)


def test_it_is_described_as_a_text_of_so_many_numbers() -> None:
    schema = POINT.schema()
    assert (schema["type"], schema["examples"]) == ("string", ["50.45,30.52"])


@pytest.mark.parametrize(
    ("text", "is_place"),
    [
        ("90,180", True),
        ("-90.0,-180.000", True),
        ("089.9,007", True),
        ("0,179.999999999999999", True),
        ("90.1,0", False),
        ("99,0", False),
        ("0,180.5", False),
        ("0,190", False),
        ("100,0", False),
        ("50,30,1", False),
    ],
)
def test_what_is_described_is_what_is_taken(text: str, is_place: bool) -> None:
    assert bool(re.match(POINT.schema()["pattern"], text)) is is_place
    with nullcontext() if is_place else pytest.raises(RefusedValue):
        POINT.clean(text)
