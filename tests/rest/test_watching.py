import logging
from typing import Any

import pytest
from django.test import Client, RequestFactory

from eventsapi.rest.watching import method_of
from tests.published import publish_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, logger="eventsapi")
    return caplog


def last(told: pytest.LogCaptureFixture) -> dict[str, Any]:
    (fields,) = [record.fields for record in told.records if record.name == "eventsapi.requests"]  # type: ignore[attr-defined]  # ours
    assert fields.pop("milliseconds") > 0
    return dict(fields)


def test_a_request_is_told_by_its_route_and_the_names_in_its_query(told: pytest.LogCaptureFixture) -> None:
    version = publish_world()
    Client().get("/api/v1/events/strike/?fields=id&secret=1&fromat=x")
    Client().get("/api/v1/events/?country=UA&q=secret")
    one, other = [record.fields for record in told.records if record.name == "eventsapi.requests"]  # type: ignore[attr-defined]  # ours
    assert (one["route"], one["parameters"], one["status"]) == ("api/v1/events/<public_id:id>/", ["fields"], 400)
    other.pop("milliseconds")
    assert other == {
        "method": "GET",
        "route": "api/v1/events/",
        "parameters": ["country", "q"],
        "status": 200,
        "dataset_version": version,
        "cache": "miss",
    }


@pytest.mark.parametrize(
    ("path", "route", "status"),
    [("/secret", "none", 404), ("/livez", "livez", 200), ("/static/rest/docs.js", "static", 200)],
)
def test_what_is_no_answer_of_the_api_has_a_route_too(
    told: pytest.LogCaptureFixture, path: str, route: str, status: int
) -> None:
    Client().get(path).close()
    fields = last(told)
    assert (fields["route"], fields["status"], fields["dataset_version"], fields["cache"]) == (
        route,
        status,
        None,
        None,
    )


def test_a_method_that_nobody_knows_is_not_told() -> None:
    assert method_of(RequestFactory().generic("SECRET", "/")) == "OTHER"


def test_below_its_level_nothing_is_told(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, logger="eventsapi")
    Client().get("/livez")
    assert caplog.records == []
