"""Django system checks: `manage.py check --deploy --database default` says what is wrong with the database."""

from collections.abc import Sequence
from typing import Any

from django.core import checks

from eventsapi.rest.database import UNAVAILABLE
from eventsapi.rest.database_faults import server_faults, unapplied_migrations


def check_database(*, databases: Sequence[str] | None = None, **options: Any) -> list[checks.CheckMessage]:
    """Asks the database only where Django was told to (migrate, check --database)."""
    if "default" not in (databases or ()):
        return []
    try:
        return [checks.Error(fault, id="rest.E001") for fault in server_faults()]
    except UNAVAILABLE as error:
        return [checks.Error(f"The database cannot be reached: {str(error).strip()}", id="rest.E002")]


def check_migrations(*, databases: Sequence[str] | None = None, **options: Any) -> list[checks.CheckMessage]:
    """Asked before a deployment only: `migrate` runs the other checks too, and knows for itself what is missing."""
    if "default" not in (databases or ()):
        return []
    try:
        missing = unapplied_migrations()
    except UNAVAILABLE:
        return []
    return [checks.Warning(f"{name} is not applied; run manage.py migrate.", id="rest.W001") for name in missing]
