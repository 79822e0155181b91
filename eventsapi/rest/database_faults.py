"""What a database must be to serve this project, asked of the database itself."""

from collections.abc import Iterator
from functools import cache

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

OLDEST_SERVER = 150000
EXTENSIONS = ("pg_trgm", "unaccent")

SETTINGS_QUERY = """
SELECT current_setting('server_version_num')::int, current_setting('server_encoding'), lower('Ä') = 'ä',
       current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'),
       ARRAY(SELECT extname::text FROM pg_extension), ARRAY(SELECT name::text FROM pg_available_extensions)
"""


def faults() -> Iterator[str]:
    """Why requests cannot be served from this database as it is; one sentence each, with the fix."""
    yield from server_faults()
    yield from (f"The extension {name} is missing; run manage.py migrate." for name in missing_extensions())
    yield from (f"The migration {name} is not applied; run manage.py migrate." for name in unapplied_migrations())


def server_faults() -> Iterator[str]:
    """Why this server cannot hold the data; one sentence each, with the fix."""
    with connection.cursor() as cursor:
        cursor.execute(SETTINGS_QUERY)
        version, encoding, folds_case, *durability, installed, available = cursor.fetchone()
    if version < OLDEST_SERVER:
        yield f"PostgreSQL {version // 10000} is too old; use 15 or later."
    if encoding != "UTF8":
        yield f"The database has the encoding {encoding}; create it with ENCODING 'UTF8'."
    if not folds_case:
        yield "The database does not fold the case of letters beyond ASCII; create it with the locale C.UTF-8."
    for extension in EXTENSIONS:
        if extension not in {*installed, *available}:
            yield f"The extension {extension} cannot be installed; add PostgreSQL's contrib package to the server."
    yield from _durability_faults(*durability)


def _durability_faults(fsync: str, full_page_writes: str, synchronous_commit: str) -> Iterator[str]:
    if settings.REST_ALLOW_DATA_LOSS:
        return
    found = {"fsync": fsync, "full_page_writes": full_page_writes, "synchronous_commit": synchronous_commit}
    for name, value in found.items():
        if value == "off":
            yield f"The server has {name} = off, so that a saved change can be lost; set {name} = on."


def missing_extensions() -> list[str]:
    """Extensions that the migrations have not created yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        installed = {name for (name,) in cursor.fetchall()}
    return [extension for extension in EXTENSIONS if extension not in installed]


def unapplied_migrations() -> list[str]:
    """The newest migration of each app, where the database has not got it yet."""
    applied = MigrationRecorder(connection).applied_migrations()
    return [f"{app}.{name}" for app, name in _newest_migrations() if (app, name) not in applied]


@cache
def _newest_migrations() -> tuple[tuple[str, str], ...]:
    """Read from the files once; they change only with the code."""
    return tuple(sorted(MigrationLoader(None).graph.leaf_nodes()))
