"""Formats besides JSON: one file a format, one line here for the answers that have it. See docs/formats.md."""

from eventsapi.rest.renderers import OrjsonRenderer
from incidents.exports.atom import AtomRenderer
from incidents.exports.geo_json import GeoJsonRenderer
from incidents.exports.json_lines import JsonLinesRenderer
from incidents.exports.table import CsvRenderer

ANY_ANSWER = [OrjsonRenderer, CsvRenderer, JsonLinesRenderer]
CLAIM_LIST = [*ANY_ANSWER, AtomRenderer]
EVENT_LIST = [*ANY_ANSWER, GeoJsonRenderer, AtomRenderer]
