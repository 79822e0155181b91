"""From which server a request reads: the primary, unless replicas.py sends it to a replica for the time of a block.

The choice is kept in the context, and Django's router tells it to every query set. So all reads of one request come
from one server, and nothing that reads has to know of it. Writes always go to the primary.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.models import Model
from psycopg.errors import QueryCanceled

Result = TypeVar("Result")


@dataclass
class Attempt:
    """One try to answer a request from one server."""

    alias: str
    failure: BaseException | None = None
    # Whether the connection was lost, or never there: the server is to blame, and not what it was asked.
    is_lost: bool = False
    # Whether the head of the answer is sent already, so that the rest has to be read where it can be.
    is_streaming: bool = False

    @property
    def may_be_repeated(self) -> bool:
        """Whether another server may do better. What ran into its time limit here would there, and cost it again."""
        return self.failure is not None and not isinstance(self.failure.__cause__, QueryCanceled)

    def fail(self, error: BaseException) -> None:
        driver: Any = connections[self.alias].connection
        self.failure = error
        self.is_lost = driver is None or driver.closed


_current: ContextVar[Attempt | None] = ContextVar("attempt", default=None)


@contextmanager
def reading(attempt: Attempt) -> Iterator[None]:
    token = _current.set(attempt)
    try:
        yield
    finally:
        _current.reset(token)


def reading_alias() -> str:
    """The name of the server that this request reads from, among Django's connections."""
    attempt = _current.get()
    return attempt.alias if attempt else DEFAULT_DB_ALIAS


def note_failure(error: BaseException) -> bool:
    """Remembers why this try did not succeed. True where that may be put right by asking another server."""
    attempt = _current.get()
    if attempt is None or not isinstance(error, Error):
        return False
    attempt.fail(error)
    return attempt.may_be_repeated


def steadily(read: Callable[[], Result]) -> Result:
    """What `read` returns. In the midst of a stream it reads on from the primary where the replica fails.

    The primary may be of a newer version, so who streams asks afterwards whether the version is still its own.
    """
    try:
        return read()
    except Error as error:
        attempt = _current.get()
        if attempt is None or not attempt.is_streaming or attempt.failure:
            raise
        attempt.fail(error)
        attempt.alias = DEFAULT_DB_ALIAS
        return read()


class ReplicaRouter:
    """Django's way to ask (DATABASE_ROUTERS). Replicas hold what the primary holds, and are never migrated."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        attempt = _current.get()
        return attempt.alias if attempt else None

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return None if db == DEFAULT_DB_ALIAS else False
