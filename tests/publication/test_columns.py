from incidents.publication.columns import points_of
from incidents.publication.models import PublishedEventPoint


def place(latitude: float | None, longitude: float | None) -> dict[str, dict[str, float | None]]:
    return {"place": {"latitude": latitude, "longitude": longitude}}


def test_each_place_that_is_a_point_is_on_the_map_once() -> None:
    event = {"places": [place(50.45, 30.52), place(None, None), place(43.65, 51.16), place(50.45, 30.52)]}
    assert points_of(event) == [(43.65, 51.16), (50.45, 30.52)]


def test_a_point_is_called_by_where_it_is() -> None:
    assert str(PublishedEventPoint(latitude=50.45, longitude=30.52)) == "50.45,30.52"
