from typing import Any
from unittest.mock import MagicMock

import pytest
from pytest_django import Settings

from eventsapi.rest import database_faults
from eventsapi.rest.database_faults import missing_extensions, server_faults, unapplied_migrations

SOUND = {
    "version": 150000,
    "encoding": "UTF8",
    "folds_case": True,
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "installed": ["plpgsql"],
    "available": ["pg_trgm", "unaccent"],
}


def faults_of(monkeypatch: pytest.MonkeyPatch, **differences: Any) -> list[str]:
    server = MagicMock()
    server.cursor().__enter__().fetchone.return_value = tuple((SOUND | differences).values())
    monkeypatch.setattr(database_faults, "connection", server)
    return list(server_faults())


@pytest.mark.django_db
def test_the_server_of_the_tests_is_sound(settings: Settings) -> None:
    settings.REST_ALLOW_DATA_LOSS = True

    assert list(server_faults()) == []


@pytest.mark.django_db
def test_a_migrated_database_lacks_nothing() -> None:
    assert unapplied_migrations() == []


@pytest.mark.django_db
def test_a_missing_extension_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_faults, "EXTENSIONS", ("plpgsql", "telepathy"))

    assert missing_extensions() == ["telepathy"]


@pytest.mark.parametrize(
    ("difference", "fault"),
    [
        ({"version": 140011}, "PostgreSQL 14 is too old; use 15 or later."),
        ({"encoding": "SQL_ASCII"}, "has the encoding SQL_ASCII; create it with ENCODING 'UTF8'"),
        ({"folds_case": False}, "does not fold the case of letters beyond ASCII"),
        ({"available": ["pg_trgm"]}, "The extension unaccent cannot be installed"),
        ({"fsync": "off"}, "set fsync = on"),
        ({"full_page_writes": "off"}, "set full_page_writes = on"),
        ({"synchronous_commit": "off"}, "set synchronous_commit = on"),
    ],
)
def test_a_server_that_cannot_hold_the_data_is_named_with_the_cure(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, difference: dict[str, Any], fault: str
) -> None:
    settings.REST_ALLOW_DATA_LOSS = False

    (found,) = faults_of(monkeypatch, **difference)

    assert fault in found


def test_a_sound_server_has_no_fault(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    settings.REST_ALLOW_DATA_LOSS = False

    assert faults_of(monkeypatch) == []


def test_an_installed_extension_need_not_be_available(monkeypatch: pytest.MonkeyPatch) -> None:
    assert faults_of(monkeypatch, installed=["pg_trgm", "unaccent"], available=[]) == []


def test_tests_may_lose_data(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    settings.REST_ALLOW_DATA_LOSS = True

    assert faults_of(monkeypatch, fsync="off", synchronous_commit="off") == []
