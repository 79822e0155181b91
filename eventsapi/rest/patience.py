"""Migrations that hold up nobody while they wait, and so may wait longer than the others."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import ClassVar

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

# As long as `migrate` tries what may not wait.
LIMIT = "5min"


class Patiently(SeparateDatabaseAndState):
    """Operations that neither readers nor writers queue behind, as making an index concurrently is one.

    It waits for everybody who uses the table already, a copy that is being made included, and what it has made so far
    would be lost if it gave up as soon as `migrate` has others do.
    """

    serialization_expand_args: ClassVar = ["operations"]

    def __init__(self, operations: Sequence[Operation]) -> None:
        super().__init__(operations, operations)

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return type(self).__name__, [], {"operations": self.database_operations}

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        with waiting(schema_editor.connection):
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        with waiting(schema_editor.connection):
            super().database_backwards(app_label, schema_editor, from_state, to_state)


@contextmanager
def waiting(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """For so long, until the block ends."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        before = cursor.fetchone()
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LIMIT])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", before)
