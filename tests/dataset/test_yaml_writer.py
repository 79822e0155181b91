from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from incidents.dataset.rows import read_rows
from incidents.dataset.schema import SPEC_OF
from incidents.dataset.yaml_writer import document, quoted
from incidents.models import Claim, Evidence, Place, Source

SOURCE = SPEC_OF[Source]


def source(**values: Any) -> str:
    defaults = {name: SOURCE.default(name) for name in SOURCE.fields}
    return document([(SOURCE, {**defaults, "slug": "s", **values})])


def line(name: str) -> str:
    return source(name=name).splitlines()[3].removeprefix("    name: ")


def test_it_writes_one_fact_a_line_and_no_defaults() -> None:
    assert source(name="The Herald", languages=("de", "no"), kind="newspaper").splitlines() == [
        "- model: incidents.source",
        "  fields:",
        "    slug: s",
        "    name: The Herald",
        "    kind: newspaper",
        "    languages:",
        "    - de",
        '    - "no"',
    ]


def test_it_writes_references_as_natural_keys() -> None:
    spec = SPEC_OF[Claim]
    values = {name: spec.default(name) for name in spec.fields}
    text = document([(spec, {**values, "slug": "c", "article": "null", "events": ("a", "b")})])
    assert text.splitlines()[3:] == ['    article: ["null"]', "    events:", "    - [a]", "    - [b]"]


def test_it_writes_numbers_without_the_zeros_of_their_columns() -> None:
    spec = SPEC_OF[Place]
    values = {name: spec.default(name) for name in spec.fields}
    text = document(
        [(spec, {**values, "latitude": Decimal("50.40000"), "longitude": Decimal("100.0"), "precision": 10})]
    )
    assert text.splitlines()[2:] == ["    latitude: 50.4", "    longitude: 100", "    precision: 10"]


def test_words_of_an_article_are_always_quoted() -> None:
    text = document([(SPEC_OF[Evidence], {"claim": "c", "quote": "Nein", "start": None})])
    assert text.splitlines()[2:] == ["    claim: [c]", '    quote: "Nein"']


@pytest.mark.parametrize(
    "text", ["Kyiv", "„Nein“", "2025-10", "2025-11-14/..", "../2025", "a:b", "a#b", "Wer? Er!", "Алієв"]
)
def test_a_plain_text_stands_bare(text: str) -> None:
    assert line(text) == text


@pytest.mark.parametrize(
    "text",
    ["NO", "yes", "y", "null", "2025", "2025-11-14", "1.5", "1e3", "0o17", "12:30", " a", "a ", "a: b", "a:", "a #b",
     "- a", "[a]", "{a", "&a", "*a", "!a", "|", ">", "'a'", "%a", "@a", "`a", "#a", "?", "=", "<<", "~"],
)  # fmt: skip
def test_what_another_reader_might_misread_is_quoted(text: str) -> None:
    assert line(text) == f'"{text}"'


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('say "no"\\', '"say \\"no\\"\\\\"'),
        ("a\nb\tc", '"a\\nb\\tc"'),
        ("a\u00a0b\u200bc\u2028d", '"a\\u00A0b\\u200Bc\\u2028d"'),
        ("\U000e0001", '"\\U000E0001"'),
    ],
)
def test_what_cannot_be_seen_is_escaped(text: str, written: str) -> None:
    assert quoted(text) == written


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_every_text_is_read_back_code_point_for_code_point(text: str) -> None:
    written = source(name=text, kind="other", description=text)
    (row,), faults = read_rows("a.yaml", written.encode())
    assert (faults, row.values["name"], row.values["description"]) == ([], text, text)
    assert yaml.safe_load(written)[0]["fields"]["name"] == text
