"""Getting the peers ready: their tables, SQLite's file, their packages."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.conf import settings
from django.db import connection

from benchmarks import servers
from benchmarks.peers import datasette
from benchmarks.servers import Server

PEERS = Path(__file__).resolve().parent / "peers"
# What dev.py has installed for the peers, beside the project's own environment.
PYTHON = "BENCH_PYTHON"


def prepare(names: Sequence[str], *, environment: Mapping[str, str], folder: Path, bodies: Path) -> list[Server]:
    """The servers of these peers, ready to be started. A peer that cannot be had is named and left out."""
    if set(names) & {"drf", "fastapi", "datasette", "postgraphile"}:
        make_tables()
    with_key = {**environment, "SECRET_KEY": settings.SECRET_KEY}
    python = Path(environment.get(PYTHON, ""))
    found: list[Server] = []
    if "drf" in names:
        found.append(servers.drf(with_key))
    if {"fastapi", "datasette"} & set(names) and not python.is_file():
        leave_out("FastAPI and Datasette", f"{PYTHON} names no Python that has them: start this by dev.py bench")
    else:
        found += [servers.fastapi(python, environment)] if "fastapi" in names else []
        if "datasette" in names:
            (folder / "datasette").mkdir(exist_ok=True)
            datasette.write(environment["DATABASE_URL"], folder / "datasette")
            found.append(servers.datasette(python, folder / "datasette"))
    if "postgraphile" in names and install(folder / "postgraphile"):
        found.append(servers.postgraphile(folder / "postgraphile", environment))
    found += [servers.static(environment, bodies)] if "static" in names else []
    if "nginx" in names:
        found.append(servers.nginx(bodies.parent))
    return found


def make_tables() -> None:
    """The same rows as relational tables, made from the product's own answers, unless they were since it was loaded."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'peers' LIMIT 1")
        if cursor.fetchone():
            return
        cursor.execute((PEERS / "tables.sql").read_text())
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'peers'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"VACUUM (ANALYZE) peers.{name}")


def install(folder: Path) -> bool:
    """PostGraphile by npm, from the lock; once."""
    npm = shutil.which("npm")
    if npm is None:
        leave_out("PostGraphile", "npm is not installed (Debian and Ubuntu: apt install npm)")
        return False
    folder.mkdir(parents=True, exist_ok=True)
    for path in (PEERS / "postgraphile").iterdir():
        shutil.copy(path, folder / path.name)
    if not (folder / "node_modules" / ".bin" / "postgraphile").exists():
        print("Installing PostGraphile (once) …", file=sys.stderr)
        done = subprocess.run(
            [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=folder, env=dict(os.environ), check=False
        )
        if done.returncode:
            leave_out("PostGraphile", "npm could not install it; the lines above say why")
            return False
    return True


def leave_out(who: str, why: str) -> None:
    print(f"{who} left out: {why}.", file=sys.stderr)
