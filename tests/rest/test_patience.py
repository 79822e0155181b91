from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, migrations
from django.db.migrations.operations import RunPython, RunSQL
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import OperationWriter

import eventsapi
from eventsapi.rest.patience import Patiently

pytestmark = pytest.mark.django_db(transaction=True)


def limit() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        return str(cursor.fetchone()[0])


@pytest.fixture(autouse=True)
def hasty() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '300ms'")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET lock_timeout")


def test_what_holds_up_nobody_waits_longer_in_both_directions_and_only_that() -> None:
    noted: list[str] = []
    operation, state = (
        Patiently([RunPython(lambda *_: noted.append(limit()), lambda *_: noted.append(limit()))]),
        ProjectState(),
    )

    with connection.schema_editor(atomic=False) as editor:
        operation.database_forwards("rest", editor, state, state)
        noted.append(limit())
        operation.database_backwards("rest", editor, state, state)

    assert [*noted, limit()] == ["5min", "300ms", "5min", "300ms"]


def test_what_fails_leaves_the_others_their_limit() -> None:
    state = ProjectState()
    with connection.schema_editor(atomic=False) as editor, pytest.raises(DatabaseError):
        Patiently([RunSQL("SELECT nothing")]).database_forwards("rest", editor, state, state)

    assert limit() == "300ms"


def test_a_squashed_migration_makes_it_as_it_was_made() -> None:
    text, imports = OperationWriter(Patiently([RunSQL("SELECT 1")])).serialize()

    assert imports == {"import eventsapi.rest.patience"}
    made = eval(text.rstrip(",\n"), {"eventsapi": eventsapi, "migrations": migrations})  # noqa: S307  our own text
    assert made.database_operations[0].sql == made.state_operations[0].sql == "SELECT 1"
