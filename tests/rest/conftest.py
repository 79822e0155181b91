"""A world of its own: these tests know no word of the domain. One table of things (things.py) is made beside the
project's tables once a session; each test fills it inside a transaction that is rolled back.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from tests.rest.things import Thing

Get = Callable[..., Any]


@pytest.fixture(scope="session")
def things_table(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Thing)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Thing)


@pytest.fixture
def things(things_table: None, db: None, settings: Settings) -> None:
    """The toy site with its empty table."""
    settings.ROOT_URLCONF = "tests.rest.urls"
    settings.REST_DATASET_VERSION = "tests.rest.things.version"
    settings.REST_NEWEST_VERSION = "tests.rest.things.NEWEST"
    settings.REST_RATE_LIMIT = 0


@pytest.fixture
def get(things: None) -> Get:
    """Asks the toy site; what fails inside of it is answered, as a server does, and not raised."""
    return Client(raise_request_exception=False).get


def ids(response: Any) -> list[str]:
    assert response.status_code == 200, response.content
    return [result["id"] for result in response.json()["results"]]


def faults(response: Any) -> list[tuple[str | None, str]]:
    assert response.headers["Content-Type"] == "application/problem+json", response.content
    return [(fault["parameter"], fault["code"]) for fault in response.json()["errors"]]
