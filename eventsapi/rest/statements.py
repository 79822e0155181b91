"""SQL that is made once for all requests of one form, and run again with other values.

Making a query of Django's takes several times as long as PostgreSQL takes to answer it, and requests that differ in
their values only make the same query. So it is made with something in the place of each value that does not know it
(Later), and what comes out is kept. A query that needs to know a value while it is made fails loudly, and is made for
each request anew.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from threading import Lock
from typing import Any, NoReturn

from cachetools import LRUCache
from django.core.exceptions import EmptyResultSet
from django.db import NotSupportedError, connections, router
from django.db.models import QuerySet
from django.db.models.expressions import Expression
from psycopg import Cursor

from eventsapi.rest.fields import Looked, Selection

Rows = QuerySet[Any]
# What is kept: a statement has some kilobytes, and its key and objects add to that.
MOST_BYTES = 4 * 1024 * 1024
OVERHEAD = 1024
# How a query fails that needs its values to be made, and one that finds nothing whatever they are.
WITHOUT_VALUES = (AttributeError, TypeError, ValueError, EmptyResultSet)


class Unknown(TypeError):
    """A value was needed before it is known."""


class Later(Expression):
    """Stands for the value with this number among those that are given when the statement runs."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def read(self, given: Sequence[Any]) -> Any:
        return given[self.number]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", (self,)

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        if self is other or other == "":
            # No value is an empty text: what is given has been read, and there is nothing that has no name.
            return self is other
        raise Unknown("What is compared with it is known later.")

    def __str__(self) -> NoReturn:
        raise Unknown("Use spelled() to make a text of what is known later.")

    def __format__(self, spec: str) -> NoReturn:
        raise Unknown("Use spelled() to make a text of what is known later.")


class Spelled(Later):
    """Stands for a text that is made of parts, some of which come later."""

    def __init__(self, parts: Sequence["str | Later"]) -> None:
        super().__init__(number=-1)
        self.parts = parts

    def read(self, given: Sequence[Any]) -> str:
        return "".join(part if isinstance(part, str) else part.read(given) for part in self.parts)


def spelled(*parts: Any) -> Any:
    """The parts in one text, as soon as they are known."""
    return "".join(parts) if all(isinstance(part, str) for part in parts) else Spelled(parts)


@dataclass(frozen=True)
class Form:
    """What requests have in common that differ in `given` only: `values` with Later for them, and a `key` to find it.

    Members of lists, dates and moments, and what was found out, are given later; how many they are belongs to the form,
    as do other values.
    """

    values: Mapping[str, Any]
    key: Hashable
    given: list[Any] = field(compare=False)


def form_of(values: Mapping[str, Any]) -> Form:
    given: list[Any] = []
    forms = {name: _form(values[name], given) for name in sorted(values)}
    key = tuple((name, part) for name, (_, part) in forms.items())
    return Form(values={name: later for name, (later, _) in forms.items()}, key=key, given=given)


def _form(value: Any, given: list[Any]) -> tuple[Any, Hashable]:
    """The value as it stands in a form, and what of it belongs to the form's key. Adds to `given`."""
    if isinstance(value, Selection):
        include, exclude = (tuple(_later(member, given) for member in part) for part in (value.include, value.exclude))
        return Selection(include=include, exclude=exclude), (len(include), len(exclude))
    if isinstance(value, Looked):
        return replace(value, value=_later(value.value, given)), (Looked.__name__, value.kind)
    if isinstance(value, date):
        return _later(value, given), type(value).__name__
    return value, (type(value).__name__, value)


def _later(value: Any, given: list[Any]) -> Any:
    given.append(value)
    return Later(len(given) - 1)


@dataclass(frozen=True, kw_only=True)
class Statement:
    """SQL with its parameters, Later among them, and what turns a row of the database into one of Python.

    `is_prepared` lets PostgreSQL keep its plan: only where no value could make another plan better.
    """

    sql: str
    params: Sequence[Any]
    convert: Callable[[Any], Any] | None
    model: Any
    is_prepared: bool

    def run(self, given: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        connection: Any = connections[router.db_for_read(self.model)]
        params = [param.read(given) if isinstance(param, Later) else param for param in self.params]
        try:
            rows = self._rows(connection, params, is_prepared=self.is_prepared)
        except NotSupportedError:
            # A migration has changed a column under a plan that was kept.
            rows = self._rows(connection, params, is_prepared=False)
        return rows if self.convert is None else list(map(tuple, self.convert(rows)))

    def _rows(self, connection: Any, params: Sequence[Any], *, is_prepared: bool) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            if is_prepared:
                # Django's own cursors put the values into the text, so that nothing could be prepared.
                cursor.cursor = Cursor(connection.connection)
            cursor.execute(self.sql, params)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def compiled(rows: Rows, *, is_prepared: bool = False) -> Statement:
    """The statement for a query set that lists tuples. Raises one of WITHOUT_VALUES where it needs them."""
    compiler: Any = rows.query.get_compiler(rows.db)
    sql, params = compiler.as_sql()
    converters = compiler.get_converters([select[0] for select in compiler.select[: compiler.col_count]])
    convert = partial(compiler.apply_converters, converters=converters) if converters else None
    return Statement(sql=sql, params=params, convert=convert, model=rows.model, is_prepared=is_prepared)


def beside(found: Statement, told: Statement) -> Statement:
    """Both in one statement, and so of one moment: what the other one tells, in its only row, comes after each row that
    is found. Where none is, it comes after columns that are all empty.

    The rows keep their order: PostgreSQL can join nothing but each row of the first with what the second finds for it.
    """
    sql = f"SELECT found.*, told.* FROM ({told.sql}) AS told LEFT JOIN LATERAL ({found.sql}) AS found ON TRUE"  # noqa: S608  SQL beside SQL; no value is in it
    return replace(found, sql=sql, params=[*told.params, *found.params])


def counting(ids: Rows) -> Statement:
    """The statement for how many rows a query finds."""
    found = compiled(ids)
    sql = f"SELECT COUNT(*) FROM ({found.sql}) AS found"  # noqa: S608  SQL around SQL; no value is in it
    return Statement(sql=sql, params=found.params, convert=None, model=ids.model, is_prepared=False)


class Statements:
    """Those that were made already, by their forms, for all threads of the process."""

    def __init__(self, *, most_bytes: int) -> None:
        # None where a form cannot be made without its values.
        self._kept: LRUCache[Hashable, Statement | None] = LRUCache(most_bytes, getsizeof=_size)
        self._lock = Lock()

    def find(self, key: Hashable, make: Callable[[], Statement]) -> Statement | None:
        """The statement, which `make` makes if nobody has; None where that takes values that come later."""
        with self._lock, suppress(KeyError):
            return self._kept[key]
        try:
            statement = make()
        except WITHOUT_VALUES:
            statement = None
        if _size(statement) <= self._kept.maxsize:
            with self._lock:
                self._kept[key] = statement
        return statement


def _size(statement: Statement | None) -> int:
    return OVERHEAD + (len(statement.sql) if statement else 0)


STATEMENTS = Statements(most_bytes=MOST_BYTES)
