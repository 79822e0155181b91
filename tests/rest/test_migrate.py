from typing import Any
from unittest.mock import Mock, patch

import pytest
from django.core.management import call_command, get_commands
from django.core.management.commands import migrate
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from psycopg.errors import LockNotAvailable, QueryCanceled

from eventsapi.rest.management.commands import migrate as ours


def limit() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        found: str = cursor.fetchone()[0]
        return found


def held_up(times: int, cause: Exception) -> Any:
    """Django's command, which fails so many times."""
    left = iter(range(times))

    def handle(*words: Any, **options: Any) -> None:
        if next(left, None) is not None:
            raise OperationalError from cause

    return patch.object(migrate.Command, "handle", handle)


@pytest.mark.django_db
def test_migrating_waits_for_no_lock_as_long_as_readers_wait_for_one() -> None:
    before, during = limit(), []
    with patch.object(migrate.Command, "handle", lambda *words, **options: during.append(limit())):
        call_command("migrate")
    assert get_commands()["migrate"] == "eventsapi.rest"
    assert during == ["300ms"]
    assert limit() == before


@pytest.mark.django_db
def test_migrating_tries_again_where_a_table_is_in_use(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ours, "PAUSE", 0)
    with held_up(2, LockNotAvailable()):
        call_command("migrate")
    assert capsys.readouterr().err.count("trying again") == 2


@pytest.mark.django_db
def test_migrating_gives_up_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter([0, 100, 299, 300])
    monkeypatch.setattr(ours, "time", Mock(monotonic=lambda: next(seconds)))
    with held_up(4, LockNotAvailable()), pytest.raises(OperationalError):
        call_command("migrate")
    assert list(seconds) == []


@pytest.mark.django_db
def test_migrating_does_not_try_again_what_fails_for_another_reason() -> None:
    with held_up(1, QueryCanceled()), pytest.raises(OperationalError):
        call_command("migrate")


def killed_before(step: str) -> Any:
    return patch.object(MigrationRecorder, step, side_effect=KeyboardInterrupt)


def tables() -> list[str]:
    return connection.introspection.table_names()


@pytest.mark.django_db
def test_what_ends_before_it_is_noted_is_neither_done_nor_undone() -> None:
    with killed_before("record_unapplied"), pytest.raises(KeyboardInterrupt):
        ours.WholeExecutor(connection).migrate([("rest", None)])
    assert "rest_requestcount" in tables()

    ours.WholeExecutor(connection).migrate([("rest", None)])
    assert "rest_requestcount" not in tables()

    with killed_before("record_applied"), pytest.raises(KeyboardInterrupt):
        ours.WholeExecutor(connection).migrate([("rest", "0001_request_counts")])
    assert "rest_requestcount" not in tables()


@pytest.mark.django_db
def test_the_command_migrates_so() -> None:
    assert vars(migrate)["MigrationExecutor"] is ours.WholeExecutor
