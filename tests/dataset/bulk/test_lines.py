import json
import re
from operator import attrgetter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.dataset.bulk import lines
from incidents.dataset.bulk.lines import Read, read_line
from incidents.dataset.schema import SPECS, Spec
from tests.dataset.bulk.bundles import lines_of
from tests.dataset.project import WORLD

# A row with a fault is held against the constraints, too, by the database.
pytestmark = pytest.mark.django_db
SOURCE = {"slug": "herald", "name": "The Herald", "kind": "newspaper"}
# Every field's sound values are some other field's unsound ones.
VALUES: list[Any] = [
    *["", "herald", "Not A Slug", "newspaper", "state", "UA", "XX", "de", "2025-11-14", "2025-13", "Q1", "q1", "Latn"],
    *[
        "published",
        "direct_quote",
        "https://a.org",
        "javascript:x",
        "a\u0000b",
        "\ud800",
        "x" * 501,
        "ASSAULT",
        "exact",
    ],
    *[
        "7",
        "-1",
        "49.84",
        "1_000",
        None,
        True,
        3,
        46.5,
        10**20,
        [],
        {},
        ["a"],
        ["a", "a"],
        [["a"]],
        [["a"], ["a"]],
        ["GOV"],
    ],
]

RELATIONS = """\
- model: incidents.eventrelation
  fields: {from_event: [a], to_event: [b], relation: responds_to}
- model: incidents.claimrelation
  fields: {from_claim: [a], to_claim: [b], relation: contradicts, aspect: date}
"""
# One sound row of each model, with lists and checked texts where it may have them.
SOUND: dict[str, Any] = {row["model"]: row for row in map(json.loads, lines_of(WORLD + RELATIONS).splitlines())}
SOUND["incidents.source"]["fields"] |= {"languages": ["de"], "homepage": "https://a.org", "wikidata_id": "Q1"}
SOUND["incidents.actor"]["fields"] |= {"sectors": ["GOV"]}
SOUND["incidents.article"]["text"] = "Worte"


def read(item: Any) -> Any:
    return read_line(json.dumps(item).encode(), file="x.jsonl", number=7)


def rules(item: Any) -> list[tuple[str, str]]:
    return [(fault.field, fault.rule) for fault in read(item)]


def test_a_row_is_read_with_its_defaults() -> None:
    found = read({"model": "incidents.source", "fields": SOURCE | {"languages": ["de", "en"]}})
    assert found.values | SOURCE == found.values
    assert (found.values["languages"], found.values["status"]) == (("de", "en"), "draft")


def test_numbers_are_read_digit_by_digit() -> None:
    line = b'{"model": "incidents.place", "fields": {"slug": "x", "name": "X", "latitude": 46.50000, "precision": 1}}'
    found = read_line(line, file="x.jsonl", number=1)
    assert isinstance(found, Read)
    assert (str(found.values["latitude"]), found.values["precision"]) == ("46.50000", 1)


def test_an_article_may_bring_its_text() -> None:
    fields = {"slug": "a", "source": ["s"], "title": "A", "language": "de", "document": "a.txt"}
    assert read({"model": "incidents.article", "text": "Worte", "fields": fields}).text == "Worte"
    assert rules({"model": "incidents.article", "text": ["Worte"], "fields": fields}) == [
        ("text", "must be a text, not a number, list or mapping.")
    ]


@pytest.mark.parametrize(
    ("item", "field", "rule"),
    [
        ([], "", "must be a mapping of model and fields."),
        ({"model": "incidents.source"}, "", "must be a mapping of model and fields."),
        ({"model": "incidents.paper", "fields": {}}, "model", "is no model of the dataset"),
        ({"model": "incidents.source", "fields": SOURCE, "text": "x"}, "text", "is not read: a record has model"),
        ({"model": "incidents.article", "fields": {}, "zone": "x"}, "zone", "is not read: a record has model"),
        ({"model": "incidents.source", "fields": SOURCE | {"kind": "paper"}}, "kind", "must be one of: newspaper"),
        (
            {"model": "incidents.source", "fields": SOURCE | {"name": "a\u0000"}},
            "name",
            "holds NUL or half a surrogate",
        ),
        ({"model": "incidents.source", "fields": {"slug": "x", "kind": "other"}}, "name", "is missing."),
        ({"model": "incidents.source", "fields": SOURCE | {"homepage": False}}, "homepage", "Enter a valid URL."),
    ],
)
def test_a_fault_is_told_as_of_yaml(item: Any, field: str, rule: str) -> None:
    found = [(given, told[: len(rule)]) for given, told in rules(item)]
    assert (field, rule) in found


CLAIM = {"slug": "c", "article": ["a"], "statement": "S", "speech_mode": "indirect", "aspect": "date"}
PLACE = {"slug": "p", "name": "P", "precision": "1"}


@pytest.mark.parametrize(
    ("model", "fields", "field", "rule"),
    [
        ("claim", CLAIM | {"events": "e"}, "events", "must be a list: [[slug], [slug]]."),
        ("claim", CLAIM | {"events": [["e"], ["e"]]}, "events", "lists 'e' twice."),
        ("claim", CLAIM | {"events": [["e"]], "article": "a"}, "article", "must name a record as a list of its slug"),
        ("source", SOURCE | {"languages": [None]}, "languages", "must be a text, not null"),
        ("source", SOURCE | {"languages": ["de", "de"]}, "languages", "lists 'de' twice."),
        ("place", PLACE | {"precision": "1.5"}, "precision", "must be a whole number."),
        ("place", PLACE | {"latitude": []}, "latitude", "must be a number such as 38 or 49.84."),
        ("place", PLACE | {"latitude": "46.5", "country": "XX"}, "latitude, longitude", "Give both latitude and"),
        ("place", PLACE | {"latitude": "91.5"}, "latitude", "Ensure this value is less than or equal to 90."),
    ],
)
def test_a_value_of_another_kind_is_refused(model: str, fields: Any, field: str, rule: str) -> None:
    found = [(given, told[: len(rule)]) for given, told in rules({"model": f"incidents.{model}", "fields": fields})]
    assert (field, rule) in found


@pytest.mark.parametrize(
    ("given_name", "languages"), [("The Herald", []), ("\U0001f600 escaped as two halves of a pair", ["de"])]
)
def test_what_may_be_empty_and_what_is_escaped_is_read(given_name: str, languages: list[str]) -> None:
    found = read({"model": "incidents.source", "fields": SOURCE | {"name": given_name, "languages": languages}})
    assert (found.values["name"], found.values["languages"]) == (given_name, tuple(languages))


def test_a_number_may_be_unknown() -> None:
    assert read({"model": "incidents.place", "fields": PLACE | {"latitude": None}}).values["latitude"] is None


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (b"{", "is not JSON: "),
        (b"\xff", "is not UTF-8: save it in that encoding."),
        (b"[" * 100_000, "is not JSON: "),
        (b" " * 8_000_001, "is longer than 8000000 bytes: no row is."),
        (b'{"model": "incidents.source", "fields": {"slug": "a", "slug": "b"}}', "is given twice: keep one."),
    ],
    ids=["cut", "bytes", "deep", "long", "twice"],
)
def test_what_is_no_row_is_refused(line: bytes, rule: str) -> None:
    found = read_line(line, file="x.jsonl", number=7)
    assert isinstance(found, list)
    assert [rule for fault in found if fault.rule.startswith(rule)] == [rule]
    assert {(fault.file, fault.line) for fault in found} == {("x.jsonl", 7)}


def test_a_line_that_is_no_row_any_more_is_not_told_of() -> None:
    with pytest.raises(ValueError, match=r"x\.jsonl:7 is no row"):
        lines.row_at(b"{}", file="x.jsonl", number=7)


@st.composite
def rows(draw: st.DrawFn) -> Any:
    """Rows of every model, with sound and unsound values."""
    spec: Spec = draw(st.sampled_from(SPECS))
    given_fields = {name: draw(st.sampled_from(VALUES)) for name in spec.fields if draw(st.integers(0, 3))}
    return {"model": spec.label, "fields": given_fields}


@given(row=rows())
@settings(max_examples=60)
def test_what_is_taken_at_sight_is_what_is_seen_at_a_closer_look(row: Any) -> None:
    at_sight = read(row)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(lines, "_DOUBTFUL", re.compile(b""))
        assert read(row) == at_sight


@pytest.mark.parametrize("spec", SPECS, ids=attrgetter("name"))
def test_a_sound_row_is_taken_at_sight(spec: Spec) -> None:
    assert at_sight(SOUND[spec.label]) is not None


@pytest.mark.parametrize("spec", SPECS, ids=attrgetter("name"))
def test_no_value_is_taken_at_sight_that_a_closer_look_refuses(spec: Spec, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = []
    for name in spec.fields:
        for value in VALUES:
            row = SOUND[spec.label] | {"fields": SOUND[spec.label]["fields"] | {name: value}}
            if found := at_sight(row):
                taken.append((row, found))
    monkeypatch.setattr(lines, "_DOUBTFUL", re.compile(b""))
    assert [(row, found) for row, found in taken if read(row) != found] == []


def at_sight(item: Any) -> Read | None:
    line = json.dumps(item)
    try:
        return None if lines._DOUBTFUL.search(line.encode()) else lines._at_sight(lines._DECODER.decode(line))
    except lines.Doubt:
        return None
