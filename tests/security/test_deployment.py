"""What Django itself has to say about a site in production: nothing."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from tests.template import url_of
from tests.test_settings import OURS, PRODUCTION

CHECK = ["manage.py", "check", "--deploy", "--fail-level", "WARNING", "--database", "default"]


@pytest.mark.django_db
def test_the_checks_before_a_deployment_find_nothing() -> None:
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    # A secret that has as many different letters as a real one; and a test server may be fast rather than durable.
    ours = {"SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP", "EVENTSAPI_TEST": "1"}
    environment = kept | PRODUCTION | ours | {"DATABASE_URL": url_of(str(connection.settings_dict["NAME"]))}
    asked = [sys.executable, *CHECK]
    told = subprocess.run(asked, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout == "System check identified no issues (0 silenced).\n"
