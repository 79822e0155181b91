from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from pytest_django import Settings

from tests.dataset.project import Project, make_project


@pytest.fixture
def project(db: None, tmp_path: Path, settings: Settings) -> Project:
    return make_project(tmp_path, settings)


@pytest.fixture
def other_connection(db: None) -> Iterator[Any]:
    """A second connection to the test database, as another process has it."""
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:
        yield other
