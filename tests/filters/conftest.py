from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.filters.world import publish_filter_world


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The small world and nothing else, for all tests of a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        publish_filter_world()
        yield
        transaction.set_rollback(True)
