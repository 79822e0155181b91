"""Requests of an address counted by all processes of all machines together, in a table of the database.

To ask it for each request would cost more than most answers. So a process takes a share of what an address has left
this minute, a hundredth at a time, and counts that down in its own memory. Never is more let through than the limit;
what a process has taken and not used by the end of the minute is what less may be let through, and as shares become
smaller with what is left, that is little. The table is unlogged: a crash of the database forgets a minute's counts.
"""

import hashlib
import logging
import threading
import time
from dataclasses import dataclass
from functools import cache

from cachetools import LRUCache
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections

WINDOW_SECONDS = 60
# A hundredth of what is left at a time.
PART = 100
# Addresses that a process knows about at a time; the database knows all.
MOST_ADDRESSES = 50_000
# After a failure the database is left alone so long; it would cost each request half a second.
RETRY_SECONDS = 5

TAKE = """
INSERT INTO rest_requestcount AS known (key, minute, used) VALUES (%s, %s, %s)
ON CONFLICT (key) DO UPDATE SET used = known.used + excluded.used RETURNING used
"""
FORGET = "DELETE FROM rest_requestcount WHERE minute < %s"

logger = logging.getLogger(__name__)


@dataclass
class Share:
    """What this process may still let through by itself (`held`), and what is left for everybody else (`left`)."""

    left: int
    held: int = 0


@dataclass(frozen=True)
class Verdict:
    allowed: bool
    left: int


class Counters:
    """Those of one process. `counts` says what is counted; where the database fails, `is_open` lets through."""

    def __init__(self, counts: str, *, is_open: bool) -> None:
        self.counts = counts
        self.is_open = is_open
        self._minute = 0
        self._shares: LRUCache[str, Share] = LRUCache(MOST_ADDRESSES)
        self._lock = threading.Lock()
        self._next_try = 0.0

    def count(self, address: str, *, limit: int, now: float) -> Verdict:
        """One more request at this time. Raises django.db.Error where the database fails, unless it `is_open`."""
        minute = int(now // WINDOW_SECONDS)
        with self._lock:
            share = self._share(address, minute, limit)
            if share.held or not share.left:
                return _spend(share)
            part = max(1, share.left // PART)
        used = self._taken(address, minute, part)
        with self._lock:
            # Where the database is away, this process counts as if it were the only one.
            used = limit - share.left + part if used is None else used
            share.held += min(part, max(limit - used + part, 0))
            share.left = min(share.left, max(limit - used, 0))
            return _spend(share)

    def _share(self, address: str, minute: int, limit: int) -> Share:
        if minute != self._minute:
            self._shares.clear()
            self._minute = minute
        share = self._shares.get(address)
        if share is None:
            share = self._shares[address] = Share(left=limit)
        return share

    def _taken(self, address: str, minute: int, part: int) -> int | None:
        """What all processes have taken by now, with this part; None while the database is away."""
        if time.monotonic() < self._next_try:
            return None
        try:
            return self._take(address, minute, part)
        except Error:
            if not self.is_open:
                raise
            logger.exception("The database cannot count requests: each process counts for itself.")
            self._next_try = time.monotonic() + RETRY_SECONDS
            return None

    def _take(self, address: str, minute: int, part: int) -> int:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(TAKE, [self._key(address, minute), minute, part])
            used: int = cursor.fetchone()[0]
            if used == part:
                # The first of its minute: there are as few of them as addresses, and each takes what is old with it.
                cursor.execute(FORGET, [minute - 1])
        return used

    def _key(self, address: str, minute: int) -> str:
        """Nobody who reads the table, or a copy of it, learns who has asked."""
        secret = hashlib.sha256(settings.SECRET_KEY.encode()).digest()
        return hashlib.blake2b(f"{self.counts} {address} {minute}".encode(), key=secret, digest_size=16).hexdigest()


def _spend(share: Share) -> Verdict:
    allowed = share.held > 0
    share.held -= allowed
    return Verdict(allowed, share.left + share.held)


@cache
def reading() -> Counters:
    """Requests of the API: a reader is let through where nobody can count."""
    return Counters("reading", is_open=True)


@cache
def guarded() -> Counters:
    """What guesses passwords: nobody is let through uncounted."""
    return Counters("guarded", is_open=False)
