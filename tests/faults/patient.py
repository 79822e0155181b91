"""manage.py without the limit that migrations have on waiting for a lock."""

import os
import sys

from django.core.management import execute_from_command_line

from eventsapi.rest.management.commands import migrate

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eventsapi.settings")
migrate.LIMIT = "SET lock_timeout = 0"

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
