from dataclasses import FrozenInstanceError
from typing import Any

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from eventsapi.rest.fields import TextField, WordField, WordsField
from eventsapi.rest.health import livez
from eventsapi.rest.parameters import Query, check, read_pairs, without_parameters
from tests.rest.conftest import Get, faults

THINGS = "/api/v1/things/"
DECLARED = {"kind": WordsField(choices=["tool", "toy"]), "q": TextField()}


def codes(*pairs: tuple[str, str]) -> list[tuple[str | None, str]]:
    return [(fault.parameter, fault.code.word) for fault in check(pairs, declared=DECLARED)[2]]


def test_pairs_are_read_as_forms_write_them() -> None:
    request = RequestFactory().get("/?q=a+b%2Bc&&x&y=1=2&%C9%99=%F0%9F%98%80")

    assert read_pairs(request) == [("q", "a b+c"), ("x", ""), ("y", "1=2"), ("ə", "😀")]


def test_what_is_understood_has_values_and_one_spelling() -> None:
    values, canonical, found = check([("q", " war "), ("kind", "toy,tool")], declared=DECLARED)

    assert values["q"] == "war"
    assert canonical == {"q": "war", "kind": "tool,toy"}
    assert found == []


def test_an_unknown_parameter_is_named_with_what_is_allowed_and_a_guess() -> None:
    fault = check([("knid", "toy")], declared=DECLARED)[2][0]

    assert fault.as_dict() == {
        "parameter": "knid",
        "code": "unknown_parameter",
        "detail": "'knid': There is no such parameter. Did you mean 'kind'?",
        "allowed": ["kind", "q"],
    }


def test_a_repeated_parameter_is_refused_even_where_it_repeats_its_value() -> None:
    assert codes(("q", "a"), ("q", "a")) == [("q", "repeated_parameter")]


def test_a_parameter_without_a_value_is_refused() -> None:
    assert codes(("q", "")) == [("q", "empty_value")]


def test_a_required_parameter_is_asked_for_with_what_it_takes() -> None:
    required = {"by": WordField(choices=["kind", "maker"], required=True)}

    assert [fault.as_dict() for fault in check([], declared=required)[2]] == [
        {
            "parameter": "by",
            "code": "missing_parameter",
            "detail": "'by' is missing; this address needs it.",
            "allowed": ["kind", "maker"],
        }
    ]
    assert check([("by", "kind")], declared=required)[2] == []


def test_a_required_parameter_with_a_fault_has_that_fault_only() -> None:
    required = {"by": WordField(choices=["kind", "maker"], required=True)}

    assert [fault.code.word for fault in check([("by", "sort")], declared=required)[2]] == ["unknown_word"]


def test_all_faults_are_reported_together() -> None:
    found = codes(("kind", "sword"), ("q", ""), ("nope", "1"), ("q", "b"))

    assert found == [
        ("kind", "unknown_word"),
        ("q", "empty_value"),
        ("nope", "unknown_parameter"),
        ("q", "repeated_parameter"),
    ]


def test_an_encoded_query_is_sorted_and_leaves_its_cursor_out() -> None:
    query = Query(values={}, canonical={"q": "a b&c", "kind": "toy,!tool", "cursor": "x"})

    assert query.encoded() == "kind=toy,!tool&q=a%20b%26c"
    assert query.encoded(cursor="y") == "cursor=y&kind=toy,!tool&q=a%20b%26c"


def test_what_was_read_stays_as_it_was() -> None:
    query: Any = Query(values={}, canonical={})

    with pytest.raises(FrozenInstanceError):
        query.canonical = {"q": "a"}


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("q=%00", ("q", "nul_character")),
        ("q=a%00%C2%AB", ("q", "nul_character")),
        ("t%00itle=x", (None, "nul_character")),
        ("q=%FF%FE", ("q", "invalid_encoding")),
        ("q=%ED%A0%80", ("q", "invalid_encoding")),
        ("q=%C0%80", ("q", "invalid_encoding")),
        ("%FF=1", (None, "invalid_encoding")),
    ],
)
def test_nul_and_what_is_not_utf8_is_refused(get: Get, query: str, fault: tuple[str | None, str]) -> None:
    response = get(f"{THINGS}?{query}")

    assert response.status_code == 400
    assert faults(response) == [fault]


@pytest.mark.parametrize("path", ["/api/v1/things/%00/", "/nowhere%00"])
def test_a_path_with_nul_is_refused(get: Get, path: str) -> None:
    response = get(path)

    assert response.status_code == 400
    assert response.json()["type"] == "/problems/bad-request"


def test_a_path_that_is_not_utf8_does_not_exist(get: Get) -> None:
    response = get("/", PATH_INFO="/api/v1/things/\xff/")

    assert response.status_code == 404
    assert response.json()["instance"] == "/api/v1/things/%25FF/"


def test_a_query_of_2000_bytes_is_read(get: Get) -> None:
    response = get(f"{THINGS}?nope={'a' * 1995}")

    assert faults(response) == [("nope", "unknown_parameter")]


def test_a_longer_query_is_refused_before_it_is_read(get: Get) -> None:
    response = get(f"{THINGS}?nope={'a' * 1996}")

    assert response.status_code == 414
    assert response.json()["detail"] == "The query has 2001 bytes; at most 2000 are allowed."


def test_a_cursor_does_not_count_towards_the_length_of_its_query(get: Get) -> None:
    response = get(f"{THINGS}?kind={',!'.join(['toy'] * 99)}&q={'a' * 200}&id={'a' * 80}&cursor={'A' * 1490}")

    assert faults(response) == [("cursor", "invalid_cursor")]


def test_a_view_without_parameters_keeps_what_is_said_about_it() -> None:
    strict: Any = without_parameters(livez)

    assert (strict.__name__, strict.csrf_exempt) == ("livez", True)


def test_pages_for_people_may_be_asked_for_anything(get: Get, settings: Settings) -> None:
    settings.REST_ERROR_PAGE = "tests.rest.test_handlers.error_page"
    assert get(f"/admin/?{'a' * 3000}=1").status_code == 404


@pytest.mark.parametrize("query", ["q=%00", "%00=1", "q=%FF", "q=%ED%A0%80"])
def test_no_page_understands_what_is_no_text(get: Get, settings: Settings, query: str) -> None:
    settings.REST_ERROR_PAGE = "tests.rest.test_handlers.error_page"
    answer = get(f"/admin/?{query}")
    assert (answer.status_code, answer.content) == (400, b"<h1>Refused</h1>")
