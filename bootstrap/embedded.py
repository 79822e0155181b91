"""Which server this checkout uses, where its files lie, and how long it runs."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bootstrap import programs
from bootstrap.account import Account, server_account
from bootstrap.clone import Clone
from bootstrap.console import Refusal, say
from bootstrap.locks import Use, alone
from bootstrap.postgres import Cluster, stop

# The kernel's limit for the path of a Unix socket is 104 bytes on macOS and 108 on Linux.
LONGEST_SOCKET_PATH = 100
SHORT = Path("/tmp")  # noqa: S108  the folder made in it is refused unless it is ours alone
ELSEWHERE = Path("/var/lib")


@contextmanager
def running(cluster: Cluster, *, database: str) -> Iterator[Use]:
    """The server runs inside this block, and stops after it unless another process of this checkout still uses it."""
    use = Use(cluster.data.with_name(cluster.data.name + ".use"))
    try:
        with alone(cluster.data.with_name(cluster.data.name + ".lock")):
            cluster.start(database=database)
        yield use
    finally:
        if use.is_last():
            stop(cluster.data)
            remove_if_empty(cluster.sockets)
        use.close()


def stop_all(clone: Clone) -> list[str]:
    """Stops every server of this checkout, whoever uses it; returns the names of those that were running."""
    stopped = []
    for home in (clone.local, ELSEWHERE / clone.name):
        for data in sorted(home.glob("postgres-*/")):
            stopped += [data.name] if stop(data) else []
            remove_if_empty(socket_folder(f"{clone.name}-{data.name}"))
    return stopped


def cluster_of(clone: Clone, *, fast: bool) -> Cluster:
    """The cluster of this checkout: one that keeps its data, or a fast one for tests. Raises Refusal."""
    account = server_account()
    home = home_of(clone, account=account)
    folder = programs.find(venv=clone.local / "venv")
    name = f"postgres-{programs.major_version(folder)}" + ("-test" if fast else "")
    tell_of_older(home, name=name)
    return Cluster(
        programs=programs.usable_by(account, folder=folder, copies=home),
        data=home / name,
        sockets=socket_folder(f"{clone.name}-{name}"),
        account=account,
        fast=fast,
    )


def home_of(clone: Clone, *, account: Account) -> Path:
    """`.local`, or, where root lends the server an account that cannot enter the checkout, a folder it can enter."""
    clone.make_local()
    if account.can_use(clone.local):
        return clone.local
    home = ELSEWHERE / clone.name
    if not home.exists():
        say(f"{clone.root} is closed to the user that runs PostgreSQL; its files go to {home}.")
    home.mkdir(exist_ok=True)
    home.chmod(0o755)
    return home


def tell_of_older(home: Path, *, name: str) -> None:
    if (home / name).exists() or name.endswith("-test"):
        return
    for older in sorted(home.glob("postgres-[0-9][0-9]")):
        say(f"{older} was written by another version of PostgreSQL: it stays as it is, and {name} starts empty.")


def remove_if_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def socket_folder(name: str) -> Path:
    """Short, since the kernel limits the length of a socket's path. Raises Refusal."""
    temporary = SHORT if os.access(SHORT, os.W_OK | os.X_OK) else Path(tempfile.gettempdir())
    folder = temporary / name
    if len(os.fsencode(folder / ".s.PGSQL.5432.lock")) > LONGEST_SOCKET_PATH:
        raise Refusal(f"{temporary} is too long a path for a Unix socket: set TMPDIR to a shorter one.")
    return folder
