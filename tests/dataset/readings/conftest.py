from pathlib import Path

import pytest
from pytest_django import Settings

from tests.dataset.project import Project, make_project


@pytest.fixture
def project(tmp_path: Path, settings: Settings) -> Project:
    """Files alone: whatever asks the database for anything fails."""
    return make_project(tmp_path, settings)
