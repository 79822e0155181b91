import os
import subprocess
import sys
import threading
from pathlib import Path
from unittest.mock import Mock

import pytest
from django.db import OperationalError, connection
from django.test import Client
from prometheus_client import REGISTRY, generate_latest
from pytest_django import Settings

from eventsapi.rest import exposition, metrics
from tests.published import publish_world

COUNT = """
from eventsapi.rest.exposition import forget
from prometheus_client import Counter, Gauge
import os
Counter("answers", "Some.").inc(3)
Gauge("connections", "Some.", multiprocess_mode="livesum").set(2)
if {dies}: forget(os.getpid())
"""


def told(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


@pytest.mark.django_db
def test_answers_are_counted_by_route_status_and_cache(settings: Settings) -> None:
    settings.REST_METRICS = True
    publish_world()
    route = "api/v1/events/"
    before = [told("eventsapi_answers_total", route=route, status=status) for status in ("200", "400")]
    missed = told("eventsapi_answer_cache_total", outcome="miss")
    for query in ("", "?page_size=2", "?x=1"):
        Client().get(f"/{route}{query}")
    after = [told("eventsapi_answers_total", route=route, status=status) for status in ("200", "400")]
    assert (after[0] - before[0], after[1] - before[1]) == (2, 1)
    assert told("eventsapi_answer_cache_total", outcome="miss") - missed == 2
    assert told("eventsapi_request_seconds_count", route=route) >= 3
    assert told("eventsapi_publish_seconds_count", act="publish") >= 1


@pytest.mark.django_db
def test_what_has_to_be_asked_for_is_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    version = publish_world()
    pool = Mock(get_stats=lambda: {"pool_size": 5, "pool_available": 2, "requests_waiting": 1})
    monkeypatch.setattr(type(connection._connections[connection._alias]), "pool", pool, raising=False)  # type: ignore[attr-defined]  # a proxy
    one = {"name": "replica_1", "used": True, "seconds_behind": 1.5}
    other = {"name": "replica_2", "used": False, "seconds_behind": None}
    monkeypatch.setattr(metrics, "fleet", lambda: Mock(report=lambda: [one, other]))
    metrics.sample()
    counted = [told("eventsapi_database_connections", server="default", state=state) for state in ("in use", "idle")]
    assert counted == [3, 2]
    assert told("eventsapi_replica_seconds_behind", server="replica_1") == 1.5
    assert [told("eventsapi_replica_used", server=f"replica_{n}") for n in (1, 2)] == [1, 0]
    assert told("eventsapi_dataset_version") == version


def test_sampling_goes_on_while_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    ended, asked = threading.Event(), []

    def sample() -> None:
        asked.append(1)
        if len(asked) == 2:
            ended.set()
        raise OperationalError

    monkeypatch.setattr(metrics, "PAUSE", 0.001)
    monkeypatch.setattr(metrics, "sample", sample)
    monkeypatch.setattr(metrics, "connections", Mock())
    metrics.keep_sampling(ended)
    assert len(asked) == 2


def test_sampling_is_a_thread_that_can_be_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = threading.Event()
    monkeypatch.setattr(metrics, "keep_sampling", lambda ended: begun.set())
    metrics.start_sampling().set()
    assert begun.wait(5)


def test_processes_are_added_up_and_the_dead_keep_what_they_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(exposition.FOLDER, str(tmp_path))
    for dies in (True, False):
        subprocess.run([sys.executable, "-c", COUNT.format(dies=dies)], env=dict(os.environ), check=True)
    text = generate_latest(exposition.registry()).decode()
    assert "answers_total 6.0" in text
    assert "connections 2.0" in text


def test_metrics_are_served_until_the_server_has_gone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(exposition.FOLDER, str(tmp_path))
    server = Mock()
    monkeypatch.setattr(exposition, "start_http_server", Mock(return_value=(server, None)))
    monkeypatch.setattr(exposition, "PAUSE", 0.001)
    parents = iter([1, 1, 2])
    monkeypatch.setattr("eventsapi.rest.exposition.os.getppid", lambda: next(parents))
    exposition.serve("[::1]:9100", parent=1)
    assert exposition.start_http_server.call_args[0] == (9100, "::1")  # type: ignore[attr-defined]  # a mock
    assert server.server_close.call_count == 1


def test_their_process_ends_with_its_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "numbers"
    folder.mkdir()
    monkeypatch.setenv(exposition.FOLDER, str(folder))
    process = exposition.start("127.0.0.1:1")
    exposition.end(process)
    assert process.returncode != 0
    assert not folder.exists()


def test_what_lives_with_a_worker_is_forgotten_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    died = Mock()
    monkeypatch.setattr("eventsapi.rest.exposition.multiprocess.mark_process_dead", died)
    exposition.forget(42)
    died.assert_called_once_with(42)
