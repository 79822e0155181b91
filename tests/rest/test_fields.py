from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from eventsapi.rest import fields
from eventsapi.rest.fields import RefusedValue, Selection

WORDS = fields.WordsField(choices=["tool", "toy"])
PATTERNS = fields.PatternsField(pattern="[a-z]{2}", what="two letters")
PAIR = fields.PairField(pattern="[a-z]{2}", what="two letters", example="aa,bb")
NUMBER = fields.NumberField(minimum=-10, maximum=10)
WHOLE = fields.IntegerField(minimum=0, maximum=10, default=5)


@pytest.mark.parametrize(
    ("field", "text", "value", "canonical"),
    [
        (fields.TextField(), "  Aqtau  crash ", "Aqtau  crash", "Aqtau  crash"),
        (fields.WordField(choices=["a", "b"]), "b", "b", "b"),
        (fields.ExactTextField(max_length=9, example="a"), " Ä b ", " Ä b ", " Ä b "),
        (fields.BooleanField(), "true", True, "true"),
        (fields.BooleanField(), "false", False, "false"),
        (NUMBER, "-0.50", Decimal("-0.5"), "-0.5"),
        (NUMBER, "-0", Decimal(0), "0"),
        (WHOLE, "007", 7, "7"),
        (fields.DateField(), "0001-01-01", date(1, 1, 1), "0001-01-01"),
        (fields.DateField(), "9999-12-31", date(9999, 12, 31), "9999-12-31"),
        (fields.InstantField(), "2024-12-25", datetime(2024, 12, 25, tzinfo=UTC), "2024-12-25T00:00:00Z"),
        (
            fields.InstantField(),
            "2024-03-31T02:30:00",
            datetime(2024, 3, 31, 2, 30, tzinfo=UTC),
            "2024-03-31T02:30:00Z",
        ),
        (
            fields.InstantField(),
            "2024-01-01T00:00:00.5+04:00",
            datetime(2023, 12, 31, 20, 0, 0, 500_000, tzinfo=UTC),
            "2023-12-31T20:00:00.500000Z",
        ),
        (WORDS, "toy,tool,toy", Selection(("tool", "toy"), ()), "tool,toy"),
        (WORDS, "!toy,tool", Selection(("tool",), ("toy",)), "tool,!toy"),
        (PATTERNS, "zz,aa", Selection(("aa", "zz"), ()), "aa,zz"),
        (PAIR, "zz,aa", Selection(("aa", "zz"), ()), "aa,zz"),
    ],
)
def test_a_text_becomes_a_value_with_one_spelling(
    field: fields.QueryField, text: str, value: Any, canonical: str
) -> None:
    assert field.clean(text) == value
    assert field.canonical(value) == canonical
    assert field.canonical(field.clean(canonical)) == canonical


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        (fields.TextField(), "a" * 201, "too_long"),
        (fields.TextField(), "   ", "empty_value"),
        (fields.ExactTextField(max_length=9, example="a"), "a" * 10, "too_long"),
        (PAIR, "aa", "invalid_value"),
        (PAIR, "aa,aa", "invalid_value"),
        (PAIR, "aa,bb,cc", "invalid_value"),
        (PAIR, "aa,!bb", "invalid_value"),
        (fields.WordField(choices=["a"]), "A", "unknown_word"),
        (fields.BooleanField(), "1", "unknown_word"),
        (NUMBER, "10.000001", "out_of_range"),
        (NUMBER, "sNaN", "invalid_value"),
        (NUMBER, "1e3", "invalid_value"),
        (NUMBER, "Infinity", "invalid_value"),
        (WHOLE, "11", "out_of_range"),
        (WHOLE, "1_0", "invalid_value"),
        (WHOLE, "٣", "invalid_value"),
        (WHOLE, "9" * 5000, "too_long"),
        (fields.DateField(), "2023-02-29", "invalid_value"),
        (fields.DateField(), "0000-01-01", "invalid_value"),
        (fields.DateField(), "yesterday", "invalid_value"),
        (fields.DateField(), "2024-01-01'--", "invalid_value"),
        (fields.DateField(), "20240101", "invalid_value"),
        (fields.DateField(), "2024-W01-1", "invalid_value"),
        (fields.DateField(), "2024", "invalid_value"),
        (fields.InstantField(), "2024-01-01T00:00:00+99:99", "invalid_value"),
        (fields.InstantField(), "0001-01-01T00:00:00+14:00", "invalid_value"),
        (fields.InstantField(), "2024-01-01T00:00:00.123456789Z", "invalid_value"),
        (fields.InstantField(), "2024-01-01T24:00:00Z", "invalid_value"),
        (WORDS, "tool,sword", "unknown_word"),
        (WORDS, "!sword", "unknown_word"),
        (WORDS, "tool,,toy", "empty_value"),
        (WORDS, "!", "empty_value"),
        (WORDS, ",".join(["tool"] * 101), "too_many_values"),
        (fields.WordsField(choices=["tool"], negatable=False), "!tool", "unknown_word"),
        (PATTERNS, "aa,b'", "invalid_value"),
    ],
)
def test_what_is_not_understood_is_refused(field: fields.QueryField, text: str, code: str) -> None:
    with pytest.raises(RefusedValue) as refused:
        field.clean(text)

    assert refused.value.code.word == code


def test_unknown_words_come_with_the_known_ones_and_a_guess() -> None:
    with pytest.raises(RefusedValue) as refused:
        WORDS.clean("tol")

    assert refused.value.allowed == ("tool", "toy")
    assert refused.value.detail == "'tol': not one of the allowed words. Did you mean 'tool'?"


def test_a_word_in_the_wrong_case_is_guessed() -> None:
    with pytest.raises(RefusedValue, match="Did you mean 'PROTEST'"):
        fields.WordField(choices=["PROTEST"]).clean("protest")


@pytest.mark.parametrize(("text", "guess"), [("tol,sword", "tool"), ("protest,sword", "PROTEST")])
def test_the_first_of_several_unknown_words_is_guessed(text: str, guess: str) -> None:
    with pytest.raises(RefusedValue, match=f"Did you mean '{guess}'"):
        fields.WordsField(choices=["tool", "PROTEST"]).clean(text)


def test_a_hundred_of_the_longest_ids_may_be_excluded_and_nothing_longer_is_read() -> None:
    names = [f"{number:080}" for number in range(100)]
    field = fields.PatternsField(pattern=fields.ID_PATTERN, what="an id")

    assert field.clean(",".join(f"!{name}" for name in names)).exclude == tuple(names)
    with pytest.raises(RefusedValue, match="8201 characters; at most 8200 are allowed"):
        field.clean("a" * 8201)


def test_a_long_value_is_cut_where_an_error_repeats_it() -> None:
    with pytest.raises(RefusedValue, match=r"^'b{80}…' is not two letters\.$"):
        PATTERNS.clean("b" * 100)


@pytest.mark.parametrize(
    ("field", "schema"),
    [
        (fields.TextField(example="war"), {"type": "string", "minLength": 1, "maxLength": 200, "examples": ["war"]}),
        (fields.TextField(max_length=9), {"type": "string", "minLength": 1, "maxLength": 9}),
        (fields.WordField(choices=["a"], default="a"), {"type": "string", "enum": ["a"], "default": "a"}),
        (
            fields.ExactTextField(max_length=9, example="a"),
            {"type": "string", "minLength": 1, "maxLength": 9, "examples": ["a"]},
        ),
        (fields.BooleanField(), {"type": "boolean"}),
        (fields.BooleanField(default=False, example=True), {"type": "boolean", "default": False, "examples": [True]}),
        (
            fields.NumberField(minimum=0, maximum=9, example=3),
            {"type": "number", "minimum": 0, "maximum": 9, "examples": [3]},
        ),
        (fields.DateField(example="2025-11-14"), {"type": "string", "format": "date", "examples": ["2025-11-14"]}),
        (
            PAIR,
            {
                "type": "array",
                "items": {"type": "string", "pattern": "^([a-z]{2})$"},
                "minItems": 2,
                "maxItems": 2,
                "uniqueItems": True,
                "examples": [["aa", "bb"]],
            },
        ),
        (NUMBER, {"type": "number", "minimum": -10, "maximum": 10}),
        (WHOLE, {"type": "integer", "minimum": 0, "maximum": 10, "default": 5}),
        (fields.DateField(), {"type": "string", "format": "date", "examples": ["2024-12-25"]}),
    ],
)
def test_a_field_describes_what_it_takes(field: fields.QueryField, schema: dict[str, Any]) -> None:
    assert field.schema() == schema


@pytest.mark.parametrize("limit", ["1000000000000000", "-1000000000000000.000000"])
def test_the_largest_number_that_is_described_is_taken(limit: str) -> None:
    assert abs(fields.NumberField(minimum=-(10**15), maximum=10**15).clean(limit)) == 10**15


def test_how_a_number_is_written_is_described_where_json_would_allow_more() -> None:
    told = fields.NumberField(minimum=0, maximum=9, help_text="How much.").parameter("weight")["description"]
    assert told == "How much. Written plainly: without an exponent, with 6 decimals at most."
    assert fields.IntegerField(minimum=0, maximum=9, help_text="How many.").parameter("n")["description"] == "How many."


def test_a_moment_is_described_as_a_day_or_a_moment() -> None:
    assert [form["format"] for form in fields.InstantField().schema()["anyOf"]] == ["date", "date-time"]


def test_a_list_is_described_as_an_array_joined_by_commas() -> None:
    described = fields.WordsField(choices=["tool", "toy"], help_text="Kind.", example="toy").parameter("kind")

    assert described == {
        "name": "kind",
        "in": "query",
        "description": "Kind.",
        "style": "form",
        "explode": False,
        "schema": {
            "type": "array",
            "items": {"type": "string", "enum": ["tool", "toy", "!tool", "!toy"]},
            "minItems": 1,
            "maxItems": 100,
            "examples": [["toy"]],
        },
    }


def test_a_pattern_is_described_with_its_sign_of_exclusion() -> None:
    assert PATTERNS.schema()["items"] == {"type": "string", "pattern": "^!?([a-z]{2})$"}


@pytest.mark.parametrize("method", ["read", "schema"])
def test_a_field_that_lacks_a_method_is_named(method: str) -> None:
    with pytest.raises(NotImplementedError, match=f"QueryField needs a {method}"):
        getattr(fields.QueryField(), method)(*["x"] * (method == "read"))


def test_a_list_field_that_lacks_its_methods_is_named() -> None:
    with pytest.raises(NotImplementedError, match="ListField needs a refuse_unknown"):
        fields.ListField().clean("a")
    with pytest.raises(NotImplementedError, match="ListField needs an item_schema"):
        fields.ListField().schema()


def test_a_parameter_says_that_it_is_required_only_where_it_is() -> None:
    described = [fields.TextField(help_text="Words.", required=required).parameter("q") for required in (True, False)]

    assert [parameter.get("required") for parameter in described] == [True, None]
