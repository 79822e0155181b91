"""The Django project as dev.py starts it: its environment, and a database that holds what the commit holds."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bootstrap import embedded, venv
from bootstrap.clone import Clone
from bootstrap.console import Echo, Refusal, follow, say
from bootstrap.locks import alone
from bootstrap.postgres import Cluster

DATABASE = "eventsapi"
SETTINGS = ("ALLOWED_HOSTS", "DATABASE_", "DEBUG", "DJANGO_", "EVENTSAPI_", "LOGIN_LIMIT", "LOG_", "METRICS_",
            "RATE_LIMIT", "SECRET_KEY", "STATIC_ROOT", "TRUSTED_PROXIES")  # fmt: skip
# A change of any of these is a reason to ask the database whether it is up to date.
CONTENTS = ("fixtures/*.yaml", "seeds/*.txt", "incidents/**/*.py", "*/**/migrations/*.py", "requirements-local.txt")


@dataclass(frozen=True)
class Database:
    """Where the rows are. `cluster` is None where DATABASE_URL named a server that is not ours to start or stop."""

    url: str
    cluster: Cluster | None = None
    share: int | None = None  # an open file: whoever inherits it keeps the cluster in use


@contextmanager
def database(clone: Clone, *, name: str = DATABASE, fast: bool = False) -> Iterator[Database]:
    """DATABASE_URL if it is set, else a database of this checkout's own server, which runs inside this block."""
    url = os.environ.get("DATABASE_URL")
    if url:
        say(f"Using DATABASE_URL: {without_password(url)}")
        yield Database(url)
        return
    cluster = embedded.cluster_of(clone, fast=fast)
    with embedded.running(cluster, database=name) as use:
        yield Database(cluster.url(name), cluster, use.file)


def without_password(url: str) -> str:
    password = urlsplit(url).password
    return url.replace(f":{password}@", ":…@") if password else url


def local_environment(clone: Clone, *, database: Database, host: str = "127.0.0.1") -> dict[str, str]:
    """What `run` and `manage` give to Django: local mode, a secret of this checkout, an editor to log in as."""
    hosts = ["localhost", "127.0.0.1", "[::1]", f"[{host}]" if ":" in host else host, os.environ.get("ALLOWED_HOSTS")]
    ours = {
        "DATABASE_URL": database.url,
        "EVENTSAPI_LOCAL": "1",
        "SECRET_KEY": kept_secret(clone.local / "secret-key"),
        "ALLOWED_HOSTS": ",".join(dict.fromkeys(filter(None, hosts))),
    }
    # An account whose password is shown has no place in a database that others may reach.
    account = {"EVENTSAPI_LOCAL_PASSWORD": kept_secret(clone.local / "editor-password", size=9)}
    return venv.environment() | ours | (account if database.cluster else {})


def test_environment(database: Database) -> dict[str, str]:
    """What tests and checks are given: no setting of this terminal, and leave to run on a server without fsync."""
    kept = {name: value for name, value in venv.environment().items() if not name.startswith(SETTINGS)}
    return kept | {"DATABASE_URL": database.url, "EVENTSAPI_TEST": "1", "RATE_LIMIT": "0"}


def kept_secret(path: Path, *, size: int = 50) -> str:
    """Made once by chance, then the same for as long as the file is there. Only its owner may read it."""
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(file, "w") as opened:
        opened.write(secrets.token_urlsafe(size))
    return path.read_text()


def prepare(clone: Clone, *, python: Path, database: Database, environment: dict[str, str]) -> None:
    """Migrates and loads the dataset, unless this very commit was prepared in this very cluster before."""
    with alone(clone.local / "prepare.lock"):
        note = database.cluster.prepared if database.cluster else None
        contents = fingerprint(clone.root)
        if note is None or not note.exists() or note.read_text() != contents:
            load(clone, python=python, environment=environment)
        if note:
            note.write_text(contents)


def load(clone: Clone, *, python: Path, environment: dict[str, str]) -> None:
    say("Preparing the database …")
    argv: list[str | Path] = [python, "manage.py", "prepare_local"]
    code, _ = follow(argv, pulse=Echo("prepare_local"), cwd=clone.root, env=environment)
    if code != 0:
        raise Refusal("The database could not be prepared; the lines above say why.")


def fingerprint(root: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for pattern in CONTENTS for path in root.glob(pattern)):
        digest.update(os.fsencode(path.relative_to(root)) + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
