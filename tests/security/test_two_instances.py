"""Two servers that know nothing of each other but the database: limits hold for both of them together."""

import http.client
import time
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User

from bootstrap.server import Address
from tests.published import clear
from tests.serving import serving

pytestmark = pytest.mark.django_db(transaction=True)

LIMITS = {"RATE_LIMIT": "20", "LOGIN_LIMIT": "6"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def instances() -> Iterator[list[Address]]:
    clear()
    with ExitStack() as stack:
        yield [stack.enter_context(serving(**LIMITS)) for _ in range(2)]


def ask(address: Address, method: str, path: str, body: str = "", **headers: str) -> tuple[int, dict[str, str]]:
    asking = http.client.HTTPConnection("127.0.0.1", address.port, timeout=10)
    asking.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = asking.getresponse()
    asking.close()
    return answer.status, dict(answer.headers)


def minute() -> int:
    return int(time.time() // 60)


def guess(address: Address) -> int:
    token = "x" * 32
    body = urlencode({"username": "anna", "password": "guessed", "csrfmiddlewaretoken": token})
    return ask(address, "POST", "/admin/login/", body, **FORM, Cookie=f"csrftoken={token}")[0]


def test_limits_hold_for_two_instances_together(instances: list[Address]) -> None:
    User.objects.create_user("anna", password="reads-the-text-twice", is_staff=True)
    begun = minute()
    # A client that writes an address of its own into each request.
    asked = [ask(instances[n % 2], "GET", "/api/v1/", X_Forwarded_For=f"192.0.2.{n}") for n in range(30)]
    guessed = [guess(instances[n % 2]) for n in range(8)]
    minutes = minute() - begun + 1
    allowed = [status for status, _ in asked].count(200)
    assert allowed == 20 or (20 < allowed <= 20 * minutes and minutes > 1)
    assert all(0 < int(headers["Retry-After"]) <= 60 for status, headers in asked if status == 429)
    # The fifth wrong password closes the account to this address, whichever instance is asked.
    assert guessed == [200] * 4 + [429] * 4
