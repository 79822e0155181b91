"""The primary and its streaming replicas as one process knows them: which can be read from, and how old they are.

Each server is looked at when it is needed and the last look is a second old, by a thread of its own: no request waits
longer for a look than half a second, and none at all for a server that is known to be away. What is known is the
process's own, needs no other process, and is gone with it.
"""

import logging
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from math import inf
from time import monotonic
from typing import Any

from django.db import DEFAULT_DB_ALIAS, Error, connections

from eventsapi.rest.caching import dataset_version
from eventsapi.rest.routing import Attempt, reading

LOOK_SECONDS = 1.0
PATIENCE_SECONDS = 0.5
# After this long a server that was away is looked at again.
RETRY_SECONDS = 5.0
# A replica that is further behind is not read from by anybody.
MAX_SECONDS_BEHIND = 10.0

STATE = """
SELECT pg_is_in_recovery(), system_identifier::text || '/' || current_database(),
       (CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END - '0/0')::bigint
FROM pg_control_system()
"""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a server said of itself: its dataset version, which cluster it belongs to, how many bytes of log it has."""

    at: float
    version: int
    is_standby: bool
    cluster: str
    position: int


def look(alias: str) -> Look:
    """Asks the server. Raises django.db.Error."""
    at = monotonic()
    with reading(Attempt(alias)):
        version = dataset_version().number
    with connections[alias].cursor() as cursor:
        cursor.execute(STATE)
        is_standby, cluster, position = cursor.fetchone()
    return Look(at=at, version=version, is_standby=is_standby, cluster=cluster, position=position)


class Server:
    """One of them. `seen` is the last look that succeeded."""

    def __init__(self, alias: str) -> None:
        self.alias = alias
        self.seen: Look | None = None
        self.is_away = False
        self._next_look = -inf
        self._turn = threading.Lock()

    @property
    def version(self) -> int:
        """The last one known; -1 before the first look."""
        return self.seen.version if self.seen else -1

    def refresh(self, *, needing: int = 0) -> None:
        """Looks at the server where the last look is too old, or of an older version than `needing`."""
        is_due = monotonic() >= self._next_look or (not self.is_away and self.version < needing)
        if not is_due or not self._turn.acquire(blocking=False):
            return
        looking = threading.Thread(target=self._look, name=f"look at {self.alias}", daemon=True)
        looking.start()
        if not self.is_away:
            looking.join(PATIENCE_SECONDS)
            if looking.is_alive():
                self.lose(f"it has not answered for {PATIENCE_SECONDS} s")

    def lose(self, why: object) -> None:
        """Nobody reads from it until a later look has succeeded."""
        self._next_look = monotonic() + RETRY_SECONDS
        if not self.is_away:
            logger.warning("The database server %s is away: %s", self.alias, str(why).strip())
        self.is_away = True

    def find(self, seen: Look) -> None:
        if self.is_away:
            logger.warning("The database server %s is back.", self.alias)
        self.seen = seen
        self.is_away = False
        self._next_look = seen.at + LOOK_SECONDS

    def _look(self) -> None:
        """In a thread of its own, whose connection goes back to the pool with it."""
        try:
            self.find(look(self.alias))
        except Error as error:
            self.lose(error)
        finally:
            connections[self.alias].close()
            self._turn.release()


class Primary(Server):
    """Also knows since when each version has been there, at the earliest."""

    def __init__(self, alias: str) -> None:
        super().__init__(alias)
        self.appeared: deque[tuple[int, float]] = deque(maxlen=64)

    def find(self, seen: Look) -> None:
        if seen.version < self.version:
            # Another server has taken its place, and lacks the last changes.
            self.appeared.clear()
        # It may have appeared just after the look before; nobody knows since when, where there was none.
        if seen.version > self.version:
            self.appeared.append((seen.version, self.seen.at if self.seen else -inf))
        super().find(seen)

    def seconds_since_after(self, version: int) -> float:
        """For how long, at the most, there has been a newer version than this; 0 where there is none."""
        return next((monotonic() - at for newer, at in tuple(self.appeared) if newer > version), 0.0)


class Fleet:
    """All servers of this process. Replicas take turns."""

    def __init__(self, *, primary: Primary, replicas: list[Server]) -> None:
        self.primary = primary
        self.replicas = replicas
        self._turns = count()

    def fit(self, *, seen: int) -> Iterator[Server]:
        """Replicas to read from, for somebody who has seen that version of the dataset."""
        self.primary.refresh()
        first = next(self._turns) % len(self.replicas)
        for replica in self.replicas[first:] + self.replicas[:first]:
            replica.refresh(needing=seen)
            if self.refusal(replica) is None and replica.version >= seen:
                yield replica

    def seconds_behind(self, replica: Server) -> float:
        return self.primary.seconds_since_after(replica.version)

    def refusal(self, replica: Server) -> str | None:
        """Why nobody reads from this replica; None where it serves."""
        if replica.is_away or replica.seen is None:
            return "It does not answer."
        if self.seconds_behind(replica) > MAX_SECONDS_BEHIND:
            return f"It is more than {MAX_SECONDS_BEHIND:.0f} seconds behind."
        return self.misfit(replica)

    def misfit(self, replica: Server) -> str | None:
        """Why this server, as it was last seen, can be no replica; None where it can, or was never seen."""
        if replica.seen and not replica.seen.is_standby:
            return "It is no standby: it takes writes of its own."
        if replica.seen and self.primary.seen and self.primary.seen.cluster != replica.seen.cluster:
            return "It is a standby of another database than DATABASE_URL."
        return None

    def misfits(self) -> Iterator[str]:
        """What a process that starts complains about: one sentence for each server that can be no replica."""
        self.report()
        for replica in self.replicas:
            misfit = self.misfit(replica)
            if misfit:
                yield f"DATABASE_REPLICA_URLS names a server that is none ({replica.alias}). {misfit}"

    def report(self) -> list[dict[str, Any]]:
        """What /readyz says of each replica, in their order. Without addresses, as everybody may read it."""
        return [self._report(replica) for replica in self.replicas]

    def _report(self, replica: Server) -> dict[str, Any]:
        self.primary.refresh()
        replica.refresh()
        refusal, seen, newest = self.refusal(replica), replica.seen, self.primary.seen
        behind = self.seconds_behind(replica)
        return {
            "name": replica.alias,
            "used": refusal is None,
            "reason": refusal,
            "dataset_version": seen.version if seen else None,
            "seconds_behind": None if seen is None or behind == inf else round(behind, 1),
            "bytes_behind": max(newest.position - seen.position, 0) if newest and seen else None,
        }


@cache
def fleet() -> Fleet:
    """That of this process. Without DATABASE_REPLICA_URLS it has no replicas."""
    replicas = [Server(alias) for alias in connections if alias != DEFAULT_DB_ALIAS]
    return Fleet(primary=Primary(DEFAULT_DB_ALIAS), replicas=replicas)
