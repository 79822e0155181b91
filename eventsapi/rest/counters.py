"""Counters shared by the worker processes of one machine: a Django cache of small numbers in a memory-mapped file.

Needs no further service and a fixed megabyte. Several machines that must count together need a cache server instead:
any Django cache backend with an atomic incr (memcached, Redis) serves.
"""

import fcntl
import hashlib
import mmap
import os
import struct
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

# A slot: fingerprint of the key, when it expires (Unix time), the number.
SLOT = struct.Struct("<QII")
SLOTS = 65_536
# A key may lie in any of so many slots from its own; beyond that the oldest of them gives way.
REACH = 16


class Table:
    """The file, mapped, with a lock around each use of it."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(self._file, SLOTS * SLOT.size)
        self._threads = threading.Lock()
        self.memory = mmap.mmap(self._file, SLOTS * SLOT.size)

    @contextmanager
    def locked(self) -> Iterator[mmap.mmap]:
        # The file's lock excludes other processes, but not other threads of this one.
        with self._threads:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield self.memory
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)


@cache
def table(path: Path) -> Table:
    """One for all threads of the process: Django makes a cache object for each thread."""
    return Table(path)


class CounterCache(BaseCache):
    """Holds whole numbers from 0 to 2³²-1 only. LOCATION is the file; it is made when it is missing."""

    def __init__(self, location: str, params: Mapping[str, Any]) -> None:
        super().__init__(dict(params))
        self._table = table(Path(location))

    def add(self, key: str, value: int, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Sets the number unless it is there already."""
        name = self.make_and_validate_key(key, version)
        with self._table.locked() as memory:
            offset, found = _find(memory, name)
            if found is None:
                SLOT.pack_into(memory, offset, _fingerprint(name), self._expiry(timeout), value)
            return found is None

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        with self._table.locked() as memory:
            _, found = _find(memory, self.make_and_validate_key(key, version))
        return default if found is None else found

    def set(self, key: str, value: int, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        name = self.make_and_validate_key(key, version)
        with self._table.locked() as memory:
            offset, _ = _find(memory, name)
            SLOT.pack_into(memory, offset, _fingerprint(name), self._expiry(timeout), value)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Adds to the number and keeps its time. Raises ValueError where there is none."""
        with self._table.locked() as memory:
            offset, found = _find(memory, self.make_and_validate_key(key, version))
            if found is None:
                raise ValueError(f"No counter '{key}'; add it first.")
            fingerprint, expires, _ = SLOT.unpack_from(memory, offset)
            SLOT.pack_into(memory, offset, fingerprint, expires, found + delta)
            return found + delta

    def delete(self, key: str, version: int | None = None) -> bool:
        with self._table.locked() as memory:
            offset, found = _find(memory, self.make_and_validate_key(key, version))
            if found is not None:
                SLOT.pack_into(memory, offset, 0, 0, 0)
        return found is not None

    def clear(self) -> None:
        with self._table.locked() as memory:
            memory[:] = bytes(len(memory))

    def _expiry(self, timeout: Any) -> int:
        # Without a timeout the number lasts as long as the clock of the table, until 2106.
        expires = self.get_backend_timeout(timeout)
        return 2**32 - 1 if expires is None else int(expires) + 1


def _find(memory: mmap.mmap, name: str) -> tuple[int, int | None]:
    """The slot of a key and its number; or, with None, the slot that a new number goes to."""
    fingerprint = _fingerprint(name)
    now = int(time.time())
    spare = (2**32, 0)
    for step in range(REACH):
        offset = (fingerprint + step) % (len(memory) // SLOT.size) * SLOT.size
        owner, expires, number = SLOT.unpack_from(memory, offset)
        if owner == fingerprint and expires > now:
            return offset, number
        spare = min(spare, (expires, offset))
    return spare[1], None


def _fingerprint(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")
