"""Several processes or threads that work at once, each with a connection of its own."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

import django
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections

T = TypeVar("T")
# Elsewhere libraries of the system may not outlive a fork.
FORKS = sys.platform == "linux"


def spread(work: Callable[..., T], tasks: Iterable[tuple[Any, ...]], *, processes: int) -> Iterator[T]:
    """What the work makes of each task, in their order; in this process where no other is asked for."""
    if processes <= 1:
        yield from (work(*task) for task in tasks)
        return
    with _pool(processes) as pool:
        waiting = [pool.submit(work, *task) for task in tasks]
        yield from (future.result() for future in waiting)


def _pool(processes: int) -> ProcessPoolExecutor:
    if FORKS:
        # Everything was imported already, which takes a new process longer than some bundles.
        return ProcessPoolExecutor(processes, mp_context=get_context("fork"), initializer=forked)
    name = connection.settings_dict["NAME"]
    return ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=begin, initargs=(name,))


def forked() -> None:
    """Make a forked process ready: it uses a connection of its own, and ends when the process that forked it does."""
    leave_connection()
    Thread(target=follow, args=(parent_process(),), daemon=True).start()


def leave_connection() -> None:
    """Leave the connection to the process that opened it; else it would last, and its locks, as long as a fork does."""
    held = connection.connection
    if held is not None:
        # Nothing that is said to it from here reaches the server, not even that it ends.
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), held.fileno(), inheritable=False)
        held.close()
    del connections[DEFAULT_DB_ALIAS]


def follow(parent: Any) -> None:
    """Wait for the end of that process, however it ends, and end this one: what it has in hand is rolled back."""
    wait([parent.sentinel])
    os._exit(1)


def side_by_side(work: Callable[[str], None], names: Iterable[str], *, at_once: int) -> Iterator[None]:
    """Do what only the database is busy with, on as many connections as that; on this one where it is one."""
    if at_once <= 1:
        yield from map(work, names)
        return
    with ThreadPoolExecutor(at_once) as pool:
        yield from pool.map(lambda name: _on_its_own(work, name), names)


def _on_its_own(work: Callable[[str], None], name: str) -> None:
    # A thread has a connection to itself, which nobody closes when it ends.
    try:
        work(name)
    finally:
        connection.close()


def begin(database: str) -> None:
    """Make a new process ready to use that database."""
    django.setup()
    settings.DATABASES["default"]["NAME"] = database
    connection.settings_dict["NAME"] = database
