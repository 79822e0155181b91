from typing import Any

import pytest

from incidents.exports.geo_json import geometry
from incidents.models import Event, EventPlace
from incidents.publication.publishing import publish
from tests import builders
from tests.api.contract import CheckedClient
from tests.published import of

HERE = {"latitude": 50.45, "longitude": 30.52, "precision": 1}
THERE = {"latitude": -12.5, "longitude": 49.87, "precision": 5}
COUNTRY = {"latitude": None, "longitude": None, "precision": 6}
# A country that somebody gave its middle, or its capital.
FALSE = {"latitude": 49.0, "longitude": 32.0, "precision": 6}
SEA = {"latitude": 43.0, "longitude": 34.0, "precision": 7}


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([HERE], {"type": "Point", "coordinates": (30.52, 50.45)}),
        ([HERE, COUNTRY, HERE], {"type": "Point", "coordinates": (30.52, 50.45)}),
        ([THERE, HERE], {"type": "MultiPoint", "coordinates": [(49.87, -12.5), (30.52, 50.45)]}),
        ([], None),
        ([COUNTRY], None),
        ([FALSE, SEA], None),
    ],
)
def test_points_are_points_and_countries_are_none(places: list[Any], expected: Any) -> None:
    assert geometry([{"place": place, "role": "occurred_at"} for place in places]) == expected


@pytest.mark.django_db
@pytest.mark.usefixtures("world")
def test_a_feature_is_the_event_as_the_list_shows_it(api: CheckedClient) -> None:
    strike = of(Event, "strike")
    square = builders.place("square", precision=1, latitude="50.45", longitude="30.52")
    EventPlace.objects.create(event=strike, place=square)
    publish([square, strike])
    [feature] = api.get("/api/v1/events/?format=geojson&id=strike").json()["features"]
    [shown] = api.get("/api/v1/events/?id=strike").json()["results"]
    assert feature == {
        "type": "Feature",
        "id": "strike",
        "geometry": {"type": "Point", "coordinates": [30.52, 50.45]},
        "properties": shown,
    }


@pytest.mark.django_db
@pytest.mark.usefixtures("world")
def test_an_event_is_on_the_map_whatever_keys_are_shown(api: CheckedClient) -> None:
    page = api.get("/api/v1/events/?format=geojson&id=strike&fields=title").json()
    [feature] = page["features"]
    assert feature == {
        "type": "Feature", "id": "strike", "geometry": None, "properties": {"title": "The embassy is hit"},
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.usefixtures("world")
def test_pages_are_those_of_json(api: CheckedClient) -> None:
    first = api.get("/api/v1/events/?format=geojson&page_size=2")
    second = api.get(first.json()["next"]).json()
    assert (first.json()["type"], first.json()["count"], first.json()["count_relation"]) == (
        "FeatureCollection", 5, "eq",
    )  # fmt: skip
    assert [feature["id"] for feature in second["features"]] == ["talks", "truce"]
    assert api.get(second["previous"]).json()["features"] == first.json()["features"]
    assert first.headers["Link"] == f'<{first.json()["next"]}>; rel="next"'
