"""Feeds and maps of the real dataset, held against the standards that they name: RFC 4287 and RFC 7946."""

from pathlib import Path
from typing import Any

import feedparser  # type: ignore[import-untyped]  # it has no types
import pytest
from geojson_pydantic import Feature, FeatureCollection
from geojson_pydantic.geometries import Geometry
from lxml import etree
from pydantic import ValidationError

from tests.api.contract import CheckedClient

pytestmark = pytest.mark.django_db

ATOM = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
NAMESPACES = {"a": "http://www.w3.org/2005/Atom"}
Map = FeatureCollection[Feature[Geometry, dict[str, Any]]]
HERE = {"type": "Point", "coordinates": [30.5, 50.4]}


def feed_of(answer: Any) -> Any:
    return etree.fromstring(answer.content)


@pytest.mark.parametrize("resource", ["events", "claims"])
@pytest.mark.parametrize("query", ["", "&page_size=5", "&id=nothing", "&ordering=-updated_at"])
def test_a_feed_keeps_to_the_grammar_of_atom(resource: str, query: str, api: CheckedClient) -> None:
    feed = feed_of(api.get(f"/api/v1/{resource}/?format=atom{query}"))
    assert ATOM.validate(feed), str(ATOM.error_log.last_error)


@pytest.mark.parametrize("resource", ["events", "claims"])
def test_a_feed_keeps_to_what_the_grammar_cannot_say(resource: str, api: CheckedClient) -> None:
    feed = feed_of(api.get(f"/api/v1/{resource}/?format=atom&page_size=200"))
    ids = feed.xpath("a:entry/a:id/text()", namespaces=NAMESPACES)
    assert len(ids) == len(set(ids)) > 70
    # An author for all entries; and since no entry has content, each has exactly one alternate.
    assert len(feed.xpath("a:author", namespaces=NAMESPACES)) == 1
    assert len(feed.xpath("a:entry[count(a:link[@rel='alternate']) = 1]", namespaces=NAMESPACES)) == len(ids)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b"<updated>", b"<updated>on "),
        (b'term="', b'word="'),
        (b"<summary>", b"<summary type='markdown'>"),
        (b"<entry>", b"<entry><title>Another</title>"),
        (b"<entry>", b"<entry><author/>"),
    ],
)
def test_the_grammar_sees_what_is_wrong(right: bytes, wrong: bytes, api: CheckedClient) -> None:
    feed = api.get("/api/v1/events/?format=atom&page_size=5").content
    assert right in feed
    assert not ATOM.validate(etree.fromstring(feed.replace(right, wrong)))


@pytest.mark.parametrize(("resource", "entries"), [("events", 72), ("claims", 200)])
def test_a_feed_reader_has_nothing_to_put_up_with(resource: str, entries: int, api: CheckedClient) -> None:
    read = feedparser.parse(api.get(f"/api/v1/{resource}/?format=atom&page_size=200").content)
    assert (read.bozo, read.version, len(read.entries)) == (False, "atom10", entries)
    assert {len(entry.updated_parsed) for entry in read.entries} == {9}


def test_a_feed_reader_tells_what_it_puts_up_with(api: CheckedClient) -> None:
    feed = api.get("/api/v1/events/?format=atom&page_size=5").content
    assert feedparser.parse(feed.replace(b"</entry>", b"", 1)).bozo


def test_a_map_is_geojson_and_what_is_no_point_is_not_on_it(api: CheckedClient) -> None:
    features = Map.model_validate_json(api.get("/api/v1/events/?format=geojson&page_size=200").content).features
    events = api.get("/api/v1/events/?page_size=200").json()["results"]
    pointed = [event["id"] for event in events if {item["place"]["precision"] for item in event["places"]} - {6, 7}]
    assert [feature.id for feature in features] == [event["id"] for event in events]
    assert [feature.id for feature in features if feature.geometry] == pointed
    assert 0 < len(pointed) < len(events)


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "Feature", "id": "a", "properties": {}},
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": []}, "properties": {}},
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, None]}, "properties": {}},
        {"type": "Feature", "geometry": HERE | {"type": "MultiPoint"}, "properties": {}},
        {"type": "Feature", "geometry": HERE},
    ],
)
def test_the_validator_of_maps_sees_what_is_wrong(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Map.model_validate({"type": "FeatureCollection", "features": [wrong]})
