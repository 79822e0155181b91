"""Migrations that change many tables at once, and hold them no longer than that takes."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import SeparateDatabaseAndState
from django.db.migrations.state import ProjectState


class Together(SeparateDatabaseAndState):
    """Operations whose statements are all put together before the first of them is run.

    Between two operations Django makes the models anew, which takes longer than to change a trigger does: with forty of
    them what the first had locked stayed locked for seconds, and who saves a form waits for five at most.
    """

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        with collected(schema_editor) as collecting:
            super().database_forwards(app_label, collecting, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        with collected(schema_editor) as collecting:
            super().database_backwards(app_label, collecting, from_state, to_state)


@contextmanager
def collected(schema_editor: BaseDatabaseSchemaEditor) -> Iterator[BaseDatabaseSchemaEditor]:
    """What is told to this one is run as one piece when the block ends."""
    with schema_editor.connection.schema_editor(collect_sql=True, atomic=False) as collecting:
        yield collecting
    schema_editor.execute("\n".join(collecting.collected_sql), params=None)
