from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator
from openapi_spec_validator import validate
from pytest_django import Settings

from eventsapi.rest.errors import Problem
from eventsapi.rest.openapi import remove_nullable


@pytest.fixture
def document(settings: Settings, capsys: pytest.CaptureFixture[str]) -> Any:
    settings.ROOT_URLCONF = "tests.rest.urls"
    made = SchemaGenerator(urlconf="tests.rest.urls").get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # it has no types
    assert capsys.readouterr().err == ""
    return made


@pytest.fixture
def listing(document: Any) -> Any:
    return document["paths"]["/api/v1/things/"]["get"]


@pytest.fixture
def detail(document: Any) -> Any:
    return document["paths"]["/api/v1/things/{id}/"]["get"]


def test_the_document_is_valid_openapi_3_1(document: Any) -> None:
    assert document["openapi"] == "3.1.1"
    validate(document)


def test_a_list_has_the_parameters_of_its_filters_its_pages_and_its_formats(listing: Any) -> None:
    names = [parameter["name"] for parameter in listing["parameters"]]

    assert names == [
        "q",
        "kind",
        "country",
        "id",
        "maker",
        "made_from",
        "made_to",
        "changed_since",
        "min_parts",
        "max_weight",
        "sharp",
        "exactly",
        "both",
        "language",
        "person",
        "craft",
        "strictly",
        "ordering",
        "page_size",
        "cursor",
        "min_version",
        "format",
    ]


def test_orderings_are_a_closed_list_with_a_default(listing: Any) -> None:
    (ordering,) = [parameter for parameter in listing["parameters"] if parameter["name"] == "ordering"]

    assert ordering["schema"]["enum"][:2] == ["made", "-made"]
    assert ordering["schema"]["default"] == "-made"


def test_a_list_is_an_envelope_named_after_what_it_holds(document: Any, listing: Any) -> None:
    schema = listing["responses"]["200"]["content"]["application/json"]["schema"]
    envelope = document["components"]["schemas"]["ThingPage"]

    assert schema == {"$ref": "#/components/schemas/ThingPage"}
    assert envelope["required"] == ["count", "count_relation", "next", "previous", "results"]
    assert envelope["properties"]["next"]["type"] == ["string", "null"]


def test_every_status_is_described(listing: Any, detail: Any) -> None:
    shared = ["400", "404", "405", "406", "414", "429", "500", "503"]

    assert sorted(listing["responses"]) == sorted(["200", "304", *shared])
    assert sorted(detail["responses"]) == sorted(["200", "304", "308", "410", *shared])


def test_a_detail_takes_a_format_and_an_id(detail: Any) -> None:
    assert [parameter["name"] for parameter in detail["parameters"]] == ["id", "min_version", "format"]


def test_errors_are_problems_and_nothing_else(document: Any) -> None:
    for problem in Problem:
        assert problem.type in document["components"]["schemas"]["Problem"]["properties"]["type"]["enum"]
    for response in document["components"]["responses"].values():
        assert list(response["content"]) == ["application/problem+json"]


def test_answers_have_their_headers(document: Any, listing: Any, detail: Any) -> None:
    headers = listing["responses"]["200"]["headers"]

    assert {"ETag", "Last-Modified", "Cache-Control", "Dataset-Version", "X-Request-ID", "RateLimit", "Link"} <= set(
        headers
    )
    assert "Link" not in detail["responses"]["200"]["headers"]
    assert "Location" in detail["responses"]["308"]["headers"]
    assert "Retry-After" in document["components"]["responses"]["Unavailable"]["headers"]
    assert headers["ETag"] == {"$ref": "#/components/headers/ETag"}


def test_nothing_is_called_nullable(document: Any) -> None:
    assert "nullable" not in str(document)


def test_what_was_called_nullable_may_be_null() -> None:
    document = {"a": [{"type": "string", "nullable": True}, {"$ref": "#", "nullable": True}, {"nullable": False}]}

    mended = remove_nullable(document, None, None, True)

    assert mended == {"a": [{"type": ["string", "null"]}, {"$ref": "#"}, {}]}


def test_an_enumeration_that_may_be_null_is_a_type_and_null() -> None:
    reference = {"$ref": "#/components/schemas/NullEnum"}
    document = {"components": {"schemas": {"NullEnum": {"enum": [None]}}}, "a": {"oneOf": [{"$ref": "#"}, reference]}}

    mended = remove_nullable(document, None, None, True)

    assert mended == {"components": {"schemas": {}}, "a": {"oneOf": [{"$ref": "#"}, {"type": "null"}]}}


def test_parameters_with_a_default_or_a_closed_list_show_an_example(listing: Any) -> None:
    examples = {parameter["name"]: parameter["schema"].get("examples") for parameter in listing["parameters"]}

    assert examples["ordering"] == ["-made"]
    assert examples["page_size"] == [50]
    assert examples["exactly"] == ["tool"]
    assert len(examples["cursor"]) == 1


def test_words_for_programmers_are_not_shown_to_readers(document: Any) -> None:
    assert "Override" not in str(document)


def test_every_parameter_is_described(listing: Any, detail: Any) -> None:
    assert all(parameter["description"] for parameter in [*listing["parameters"], *detail["parameters"]])
