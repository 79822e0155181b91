"""manage.py whose steps are not whole: load_dataset commits each source as it is written, and migrate notes what it has
undone afterwards, and late.
"""

import os
import sys
import time
from contextlib import nullcontext
from typing import Any

import django
from django.core.management import execute_from_command_line
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from eventsapi.rest.management.commands.migrate import WholeExecutor

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eventsapi.settings")
RECORD_UNAPPLIED = MigrationRecorder.record_unapplied


def commit_at_once(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    result = execute(sql, params, many, context)
    if str(sql).startswith('INSERT INTO "incidents_source"'):
        connection.connection.commit()
    return result


def record_late(self: MigrationRecorder, app: str, name: str) -> None:
    time.sleep(1)
    RECORD_UNAPPLIED(self, app, name)


def main() -> None:
    django.setup()
    WholeExecutor._whole = lambda self, migration: nullcontext()  # type: ignore[method-assign]  # what it stands for is the point
    MigrationRecorder.record_unapplied = record_late  # type: ignore[method-assign]  # as above
    with connection.execute_wrapper(commit_at_once):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
