"""PostgreSQL as Django knows it, but for pools: how long somebody waits for a connection, and which is given to nobody.

It is half a second (databases.py). While the database is away that would be half a second each time that a request asks
for a connection, to be counted and to be answered, and as much for each one before it in the line for a thread. So who
has waited in vain, while nobody else was given a connection either, tells the other threads of the process: for a
second they only glance at the pool. Even that makes it try to connect, and the first who is given a connection ends it.

A server that restarts ends the connections that wait in the pool. The pool would give them away all the same, and who
is given one is refused. Instead of asking the server each time, which Django can do (CONN_HEALTH_CHECKS), one looks
whether there is something to be read: a server that is asked nothing sends nothing, unless it ends the connection. A
false alarm costs a new connection.
"""

import select
from collections import defaultdict
from dataclasses import dataclass
from math import inf
from time import monotonic
from typing import Any, ClassVar

from django.db.backends.postgresql import base
from psycopg import OperationalError
from psycopg_pool import PoolTimeout

PAUSE_SECONDS = 1.0
# Not much less: a process that has no connection while others have some would be done so soon with each request that
# most of them came to it.
GLANCE_SECONDS = 0.05


@dataclass
class Known:
    """What the threads of a process know of one server."""

    served_at: float = -inf
    away_until: float = -inf


class DatabaseWrapper(base.DatabaseWrapper):
    # By alias, as Django keeps the pools.
    known: ClassVar[defaultdict[str, Known]] = defaultdict(Known)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Raises PoolTimeout. Commands have no pool, and wait as long as libpq does."""
        if self.pool is None:
            return super().get_new_connection(conn_params)
        known, began = self.known[self.alias], monotonic()
        patience: float = self.settings_dict["OPTIONS"]["pool"]["timeout"]
        self.pool.timeout = GLANCE_SECONDS if began < known.away_until else patience
        try:
            connection = self.open_connection(conn_params)
        except PoolTimeout:
            if known.served_at < began:
                known.away_until = monotonic() + PAUSE_SECONDS
            raise
        known.served_at, known.away_until = monotonic(), -inf
        return connection

    def open_connection(self, conn_params: dict[str, Any]) -> Any:
        """Of the pool, one that the server has not ended. Raises PoolTimeout."""
        end = monotonic() + self.pool.timeout
        while is_over(connection := super().get_new_connection(conn_params)):
            connection.close()
            connection._pool.putconn(connection)
            if monotonic() >= end:
                raise PoolTimeout("couldn't get a connection that the server had not ended")
            self.pool.timeout = max(end - monotonic(), GLANCE_SECONDS)
        return connection


def is_over(connection: Any) -> bool:
    """Also where it is known to be lost."""
    waiting = select.poll()
    try:
        waiting.register(connection.fileno(), select.POLLIN)
    except OperationalError:
        return True
    return bool(waiting.poll(0))
