from collections.abc import Callable

import pytest

from incidents.dataset.bulk.loading import BulkReport, load_bundle
from tests.dataset.bulk.bundles import lines_of, write
from tests.dataset.project import WORLD, Project

LoadLines = Callable[..., BulkReport]


@pytest.fixture
def load_lines(project: Project) -> LoadLines:
    """Loads fixture text by the bulk path, from one file."""

    def load(text: str = WORLD, **options: object) -> BulkReport:
        path = write(project.root / "fixtures" / "world.jsonl", lines_of(text))
        return load_bundle([path], **options)  # type: ignore[arg-type]  # as they came

    return load
