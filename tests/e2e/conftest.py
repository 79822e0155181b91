"""A browser at a served site. Each test fills the database with what it needs and leaves it empty.

The tests speak to the database while the browser's own event loop runs in the same thread, which Django would refuse.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import ConsoleMessage, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

PASSWORD = "reads-the-text-twice"
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """This machine's Chromium; as root it runs only without its sandbox."""
    arguments = ["--no-sandbox"] if os.getuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": os.environ["CHROMIUM"], "args": arguments}


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complains about, above all what the content security policy forbids: nothing, at the end."""
    found: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.location["url"].endswith("/favicon.ico"):
            found.append(f"{page.url}: {message.text}")

    page.on("console", note)
    page.on("pageerror", lambda error: found.append(f"{page.url}: {error}"))
    yield found
    assert found == []


@pytest.fixture
def site(live_server: LiveServer, settings: Settings, complaints: list[str]) -> str:
    """The address of the served site, without TLS."""
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.SECURE_SSL_REDIRECT = False
    return str(live_server.url)


@pytest.fixture
def desk(site: str, page: Page) -> Page:
    """The editors' desk, with an editor logged in who may do everything."""
    User.objects.create_superuser("editor", password=PASSWORD)
    page.goto(f"{site}/admin/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    return page
