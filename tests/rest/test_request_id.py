import re

import pytest

from tests.rest.conftest import Get

THINGS = "/api/v1/things/"


def test_a_sane_id_of_the_client_is_kept(get: Get) -> None:
    assert get(THINGS, headers={"X-Request-ID": "job-42_a.b"}).headers["X-Request-ID"] == "job-42_a.b"


@pytest.mark.parametrize("given", ["short", "a" * 65, "with blank", "line\tbreak", "ünïcode-id", "<script>alert(1)"])
def test_any_other_is_replaced(get: Get, given: str) -> None:
    assert re.fullmatch("[0-9a-f]{32}", get(THINGS, headers={"X-Request-ID": given}).headers["X-Request-ID"])


def test_two_requests_have_two_ids(get: Get) -> None:
    assert get(THINGS).headers["X-Request-ID"] != get(THINGS).headers["X-Request-ID"]
