"""GeoJSON (RFC 7946): a page of events as features. Longitude comes first; a country is no point."""

from typing import Any

import orjson

from eventsapi.rest.renderers import PageRenderer, Schema, ShownPage
from incidents.vocabularies import PlacePrecision

NO_POINTS = (PlacePrecision.COUNTRY, PlacePrecision.BEYOND_STATES)
# Of what a page in JSON says, all but the results stands beside the features.
PAGING = ("count", "count_relation", "next", "previous")


class GeoJsonRenderer(PageRenderer):
    media_type = "application/geo+json"
    format = "geojson"
    charset = None
    description = "A page of events on the map, in the order of the list."

    def page(self, shown: ShownPage) -> bytes:
        paging = {key: value for key, value in shown.page.envelope([]).items() if key in PAGING}
        pairs = zip(shown.page.rows, shown.results, strict=True)
        features = [feature(slug, orjson.loads(summary)["places"], result) for (_, slug, summary), result in pairs]
        return orjson.dumps({"type": "FeatureCollection", **paging, "features": features})

    def component(self, result: Schema, page: Schema) -> tuple[str, Schema]:
        paging = {key: page["properties"][key] for key in PAGING}
        features = {"type": "array", "items": _feature_schema(result), "description": "The results, in order."}
        kind = {"type": "string", "const": "FeatureCollection", "description": "What GeoJSON calls a page."}
        return "EventFeatureCollection", _closed({"type": kind, **paging, "features": features}, self.description)


def feature(slug: str, places: list[dict[str, Any]], properties: Any) -> dict[str, Any]:
    """An event with where it was; `properties` is the event as the list shows it."""
    return {"type": "Feature", "id": slug, "geometry": geometry(places), "properties": properties}


def geometry(places: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The points among the places of an event, each once; None where there is none."""
    found = [item["place"] for item in places if item["place"]["precision"] not in NO_POINTS]
    points = list(dict.fromkeys((place["longitude"], place["latitude"]) for place in found))
    if not points:
        return None
    return {"type": "MultiPoint", "coordinates": points} if len(points) > 1 else _point(points[0])


def _point(coordinates: tuple[float, float]) -> dict[str, Any]:
    return {"type": "Point", "coordinates": coordinates}


def _feature_schema(result: Schema) -> Schema:
    return _closed(
        {
            "type": {"type": "string", "const": "Feature", "description": "What GeoJSON calls a result."},
            "id": {"type": "string", "description": "Permanent public id."},
            "geometry": {
                "oneOf": [_geometry_schema("Point", POSITION), _geometry_schema("MultiPoint", POSITIONS), NOWHERE],
                "description": "Its places that are points; null where none is.",
            },
            "properties": result,
        },
        "An event.",
    )


POSITION: Schema = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
POSITIONS: Schema = {"type": "array", "items": POSITION, "minItems": 2}
NOWHERE: Schema = {"type": "null"}


def _geometry_schema(kind: str, coordinates: Schema) -> Schema:
    told = coordinates | {"description": "Degrees east, then degrees north (WGS 84)."}
    return _closed(
        {"type": {"type": "string", "const": kind, "description": "Kind of geometry."}, "coordinates": told}, f"{kind}."
    )


def _closed(properties: Schema, description: str) -> Schema:
    return {"type": "object", "description": description, "required": list(properties), "properties": properties}
