"""A Python client can be generated from the committed document and reads an event from a running server."""

import importlib
import subprocess
import sys
from collections.abc import Iterator
from types import ModuleType

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from tests.published import publish_world

ARGUMENTS = ("generate", "--path", str(settings.BASE_DIR / "openapi.yaml"), "--meta", "none", "--config", "config.yaml")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The generated package."""
    folder = tmp_path_factory.mktemp("python_client")
    (folder / "config.yaml").write_text("package_name_override: generated_client\npost_hooks: []\n", encoding="utf-8")
    command = [sys.executable, "-m", "openapi_python_client", *ARGUMENTS, "--output-path", "generated_client"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "arning" not in done.stdout + done.stderr
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        yield importlib.import_module("generated_client")


def part(client: ModuleType, name: str) -> ModuleType:
    return importlib.import_module(f"{client.__name__}.{name}")


@pytest.mark.django_db(transaction=True)
def test_it_reads_an_event_with_its_types(client: ModuleType, live_server: LiveServer) -> None:
    publish_world()
    with client.Client(base_url=live_server.url) as connected:
        listed = part(client, "api.events.list_events").sync(client=connected, actor=["northland"], q="embassy")
        event = part(client, "api.events.get_event").sync(client=connected, id=listed.results[0].id)
    assert listed.count == 1
    assert event.title == "The embassy is hit"
    assert event.date.start.isoformat() == "2025-11-14"
    assert event.event_type == part(client, "models").EventTypeEnum.ASSAULT
    assert event.agreement["intent"] == "contested"
    assert event.mode is None


@pytest.mark.django_db(transaction=True)
def test_it_reads_a_disagreement_and_an_error(client: ModuleType, live_server: LiveServer) -> None:
    publish_world()
    models = part(client, "models")
    with client.Client(base_url=live_server.url) as connected:
        found = part(client, "api.events.get_event_disagreements").sync(client=connected, id="strike")
        missing = part(client, "api.events.get_event").sync(client=connected, id="nothing-like-it")
    assert found.aspects[0].values[0].claims[0].evidence[0].quote == "Die Botschaft wurde getroffen."
    assert isinstance(missing, models.Problem)
    assert missing.status == 404
