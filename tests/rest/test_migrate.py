from unittest.mock import patch

import pytest
from django.core.management import call_command, get_commands
from django.core.management.commands import migrate
from django.db import connection


def limit() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        found: str = cursor.fetchone()[0]
        return found


@pytest.mark.django_db
def test_migrating_waits_for_no_lock_longer_than_five_seconds() -> None:
    before, during = limit(), []
    with patch.object(migrate.Command, "handle", lambda *words, **options: during.append(limit())):
        call_command("migrate")
    assert get_commands()["migrate"] == "eventsapi.rest"
    assert during == ["5s"]
    assert limit() == before
