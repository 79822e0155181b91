"""What a list finds: its rows next to a position, and how many there are in all.

The statements are made once for all requests of one form (statements.py), and what was counted is kept as long as the
dataset has the version that it was counted in.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any, Protocol, cast

from cachetools import LRUCache
from django.conf import settings
from django.db.models import QuerySet

from eventsapi.rest.cursors import Position
from eventsapi.rest.newest import Telling
from eventsapi.rest.orders import Column, Order
from eventsapi.rest.statements import STATEMENTS, Form, Later, Statement, beside, compiled, counting

Rows = QuerySet[Any]


class Found(Protocol):
    """What a list finds."""

    def rows(self, *, position: Position | None, limit: int) -> list[tuple[Any, ...]]:
        """Up to `limit` rows (key, id, *columns) next to the position."""

    def count(self, *, most: int) -> int:
        """How many there are in all; looks at no more than `most`."""


@dataclass(frozen=True, kw_only=True)
class FoundRows:
    """What a query set finds, read in an order."""

    queryset: Rows
    order: Order
    columns: Sequence[Column]

    def rows(self, *, position: Position | None, limit: int) -> list[tuple[Any, ...]]:
        return list(self.order.query(self.queryset, position=position, limit=limit, columns=self.columns))

    def count(self, *, most: int) -> int:
        return self.order.ids(self.queryset, limit=most).count()


@dataclass(frozen=True, kw_only=True)
class FoundAgain:
    """The same for a form that may have been asked for already.

    `filtered` makes the query set for values, those of the form or those that were given; `key` names what it makes.
    """

    key: Hashable
    form: Form
    values: Mapping[str, Any]
    filtered: Callable[[Mapping[str, Any]], Rows]
    order: Order
    columns: Sequence[Column]

    def rows(self, *, position: Position | None, limit: int) -> list[tuple[Any, ...]]:
        statement, given = self._statement(position, limit)
        return statement.run(given) if statement else self._plain().rows(position=position, limit=limit)

    def rows_beside(
        self, telling: Telling, *, position: Position | None, limit: int
    ) -> tuple[list[tuple[Any, ...]], Any] | None:
        """The same, and what is told at that moment. None where nothing is, and where both cannot be one statement."""
        statement, given = self._statement(position, limit, telling)
        rows = statement.run(given) if statement else []
        return ([row[:-1] for row in rows if row[1] is not None], rows[0][-1]) if rows else None

    def _statement(
        self, position: Position | None, limit: int, telling: Telling | None = None
    ) -> tuple[Statement | None, list[Any]]:
        """The statement for the rows, if there can be one, and what it is given."""
        given = self.form.given
        start: Position | None = None
        where: Hashable = None
        if position:
            key, here = Later(len(given)), cast(Any, Later(len(given) + 1))
            given = [*given, position.key, position.id]
            start = Position(key=None if position.key is None else key, id=here, backwards=position.backwards)
            where = (position.key is None, position.backwards)
        told, given = telling.statement(given) if telling else (None, given)
        form = (self.key, self.form.key, limit, where, told.sql if told else None)
        return STATEMENTS.find(form, lambda: self._listing(start, limit, told)), given

    def count(self, *, most: int) -> int:
        statement = STATEMENTS.find((self.key, self.form.key, "count", most), lambda: self._counting(most))
        return int(statement.run(self.form.given)[0][0]) if statement else self._plain().count(most=most)

    def _listing(self, position: Position | None, limit: int, told: Statement | None) -> Statement:
        rows = self.filtered(self.form.values)
        query = self.order.query(rows, position=position, limit=limit, columns=self.columns)
        # Without filters there is one plan, whatever the values; with them, how often a value occurs decides.
        found = compiled(query, is_prepared=not self.form.values)
        return beside(found, told) if told else found

    def _counting(self, most: int) -> Statement:
        return counting(self.order.ids(self.filtered(self.form.values), limit=most))

    def _plain(self) -> FoundRows:
        return FoundRows(queryset=self.filtered(self.values), order=self.order, columns=self.columns)


@dataclass(frozen=True, kw_only=True)
class FoundAhead:
    """The same, of which the rows at one position were read already: it is asked for no other."""

    found: FoundAgain
    position: Position | None
    read: list[tuple[Any, ...]]

    @property
    def values(self) -> Mapping[str, Any]:
        return self.found.values

    def rows(self, *, position: Position | None, limit: int) -> list[tuple[Any, ...]]:
        return self.read

    def count(self, *, most: int) -> int:
        return self.found.count(most=most)


@dataclass(frozen=True, kw_only=True)
class FoundAndCounted:
    """Found rows whose count is kept under a key, which names the version of the dataset, too."""

    found: Found
    key: Hashable

    def rows(self, *, position: Position | None, limit: int) -> list[tuple[Any, ...]]:
        return self.found.rows(position=position, limit=limit)

    def count(self, *, most: int) -> int:
        return counts().of((self.key, most), lambda: self.found.count(most=most))


class Counts:
    """Numbers that were counted already, for all threads of the process."""

    def __init__(self, *, most: int) -> None:
        self._kept: LRUCache[Hashable, int] = LRUCache(most)
        self._lock = Lock()

    def of(self, key: Hashable, count: Callable[[], int]) -> int:
        with self._lock:
            known = self._kept.get(key)
        if known is None:
            known = count()
            if self._kept.maxsize:
                with self._lock:
                    self._kept[key] = known
        return known


def counts() -> Counts:
    """Those of this process: REST_KEPT_COUNTS at most, some hundred bytes each."""
    return _counts(settings.REST_KEPT_COUNTS)


@cache
def _counts(most: int) -> Counts:
    return Counts(most=most)
