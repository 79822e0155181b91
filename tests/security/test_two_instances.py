"""Two servers that know nothing of each other but the database: limits hold for both of them together."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection

from bootstrap import server
from bootstrap.clone import HERE
from bootstrap.server import Address
from tests.published import clear
from tests.security.test_deployment import url_of

pytestmark = pytest.mark.django_db(transaction=True)

LIMITS = {"RATE_LIMIT": "20", "LOGIN_LIMIT": "6", "EVENTSAPI_LOCAL": "1", "EVENTSAPI_TEST": "1", "SECRET_KEY": "k" * 50}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def instances() -> Iterator[list[Address]]:
    clear()
    with ExitStack() as stack:
        yield [stack.enter_context(serving()) for _ in range(2)]


@contextmanager
def serving() -> Iterator[Address]:
    HERE.make_local()
    address = server.free_address(clone=HERE)
    argv = [sys.executable, "-m", "gunicorn", "eventsapi.wsgi"]
    ours = {"DATABASE_URL": url_of(connection), "BIND": f"127.0.0.1:{address.port}", "WEB_CONCURRENCY": "1"}
    process = subprocess.Popen(argv, cwd=settings.BASE_DIR, env=os.environ | LIMITS | ours)
    try:
        server.wait_until_it_answers(address, process=process)
        yield address
    finally:
        server.end(process)


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
