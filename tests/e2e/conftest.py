"""A browser at a served site. Each test fills the database with what it needs and leaves it empty.

The tests speak to the database while the browser's own event loop runs in the same thread, which Django would refuse.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page
from pytest_django import Settings
from pytest_django.fixtures import django_db_setup as django_db_setup  # without the dataset, which few need here
from pytest_django.live_server_helper import LiveServer

PASSWORD = "reads-the-text-twice"
LEAVING = 10_000  # milliseconds
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """This machine's Chromium; as root it runs only without its sandbox."""
    arguments = ["--no-sandbox"] if os.getuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": os.environ["CHROMIUM"], "args": arguments}


@pytest.fixture(scope="session", autouse=True)
def closing_at_rest() -> Iterator[None]:
    """No browser context is closed while one of its pages is on its way to another.

    Chromium forgets to close a page whose next one arrives at that moment, and playwright waits for it without a limit.
    Pages that listen for `pagehide` are prone to it, as the desk's forms do to keep what is typed.
    """
    close = BrowserContext.close

    def at_rest(context: BrowserContext, *, reason: str | None = None) -> None:
        for page in context.pages:
            leave(page)
        close(context, reason=reason)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BrowserContext, "close", at_rest)
        yield


def leave(page: Page) -> None:
    """Go where nothing is under way. What was may arrive first, which playwright tells as an error."""
    try:
        page.goto("about:blank", timeout=LEAVING)
    except Error:
        page.wait_for_url("about:blank", timeout=LEAVING)


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complains about, above all what the content security policy forbids: nothing, at the end."""
    found: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            found.append(f"{page.url}: {message.text}")

    page.on("console", note)
    page.on("pageerror", lambda error: found.append(f"{page.url}: {error}"))
    yield found
    assert found == []


@pytest.fixture
def site(live_server: LiveServer, settings: Settings, complaints: list[str]) -> str:
    """The address of the served site, without TLS, and with passwords that are checked at once."""
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.SECURE_SSL_REDIRECT = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return str(live_server.url)


@pytest.fixture
def desk(site: str, page: Page) -> Page:
    """The editors' desk, with an editor logged in who may do everything."""
    enter(page, site, User.objects.create_superuser("editor", password=PASSWORD))
    return page


def enter(page: Page, site: str, user: User) -> None:
    """Let the user in without the form to log in, which has tests of its own."""
    client = Client()
    client.force_login(user)
    session = client.cookies[configured.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": session.key, "value": session.value, "url": site}])


def log_in(page: Page, site: str, name: str) -> None:
    """As people do."""
    page.goto(f"{site}/admin/")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
