"""A Python client can be generated from the committed document and reads a running server: a list with filters, a
record, its disagreements, errors, a list to its end, and another format."""

import csv
import importlib
import subprocess
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import httpx
import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from tests.published import publish_world

ARGUMENTS = ("generate", "--path", str(settings.BASE_DIR / "openapi.yaml"), "--meta", "none", "--config", "config.yaml")

pytestmark = pytest.mark.django_db(transaction=True)


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


@pytest.fixture
def connected(client: ModuleType, live_server: LiveServer) -> Iterator[Any]:
    """The client, connected to a server of the small world."""
    publish_world()
    hooks = {"event_hooks": {"request": [join_lists]}}
    with client.Client(base_url=live_server.url, httpx_args=hooks) as connection:
        yield connection


def join_lists(request: httpx.Request) -> None:
    """The generator repeats a parameter for each member of a list, whatever `explode` says; here commas join them."""
    params = request.url.params
    request.url = request.url.copy_with(params={name: ",".join(params.get_list(name)) for name in params})


def part(client: ModuleType, name: str) -> ModuleType:
    return importlib.import_module(f"{client.__name__}.{name}")


def walk(client: ModuleType, connected: Any) -> Iterator[Any]:
    """Every event, page by page: `next` holds the cursor of the next page until there is none."""
    query: dict[str, Any] = {"page_size": 2}
    while query:
        page = part(client, "api.events.list_events").sync(client=connected, **query)
        yield from page.results
        query = {"page_size": 2, "cursor": httpx.URL(page.next_).params["cursor"]} if page.next_ else {}


def test_it_reads_a_filtered_list_and_an_event_with_its_types(client: ModuleType, connected: Any) -> None:
    models = part(client, "models")
    types = [models.ListEventsTypeItem.ASSAULT, models.ListEventsTypeItem.CONSULT]
    listed = part(client, "api.events.list_events").sync(client=connected, actor=["northland"], type_=types)
    event = part(client, "api.events.get_event").sync(client=connected, id=listed.results[0].id)
    assert listed.count == 1
    assert event.title == "The embassy is hit"
    assert event.date.start.isoformat() == "2025-11-14"
    assert event.event_type == models.EventTypeEnum.ASSAULT
    assert event.agreement["intent"] == "contested"
    assert event.mode is None


def test_it_reads_a_disagreement(client: ModuleType, connected: Any) -> None:
    found = part(client, "api.events.get_event_disagreements").sync(client=connected, id="strike")
    assert found.aspects[0].values[0].claims[0].evidence[0].quote == "Die Botschaft wurde getroffen."


def test_it_tells_errors_from_answers(client: ModuleType, connected: Any) -> None:
    models = part(client, "models")
    missing = part(client, "api.events.get_event").sync_detailed(client=connected, id="nothing-like-it")
    refused = part(client, "api.events.list_events").sync(client=connected, cursor="forged")
    assert isinstance(missing.parsed, models.Problem)
    assert (missing.status_code, missing.parsed.type_) == (404, "/problems/not-found")
    assert isinstance(refused, models.Problem)
    assert [(fault.parameter, fault.code) for fault in refused.errors] == [("cursor", "invalid_cursor")]


def test_it_walks_a_list_to_its_end(client: ModuleType, connected: Any) -> None:
    assert sorted(event.id for event in walk(client, connected)) == ["rumour", "siege", "strike", "talks", "truce"]


def test_its_connection_reads_a_table(connected: Any) -> None:
    # The generator reads one media type of an answer, the first; others come as text over the same connection.
    answer = connected.get_httpx_client().get("/api/v1/events/", params={"format": "csv", "ordering": "id"})
    rows = list(csv.DictReader(answer.text.splitlines()))
    assert [row["id"] for row in rows] == ["rumour", "siege", "strike", "talks", "truce"]
