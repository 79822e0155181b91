import pytest
from django.db import DatabaseError, connection
from django.db.migrations.operations import RunPython, RunSQL
from django.db.migrations.state import ProjectState

from eventsapi.rest.patience import Patiently

pytestmark = pytest.mark.django_db(transaction=True)


def limit() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        return str(cursor.fetchone()[0])


@pytest.fixture(autouse=True)
def hasty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '300ms'")


def test_what_holds_up_nobody_waits_longer_in_both_directions_and_only_that() -> None:
    noted: list[str] = []
    operation, state = (
        Patiently(RunPython(lambda *_: noted.append(limit()), lambda *_: noted.append(limit()))),
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
        Patiently(RunSQL("SELECT nothing")).database_forwards("rest", editor, state, state)

    assert limit() == "300ms"


def test_a_squashed_migration_makes_it_as_it_was_made() -> None:
    operation = RunSQL("SELECT 1")
    name, arguments, named = Patiently(operation).deconstruct()

    assert (name, arguments, named) == ("Patiently", [operation], {})
