"""Two PostgreSQL servers of the tests' own, made from the programs that dev.py uses: a primary, and a standby of it."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from bootstrap import postgres, programs
from bootstrap.account import server_account
from bootstrap.clone import HERE
from bootstrap.postgres import Cluster

DATABASE = "eventsapi"
STREAMING = "primary_conninfo = 'host={sockets} user=postgres'\nwal_retrieve_retry_interval = 100ms\n"


@contextmanager
def primary_and_standby() -> Iterator[tuple[Cluster, Cluster]]:
    """Both run, and stop with the block. The standby begins as a copy of the primary before its first start."""
    folder = Path(tempfile.mkdtemp(prefix="replicas-"))
    account = server_account()
    account.give(folder)
    folder.chmod(0o755)
    binaries = programs.usable_by(account, folder=programs.find(venv=HERE.local / "venv"), copies=folder)
    primary = Cluster(programs=binaries, data=folder / "a", sockets=folder / "sa", account=account, fast=True)
    standby = replace(primary, data=folder / "b", sockets=folder / "sb")
    try:
        primary.initialise()
        run(primary, "/bin/cp", "-a", primary.data, standby.data)
        (standby.data / "standby.signal").touch()
        with (standby.data / "postgresql.auto.conf").open("a") as settings:
            settings.write(STREAMING.format(sockets=primary.sockets))
        primary.start(database=DATABASE)
        standby.make_socket_folder()
        standby.launch()
        yield primary, standby
    finally:
        postgres.stop(standby.data)
        postgres.stop(primary.data)
        shutil.rmtree(folder)


def copy_tables(source: dict[str, Any], target: Cluster) -> None:
    """All tables of another database, without their rows; and the list of what has been migrated."""
    words = {word: source[word] for word in ("host", "port", "user", "password", "dbname") if source.get(word)}
    dump = target.data.with_name("dump.sql")
    for what in (["--schema-only"], ["--data-only", "--table=django_migrations"]):
        run(target, "pg_dump", "-d", make_conninfo(**words), "-f", dump, "--no-owner", *what)
        run(target, "psql", "-q", "-d", target.url(DATABASE), "-v", "ON_ERROR_STOP=1", "-f", dump)


def run(cluster: Cluster, program: str, *arguments: str | Path) -> None:
    code, lines = cluster.run(program, *arguments)
    assert code == 0, lines


def ask(cluster: Cluster, query: str) -> Any:
    """The one value that the server answers."""
    with psycopg.connect(cluster.url(DATABASE), autocommit=True) as connection:
        row = connection.execute(query).fetchone()
    assert row
    return row[0]


def kill(cluster: Cluster) -> None:
    """As when the machine loses its power."""
    process = postgres.running(cluster.data)
    assert process
    os.kill(process, signal.SIGKILL)


def until(holds: Callable[[], bool], *, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"It does not hold after {seconds} s."
        time.sleep(0.05)
