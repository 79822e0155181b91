"""Locks between processes of one checkout. The kernel drops them when their holder dies, however it dies."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bootstrap.console import Pulse


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Only one process at a time is inside; the others wait and say so."""
    with _opened(path) as lock:
        pulse = Pulse(f"waiting for another dev.py of this checkout ({path.name})")
        while not _try_lock(lock, fcntl.LOCK_EX):
            pulse.beat()
            time.sleep(0.1)
        yield


class Use:
    """A share in something: many processes may hold one, and the last to let go learns that it is the last."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self.file, fcntl.LOCK_SH)

    def is_last(self) -> bool:
        return _try_lock(self.file, fcntl.LOCK_EX)

    def close(self) -> None:
        os.close(self.file)


def is_held(path: Path) -> bool:
    """Whether a living process holds a lock on this file."""
    if not path.exists():
        return False
    with _opened(path) as lock:
        return not _try_lock(lock, fcntl.LOCK_EX)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield file
    finally:
        os.close(file)


def _try_lock(file: int, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
