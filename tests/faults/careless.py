"""manage.py load_dataset without its one transaction: each source is committed as it is written."""

import os
import sys
from typing import Any

import django
from django.core.management import execute_from_command_line
from django.db import connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eventsapi.settings")


def commit_at_once(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    result = execute(sql, params, many, context)
    if str(sql).startswith('INSERT INTO "incidents_source"'):
        connection.connection.commit()
    return result


def main() -> None:
    django.setup()
    with connection.execute_wrapper(commit_at_once):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
