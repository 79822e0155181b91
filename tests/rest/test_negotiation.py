import pytest
from django.test import RequestFactory
from rest_framework.exceptions import NotAcceptable
from rest_framework.request import Request

from eventsapi.rest.negotiation import StrictNegotiation
from eventsapi.rest.parameters import Query
from eventsapi.rest.renderers import OrjsonRenderer
from tests.rest.conftest import Get, faults

THINGS = "/api/v1/things/"


class SpreadsheetRenderer(OrjsonRenderer):
    media_type = "text/csv"
    format = "csv"


def chosen(accept: str | None, *, parameter: str | None = None) -> str:
    view = type("View", (), {"query": Query(values={"format": parameter} if parameter else {}, canonical={})})
    headers = {"Accept": accept} if accept is not None else {}
    request = Request(RequestFactory().get("/", headers=headers), parser_context={"view": view})
    _, media_type = StrictNegotiation().select_renderer(request, [OrjsonRenderer(), SpreadsheetRenderer()])
    return media_type


@pytest.mark.parametrize(
    ("accept", "parameter", "media_type"),
    [
        (None, None, "application/json"),
        ("", None, "application/json"),
        ("*/*", None, "application/json"),
        ("application/json; indent=8", None, "application/json"),
        ("text/csv", None, "text/csv"),
        ("text/*", None, "text/csv"),
        ("text/html, text/csv;q=0.9, */*;q=0.1", None, "text/csv"),
        ("application/json", "csv", "text/csv"),
        ("image/png", "json", "application/json"),
    ],
)
def test_the_parameter_goes_before_the_header(accept: str | None, parameter: str | None, media_type: str) -> None:
    assert chosen(accept, parameter=parameter) == media_type


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/json;q=0.5, text/csv", "text/csv"),
        ("application/json;q=0.5, text/csv;q=0.501", "text/csv"),
        ("text/csv, application/json", "application/json"),
        ("*/*, text/csv", "text/csv"),
        ("*/*, application/json;q=0", "text/csv"),
        ("text/*;q=0.2, application/json;q=0.1", "text/csv"),
        ("TEXT/CSV; Charset=UTF-8 ; Q=1.000", "text/csv"),
        ("text/csv;q=2, application/json;q=0.1", "application/json"),
        (",;,, text/csv", "text/csv"),
    ],
)
def test_what_is_wanted_most_is_sent(accept: str, media_type: str) -> None:
    assert chosen(accept) == media_type


@pytest.mark.parametrize(
    "accept", ["image/png", "text/csv;q=0, text/*", "application/json;q=0", "*/*;q=0.000", "text/csv;q=", "csv", ";q=1"]
)
def test_what_nobody_can_serve_is_not_acceptable(accept: str) -> None:
    with pytest.raises(NotAcceptable):
        chosen(accept)


def test_a_format_that_the_view_lacks_is_not_acceptable() -> None:
    with pytest.raises(NotAcceptable):
        chosen(None, parameter="atom")


@pytest.mark.parametrize("wanted", ["api", "xml", "admin", "JSON"])
def test_an_unknown_format_is_refused_with_those_there_are(get: Get, wanted: str) -> None:
    response = get(f"{THINGS}?format={wanted}")

    assert faults(response) == [("format", "unknown_word")]
    assert response.json()["errors"][0]["allowed"] == ["json"]
