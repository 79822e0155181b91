"""Every answer that a test of the API asks for is held against the OpenAPI document."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker, Settings

from tests.api.contract import CheckedClient
from tests.published import publish_world


@pytest.fixture(autouse=True)
def recurring(settings: Settings) -> None:
    """As a server that runs for long: views that have answered one test may answer another."""
    settings.REST_KEPT_FORMS = 250


@pytest.fixture
def api() -> CheckedClient:
    return CheckedClient()


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    """The small published world and nothing else, for all tests of a module; its dataset version."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield publish_world()
        transaction.set_rollback(True)
