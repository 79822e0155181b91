"""The environment's words on databases: DATABASE_URL is the primary, DATABASE_REPLICA_URLS its streaming replicas."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

Database = dict[str, Any]

# libpq's words, and Django's.
WORDS = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
# A comma also stands between the hosts of one URL.
BETWEEN_URLS = re.compile(r"[,\s]+(?=[a-z]+://)")
FORM = "The form is postgres://user:password@host:port/name, with commas between them."
# A machine that has vanished without a word is given up after so many milliseconds and seconds. Commands may wait for
# the primary as long as the system does.
VANISHED = {"tcp_user_timeout": "3000", "keepalives_idle": "2", "keepalives_interval": "1", "keepalives_count": "3"}

# How PostgreSQL is to plan what clients wait for: pages are in memory or on flash, where each is as near as the next,
# compiling a statement takes longer than answering it, and several processes are for what counts much of a table.
PLANNING = {"random_page_cost": "1.1", "parallel_setup_cost": "20000", "jit": "off"}


def databases(*, primary: str, replicas: str, serving: bool, pool_size: int) -> dict[str, Database]:
    """Django's DATABASES: "default" is the primary, "replica_1" and so on are read from only.

    A process that serves gets time limits and pools of connections; commands may take their time.
    """
    found = {"default": database(primary or "postgresql:///eventsapi", name="DATABASE_URL")}
    found |= dict(_replicas(replicas, primary=found["default"]))
    for one in found.values():
        one["OPTIONS"]["connect_timeout"] = 2
        if serving:
            one["OPTIONS"] = VANISHED | one["OPTIONS"] | _limits(pool_size)
    return found


def database(url: str, *, name: str) -> Database:
    """A PostgreSQL URL as libpq reads it: what Django has no word for goes to OPTIONS. `name` is for complaints."""
    try:
        given: dict[str, Any] = dict(conninfo_to_dict(url))
    except ProgrammingError as error:
        raise ImproperlyConfigured(
            f"{name} is not understood ({str(error).strip()}); write postgres://user:password@host:port/name."
        ) from None
    known = {word: given.pop(key, "") for key, word in WORDS.items()}
    return {"ENGINE": "eventsapi.pooled", "OPTIONS": given, "CONN_MAX_AGE": 0, **known}


def _replicas(urls: str, *, primary: Database) -> Iterator[tuple[str, Database]]:
    """Raises ImproperlyConfigured. Complaints count the URLs instead of showing them: they hold passwords."""
    places = {_place(primary): "DATABASE_URL"}
    for number, url in enumerate(BETWEEN_URLS.split(urls) if urls else [], start=1):
        name = f"DATABASE_REPLICA_URLS, number {number},"
        if not url.startswith(("postgres://", "postgresql://")):
            raise ImproperlyConfigured(f"{name} is no URL. {FORM}")
        replica = database(url.rstrip(", "), name=name)
        if replica["NAME"] != primary["NAME"]:
            raise ImproperlyConfigured(
                f"{name} names the database {replica['NAME']!r}; a replica of DATABASE_URL is called "
                f"{primary['NAME']!r} as well."
            )
        if _place(replica) in places:
            raise ImproperlyConfigured(f"{name} is the same server as {places[_place(replica)]}; name each once.")
        places[_place(replica)] = name.rstrip(",")
        replica["OPTIONS"] = VANISHED | replica["OPTIONS"]
        yield f"replica_{number}", replica | {"TEST": {"MIRROR": "default"}}


def _place(database: Database) -> tuple[str, str]:
    return database["HOST"], database["PORT"] or "5432"


def _limits(pool_size: int) -> Database:
    return {
        # Pages for editors are given more (eventsapi/rest/database.py).
        "options": "-c statement_timeout=3000 -c lock_timeout=500 "
        + " ".join(f"-c {name}={value}" for name, value in PLANNING.items()),
        # Only statements.py asks for it, by the kind of its cursors. A pooler in between must know prepared statements.
        "prepare_threshold": 2,
        "pool": {
            "min_size": 1,
            "max_size": pool_size,
            # A request that finds the database away is answered within a second.
            "timeout": 0.5,
            # A failed attempt to connect is given up soon, because waiting ones double their pauses.
            "reconnect_timeout": 2,
        },
    }
