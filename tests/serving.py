"""The site served by the real web server, in processes of their own, on the database of the tests."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from bootstrap import server
from bootstrap.clone import HERE
from bootstrap.server import Address
from tests.template import url_of

LOCAL = {"EVENTSAPI_LOCAL": "1", "EVENTSAPI_TEST": "1", "SECRET_KEY": "k" * 50, "WEB_CONCURRENCY": "1"}


@contextmanager
def serving(**more: str) -> Iterator[Address]:
    """Its address, while the block lasts; `more` is its environment. What tests read must be committed."""
    HERE.make_local()
    address = server.free_address(clone=HERE)
    argv = [sys.executable, "-m", "gunicorn", "eventsapi.wsgi"]
    ours = {"DATABASE_URL": url_of(str(connection.settings_dict["NAME"])), "BIND": f"127.0.0.1:{address.port}"}
    process = subprocess.Popen(argv, cwd=settings.BASE_DIR, env=os.environ | LOCAL | ours | more)
    try:
        server.wait_until_it_answers(address, process=process)
        yield address
    finally:
        server.end(process)
