from unittest.mock import Mock

import pytest
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import Settings

from eventsapi.rest import database_faults, health


@pytest.fixture(autouse=True)
def durable(settings: Settings) -> None:
    """The server that tests run on may be fast rather than durable."""
    settings.REST_ALLOW_DATA_LOSS = True


def test_a_living_process_says_so_without_a_database() -> None:
    response = Client().get("/livez")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_migrated_database_is_ready() -> None:
    response = Client().get("/readyz")

    assert (response.status_code, response.json()) == (200, {"status": "ready"})
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_site_with_replicas_says_how_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    report = [{"name": "replica_1", "used": False, "reason": "It does not answer."}]
    monkeypatch.setattr(health, "fleet", lambda: Mock(replicas=[Mock()], report=lambda: report))

    response = Client().get("/readyz")

    assert (response.status_code, response.json()) == (200, {"status": "ready", "replicas": report})


@pytest.mark.django_db
def test_a_database_that_is_not_migrated_is_not_ready() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'auth'")

    response = Client().get("/readyz")

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert "is not applied; run manage.py migrate" in response.json()["detail"]


@pytest.mark.django_db
def test_a_missing_extension_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_faults, "missing_extensions", lambda: ["unaccent"])

    assert "The extension unaccent is missing" in Client().get("/readyz").json()["detail"]


def test_a_database_that_is_away_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eventsapi.rest.health.transaction.atomic", Mock(side_effect=OperationalError))

    response = Client().get("/readyz")

    assert response.status_code == 503
    assert response.headers["Content-Type"] == "application/problem+json"


def test_a_process_that_is_being_stopped_is_not_ready_but_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "draining", Mock(is_set=lambda: True))

    response = Client().get("/readyz")

    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert "is being stopped" in response.json()["detail"]
    assert Client().get("/livez").status_code == 200


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_probes_are_asked_and_not_told(path: str) -> None:
    client = Client(enforce_csrf_checks=True)

    refusal = client.post(path)

    assert (refusal.status_code, refusal.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert refusal.headers["Content-Type"] == "application/problem+json"
    assert client.options(path).headers["Allow"] == "GET, HEAD, OPTIONS"
