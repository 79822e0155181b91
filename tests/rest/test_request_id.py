import logging
import re

import pytest
from django.test import RequestFactory

from eventsapi.rest.request_id import RequestIdFilter
from tests.rest.conftest import Get

THINGS = "/api/v1/things/"


def test_a_sane_id_of_the_client_is_kept(get: Get) -> None:
    assert get(THINGS, headers={"X-Request-ID": "job-42_a.b"}).headers["X-Request-ID"] == "job-42_a.b"


@pytest.mark.parametrize("given", ["short", "a" * 65, "with blank", "line\tbreak", "ünïcode-id", "<script>alert(1)"])
def test_any_other_is_replaced(get: Get, given: str) -> None:
    assert re.fullmatch("[0-9a-f]{32}", get(THINGS, headers={"X-Request-ID": given}).headers["X-Request-ID"])


def test_two_requests_have_two_ids(get: Get) -> None:
    assert get(THINGS).headers["X-Request-ID"] != get(THINGS).headers["X-Request-ID"]


def test_the_log_names_the_request() -> None:
    record = logging.makeLogRecord({"request": RequestFactory().get("/", headers={"X-Request-ID": "job-4242"})})

    assert RequestIdFilter().filter(record)
    assert record.request_id == "job-4242"  # type: ignore[attr-defined]  # set by the filter


def test_a_line_of_the_log_without_a_request_has_a_dash() -> None:
    record = logging.makeLogRecord({})

    assert RequestIdFilter().filter(record)
    assert record.request_id == "-"  # type: ignore[attr-defined]  # set by the filter
