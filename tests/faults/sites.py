"""The stack with the dataset in it, as the faults find it: bootstrap/stack.py, an account for editors, clients."""

import hashlib
import os
import secrets
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from bootstrap import postgres, project, stack
from bootstrap.clone import HERE, Clone
from bootstrap.stack import DATABASE, Plan, Stack
from tests.faults.clients import Client

EDITOR = "stormy"


@dataclass
class Site:
    """What a fault is given. `direct` is where a protection was taken away: clients speak to an instance at once."""

    stack: Stack
    password: str
    direct: bool = False
    without: frozenset[str] = field(default_factory=frozenset)

    def client(self, source: str = "127.0.0.1") -> Client:
        if self.direct:
            return Client(port=self.stack.ports.instances[0], secure=False, source=source)
        return Client(port=self.stack.ports.secure, secure=True, source=source)

    def direct_client(self) -> Client:
        """To the first instance, without nginx."""
        return Client(port=self.stack.ports.instances[0], secure=False)

    def ask(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the database answers, asked without the application."""
        with psycopg.connect(self.stack.server.url(DATABASE), autocommit=True) as connection:
            cursor = connection.execute(query.encode(), values)
            return cursor.fetchall() if cursor.description else []

    def kill_database(self) -> None:
        """Every process of the server at once, as when the machine loses its power."""
        postmaster = postgres.running(self.stack.server.data)
        assert postmaster
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        for number in (postmaster, *map(int, children)):
            kill(number)
        until(lambda: not Path(f"/proc/{postmaster}").exists(), seconds=10)

    def stop_database(self, *, mode: str) -> None:
        code, lines = self.stack.server.run("pg_ctl", "stop", "-m", mode, "-w", "-D", self.stack.server.data)
        assert code == 0, lines

    def start_database(self) -> None:
        self.stack.server.launch()


def heed_signals() -> None:
    """However this is told to end, it takes the stack with it. A shell starts background jobs deaf to Ctrl-C."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)


def kill(number: int) -> None:
    try:
        os.kill(number, signal.SIGKILL)
    except ProcessLookupError:
        return


def until(holds: Callable[[], bool], *, seconds: float, pause: float = 0.02) -> float:
    """Seconds until it holds."""
    started = time.monotonic()
    while not holds():
        assert time.monotonic() - started < seconds, f"It does not hold after {seconds} s."
        time.sleep(pause)
    return time.monotonic() - started


@contextmanager
def site(
    plan: Plan,
    *,
    direct: bool = False,
    without: frozenset[str] = frozenset(),
    home: Path | None = None,
    clone: Clone = HERE,
) -> Iterator[Site]:
    """`clone` is whose code runs, with its own tables and dataset."""
    password = secrets.token_urlsafe(12)

    def prepare(made: Stack) -> None:
        fill(made) if clone == HERE else stack.load(made)
        made.manage("createsuperuser", "--no-input", environment={
            "DJANGO_SUPERUSER_USERNAME": EDITOR, "DJANGO_SUPERUSER_EMAIL": "", "DJANGO_SUPERUSER_PASSWORD": password,
        })  # fmt: skip

    clone.make_local()
    with stack.running(clone, python=Path(sys.executable), plan=plan, prepare=prepare, home=home) as made:
        yield Site(made, password, direct=direct, without=without)


def fill(made: Stack) -> None:
    """Migrated and with the dataset. Kept as a dump for the next time, as long as the code is the same."""
    kept = HERE.local / f"faults-{fingerprint()}.sql"
    database = made.server.url(DATABASE)
    if kept.exists():
        readable = made.folder / "dump.sql"
        readable.write_bytes(kept.read_bytes())
        code, lines = made.server.run("psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", "-d", database, "-f", readable)
        assert code == 0, lines
        made.manage("collectstatic", "--no-input", "--verbosity=0")
        return
    stack.load(made)
    code, lines = made.server.run("pg_dump", "--no-owner", "-d", database)
    assert code == 0, lines
    for older in HERE.local.glob("faults-*.sql"):
        older.unlink()
    kept.write_text("\n".join(lines) + "\n")


def fingerprint() -> str:
    migrations = sorted(HERE.root.glob("*/**/migrations/*.py"))
    code = hashlib.sha256(b"".join(path.read_bytes() for path in migrations if ".local" not in path.parts))
    return f"{project.fingerprint(HERE.root)[:12]}{code.hexdigest()[:12]}"
