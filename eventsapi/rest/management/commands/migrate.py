import time
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.core.management.commands import migrate
from django.db import OperationalError, connections, transaction
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from psycopg.errors import LockNotAvailable

# A migration that waits for a table holds up everybody who comes after it, and who reads waits for half a second only:
# so it gives up sooner, lets them pass, and tries again.
LIMIT = "SET lock_timeout = '300ms'"
PAUSE = 0.7
SECONDS = 300


class WholeExecutor(MigrationExecutor):
    """Notes what was migrated in the transaction that migrated it.

    Django notes some of it after that: what is killed in between is done, or undone, and said not to be.
    """

    def apply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> ProjectState:
        with self._whole(migration):
            return super().apply_migration(state, migration, fake=fake, fake_initial=fake_initial)

    def unapply_migration(self, state: ProjectState, migration: Migration, fake: bool = False) -> ProjectState:
        with self._whole(migration):
            return super().unapply_migration(state, migration, fake=fake)

    def _whole(self, migration: Migration) -> AbstractContextManager[Any]:
        return transaction.atomic(using=self.connection.alias) if migration.atomic else nullcontext()


# The command names no other place where its executor could be said.
migrate.MigrationExecutor = WholeExecutor  # type: ignore[attr-defined]  # its stubs do not know what it imports


class Command(migrate.Command):
    """Django's own, which waits no longer than 300 ms for any lock, and tries again for five minutes."""

    def handle(self, *words: Any, **options: Any) -> None:
        """What was migrated before a lock was not to be had stays; only the rest is tried again."""
        tried, end = 0, time.monotonic() + SECONDS
        while True:
            tried += 1
            try:
                return self._once(*words, **options)
            except OperationalError as error:
                if not isinstance(error.__cause__, LockNotAvailable) or time.monotonic() >= end:
                    raise
            self.stderr.write(f"Somebody uses a table that has to be changed: trying again ({tried}).")
            time.sleep(PAUSE)

    def _once(self, *words: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        with connection.cursor() as cursor:
            cursor.execute(LIMIT)
        try:
            super().handle(*words, **options)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("RESET lock_timeout")
