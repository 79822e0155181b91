import time
from typing import Any

from django.core.management.commands import migrate
from django.db import OperationalError, connections
from psycopg.errors import LockNotAvailable

# A migration that waits for a table holds up everybody who comes after it, and who reads waits for half a second only:
# so it gives up sooner, lets them pass, and tries again.
LIMIT = "SET lock_timeout = '300ms'"
PAUSE = 0.7
TRIES = 300


class Command(migrate.Command):
    """Django's own, which waits no longer than 300 ms for any lock, and tries again for five minutes."""

    def handle(self, *words: Any, **options: Any) -> None:
        """What was migrated before a lock was not to be had stays; only the rest is tried again."""
        tried = 0
        while True:
            tried += 1
            try:
                return self._once(*words, **options)
            except OperationalError as error:
                if not isinstance(error.__cause__, LockNotAvailable) or tried == TRIES:
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
