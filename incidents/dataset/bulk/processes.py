"""Several processes or threads that work at once, each with a connection of its own."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

import django
from django.conf import settings
from django.db import connection

T = TypeVar("T")


def spread(work: Callable[..., T], tasks: Iterable[tuple[Any, ...]], *, processes: int) -> Iterator[T]:
    """What the work makes of each task, in their order; in this process where no other is asked for."""
    if processes <= 1:
        yield from (work(*task) for task in tasks)
        return
    # New ones rather than forks: a connection cannot be shared.
    name = connection.settings_dict["NAME"]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=begin, initargs=(name,)) as pool:
        waiting = [pool.submit(work, *task) for task in tasks]
        yield from (future.result() for future in waiting)


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
