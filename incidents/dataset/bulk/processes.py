"""Several processes that render at once, each with a connection of its own."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
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


def begin(database: str) -> None:
    """Make a new process ready to use that database."""
    django.setup()
    settings.DATABASES["default"]["NAME"] = database
    connection.settings_dict["NAME"] = database
