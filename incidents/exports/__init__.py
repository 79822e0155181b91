"""Formats of lists besides JSON: one file a format, one line here for the lists that have it. See docs/formats.md."""

from eventsapi.rest.renderers import OrjsonRenderer
from incidents.exports.atom import AtomRenderer
from incidents.exports.geo_json import GeoJsonRenderer
from incidents.exports.json_lines import JsonLinesRenderer
from incidents.exports.table import CsvRenderer

ANY_LIST = [OrjsonRenderer, CsvRenderer, JsonLinesRenderer]
CLAIM_LIST = [*ANY_LIST, AtomRenderer]
EVENT_LIST = [*ANY_LIST, GeoJsonRenderer, AtomRenderer]
