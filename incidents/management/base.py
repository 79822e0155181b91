from typing import Any

from django.core.management.base import BaseCommand, CommandError

from eventsapi.rest.database_faults import unapplied_migrations


class DatasetCommand(BaseCommand):
    """A command that reads or writes the dataset: it says so where the database has no tables for it yet."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        waiting = unapplied_migrations()
        if waiting:
            named = ", ".join(waiting)
            raise CommandError(f"The database lacks tables: {named} not applied. Run `python3 dev.py manage migrate`.")
        return super().execute(*args, **options)
