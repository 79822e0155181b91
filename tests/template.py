"""A database with all tables and the real dataset, made once for a state of the code: test databases are copies of it.

Making it takes many times as long as copying it, and every worker of a run needs one.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, connections
from psycopg import sql
from psycopg.conninfo import make_conninfo

from eventsapi.databases import database

# Whatever decides what the tables are and what stands in them.
CONTENTS = (
    "fixtures/*.yaml", "seeds/*.txt", "requirements.txt", "*/**/migrations/*.py", "incidents/*.py",
    "incidents/dataset/*.py", "incidents/models/*.py", "incidents/publication/*.py",
)  # fmt: skip
COMMANDS = (("migrate", "--verbosity=0"), ("load_dataset",))
# Before the test runner gives this process a database of its own.
NAMED = connection.settings_dict["NAME"]


def template() -> str:
    """Its name."""
    # Whoever changes the code on purpose says what it was made of.
    contents = os.environ.get("TEMPLATE_STATE") or fingerprint(*CONTENTS)
    return kept(f"template_{NAMED}".removesuffix("_"), contents=contents, make=fill)


def kept(name: str, *, contents: str, make: Callable[[str], None], original: str = "template1") -> str:
    """The database of this name with these contents; where there is none yet, `make` makes it of a copy.

    Workers that come while one of them makes it wait; what an interrupted one left is made anew.
    """
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() != (contents,):
            cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [original])
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
            copying = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            cursor.execute(copying.format(sql.Identifier(name), sql.Identifier(original)))
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [original])
            make(name)
            # Said last, so that a half-filled one is never taken for a whole one.
            cursor.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(contents)))
    return name


@contextmanager
def copy(suffix: str) -> Iterator[str]:
    """The name of a copy that lasts as long as the block, for servers that a test starts."""
    original, name = template(), f"{connection.settings_dict['NAME']}_{suffix}"
    dropping = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    making = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(original))
    try:
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [original])
            cursor.execute(dropping)
            cursor.execute(making)
        yield name
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(dropping)


def url_of(name: str) -> str:
    """The database of this name on the server of the tests."""
    given = connection.get_connection_params()
    words = {word: given[word] for word in ("user", "password", "host", "port") if given.get(word)}
    return make_conninfo(dbname=name, **words)


def fill(name: str) -> None:
    """By programs of their own, so that the lines they run count as covered in no run: not in the first one alone."""
    environment = os.environ | {"DATABASE_URL": url_of(name)}
    for command in COMMANDS:
        argv = [sys.executable, "manage.py", *command]
        done = subprocess.run(argv, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


def fingerprint(*patterns: str) -> str:
    """Of the files of the project that fit."""
    root, digest = Path(settings.BASE_DIR), hashlib.sha256()
    for path in sorted(path for pattern in patterns for path in root.glob(pattern)):
        digest.update(os.fsencode(path.relative_to(root)) + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@contextmanager
def writing_to(url: str) -> Iterator[None]:
    """Inside this block this process works on that database."""
    own, other = connections["default"], connections.create_connection("default")
    other.settings_dict = own.settings_dict | database(url, name="the other one")
    connections["default"] = other
    try:
        yield
    finally:
        connections["default"] = own
        other.close()
