"""Releases of the small published world."""

from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from incidents.publication.version import current
from incidents.releases.releasing import release
from tests.api.conftest import world

__all__ = ["made", "world"]


@pytest.fixture(scope="module")
def made(world: int, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a release of the newest version, which no test changes."""
    with django_db_blocker.unblock():
        return release(current(), directory=tmp_path_factory.mktemp("releases"), address="")
