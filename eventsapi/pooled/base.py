"""PostgreSQL as Django knows it, but for how long somebody waits for a connection of a pool.

It is half a second (databases.py). While the database is away that would be half a second each time that a request asks
for a connection, to be counted and to be answered, and as much for each one before it in the line for a thread. So who
has waited in vain, while nobody else was given a connection either, tells the other threads of the process: for a
second they only glance at the pool. Even that makes it try to connect, and the first who is given a connection ends it.
"""

from collections import defaultdict
from dataclasses import dataclass
from math import inf
from time import monotonic
from typing import Any, ClassVar

from django.db.backends.postgresql import base
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
            connection = super().get_new_connection(conn_params)
        except PoolTimeout:
            if known.served_at < began:
                known.away_until = monotonic() + PAUSE_SECONDS
            raise
        known.served_at, known.away_until = monotonic(), -inf
        return connection
