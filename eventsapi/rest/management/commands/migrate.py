from typing import Any

from django.core.management.commands import migrate
from django.db import connections

# A migration that waits for a table holds up everybody who comes after it: rather fail, and be tried again.
LIMIT = "SET lock_timeout = '5s'"


class Command(migrate.Command):
    """Django's own, which waits no longer than five seconds for any lock."""

    def handle(self, *words: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        with connection.cursor() as cursor:
            cursor.execute(LIMIT)
        super().handle(*words, **options)
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
