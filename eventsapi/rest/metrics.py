"""What Prometheus reads of this process (exposition.py serves it, added up over all processes of the server).

Only counting is done while somebody waits for an answer. What has to be asked for, of pools, servers and the dataset,
is asked every few seconds by a thread of each worker.
"""

import logging
import threading
from functools import cache
from typing import Any

from django.db import Error, connections
from prometheus_client import Counter, Gauge, Histogram

from eventsapi.rest.caching import dataset_version
from eventsapi.rest.fleet import fleet

BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
SECONDS = Histogram("eventsapi_request_seconds", "Until the first byte of an answer.", ["route"], buckets=BUCKETS)
ANSWERS = Counter("eventsapi_answers", "Answers.", ["route", "status"])
CACHE = Counter("eventsapi_answer_cache", "Requests that the answer cache was asked about.", ["outcome"])
REFUSALS = Counter("eventsapi_rate_limit_refusals", "Requests refused for their number.", ["kind"])
PUBLISHING = Histogram("eventsapi_publish_seconds", "An act of publishing, with its waiting for others.", ["act"])
CONNECTIONS = Gauge(
    "eventsapi_database_connections", "Connections in the pools.", ["server", "state"], multiprocess_mode="livesum"
)
VERSION = Gauge("eventsapi_dataset_version", "Of the public dataset.", multiprocess_mode="livemostrecent")
BEHIND = Gauge(
    "eventsapi_replica_seconds_behind", "Behind the primary.", ["server"], multiprocess_mode="livemax"
)  # fmt: skip
USED = Gauge("eventsapi_replica_used", "1 while it is read from.", ["server"], multiprocess_mode="livemin")
PAUSE = 5.0

logger = logging.getLogger(__name__)


@cache
def _of_route(route: str) -> Any:
    return SECONDS.labels(route)


@cache
def _of_status(route: str, status: int) -> Any:
    return ANSWERS.labels(route, str(status))


@cache
def _of_outcome(outcome: str) -> Any:
    return CACHE.labels(outcome)


def note(*, route: str, status: int, seconds: float, cached: str | None) -> None:
    """One answer. Routes and statuses are few, so their counters are looked up once."""
    _of_route(route).observe(seconds)
    _of_status(route, status).inc()
    if cached:
        _of_outcome(cached).inc()


def sample() -> None:
    """Raises django.db.Error where the primary is away."""
    for alias in connections:
        pool = getattr(connections[alias], "pool", None)
        if pool is not None:
            given = pool.get_stats()
            in_use = given.get("pool_size", 0) - given.get("pool_available", 0)
            CONNECTIONS.labels(alias, "in use").set(in_use)
            CONNECTIONS.labels(alias, "idle").set(given.get("pool_available", 0))
            CONNECTIONS.labels(alias, "waited for").set(given.get("requests_waiting", 0))
    for replica in fleet().report():
        USED.labels(replica["name"]).set(int(replica["used"]))
        if replica["seconds_behind"] is not None:
            BEHIND.labels(replica["name"]).set(replica["seconds_behind"])
    VERSION.set(dataset_version().number)


def keep_sampling(ended: threading.Event) -> None:
    """In a thread of its own, whose connections go back to the pool each time."""
    while not ended.wait(PAUSE):
        try:
            sample()
        except Error as error:
            logger.debug("Nothing to sample: %s", type(error).__name__)
        finally:
            connections.close_all()


def start_sampling() -> threading.Event:
    """Set what is returned to end it."""
    ended = threading.Event()
    threading.Thread(target=keep_sampling, args=[ended], name="sampling", daemon=True).start()
    return ended
