import pytest
from django.db import connection
from django.db.migrations.operations import RunPython, RunSQL
from django.db.migrations.state import ProjectState

from eventsapi.rest.together import Together

pytestmark = pytest.mark.django_db


def exists() -> bool:
    return "made_together" in connection.introspection.table_names()


def test_nothing_is_run_before_all_is_put_together() -> None:
    noted: list[bool] = []
    makes = RunSQL("CREATE TABLE made_together (percent text DEFAULT '100 %')", "DROP TABLE made_together")
    looks = RunPython(lambda *_: noted.append(exists()), lambda *_: noted.append(exists()))
    operation, state = Together([makes, looks], [makes, looks]), ProjectState()
    with connection.schema_editor(atomic=False) as editor:
        operation.database_forwards("rest", editor, state, state)
        assert exists()
        operation.database_backwards("rest", editor, state, state)
    assert not exists()
    assert noted == [False, True]
