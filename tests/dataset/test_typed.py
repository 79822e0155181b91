from decimal import Decimal
from typing import Any

import pytest

from incidents.dataset.schema import SPEC_OF
from incidents.dataset.typed import Misfit, typed
from incidents.dataset.yaml_reader import Scalar, read
from incidents.models import Claim, ClaimAttribution, Evidence, Place, Source

SOURCE, PLACE, CLAIM = SPEC_OF[Source].fields, SPEC_OF[Place].fields, SPEC_OF[Claim].fields
START, POSITION = SPEC_OF[Evidence].fields["start"], SPEC_OF[ClaimAttribution].fields["position"]


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (SOURCE["name"], "2025", "2025"),
        (SOURCE["name"], '""', ""),
        (SOURCE["languages"], "[de, en]", ("de", "en")),
        (SOURCE["languages"], "[]", ()),
        (PLACE["latitude"], "49.84", Decimal("49.84")),
        (PLACE["latitude"], "-5", Decimal(-5)),
        (PLACE["latitude"], "null", None),
        (PLACE["precision"], "6", 6),
        (START, "0", 0),
        (CLAIM["speaker"], "[baku]", "baku"),
        (CLAIM["speaker"], "~", None),
        (CLAIM["events"], "[[b], [a]]", ("a", "b")),
    ],
)
def test_it_reads_a_value_as_its_field_means_it(field: Any, text: str, value: object) -> None:
    node = read(text.encode())
    assert node is not None
    assert typed(field, node) == value


@pytest.mark.parametrize(
    ("field", "text", "rule"),
    [
        (SOURCE["name"], "[a]", "must be a text, not a list or mapping."),
        (SOURCE["name"], "null", "must be a text, not null: leave the field out where nothing is known."),
        (SOURCE["name"], '"a\\0b"', "holds NUL or half a surrogate pair, which no text has: remove it."),
        (SOURCE["languages"], "de", "must be a list: [word, word]."),
        (SOURCE["languages"], "[de, de]", "lists 'de' twice."),
        (SOURCE["languages"], "[[de]]", "must be a text, not a list or mapping."),
        (PLACE["latitude"], "1_000", "must be a number such as 38 or 49.84."),
        (PLACE["latitude"], "NaN", "must be a number such as 38 or 49.84."),
        (PLACE["latitude"], "1" * 19, "must be a number such as 38 or 49.84."),
        (PLACE["precision"], "6.0", "must be a whole number."),
        (PLACE["precision"], "٣", "must be a whole number."),
        (POSITION, "null", "must be a whole number."),
        (START, "[1]", "must be a whole number."),
        (CLAIM["speaker"], "baku", "must name a record as a list of its slug: [slug]."),
        (CLAIM["speaker"], "[]", "must name a record as a list of its slug: [slug]."),
        (CLAIM["speaker"], "[baku, kyiv]", "must name a record as a list of its slug: [slug]."),
        (CLAIM["events"], "[a, b]", "must name a record as a list of its slug: [slug]."),
        (CLAIM["events"], "[[a], [a]]", "lists 'a' twice."),
        (CLAIM["article"], "null", "must name a record as a list of its slug: [slug]."),
    ],
)
def test_it_refuses_a_value_of_another_type(field: Any, text: str, rule: str) -> None:
    node = read(text.encode())
    assert node is not None
    with pytest.raises(Misfit) as refused:
        typed(field, node)
    assert str(refused.value) == rule


@pytest.mark.parametrize("code", [0, 0xD800, 0xDFFF])
def test_it_refuses_a_sign_that_no_text_has(code: int) -> None:
    with pytest.raises(Misfit, match="holds NUL or half a surrogate pair"):
        typed(SOURCE["name"], Scalar(1, f"a{chr(code)}b"))


@pytest.mark.parametrize("code", [1, 0xD7FF, 0xE000, 0x10000])
def test_it_takes_the_signs_beside_those(code: int) -> None:
    assert typed(SOURCE["name"], Scalar(1, chr(code))) == chr(code)
