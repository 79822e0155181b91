"""The order of a list, and the rows of it next to a position.

The order is (sort key, id), both in the same direction, and rows without a key come last either way: the rows with a
key and the rows without are walked one after the other. So one index on (sort key, id) serves both directions, and
the start of any page is a single comparison of rows against it, whatever the ties.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import F, Field, Func, Q, QuerySet, TextField, Value
from django.db.models.expressions import Combinable, Expression
from django.db.models.lookups import GreaterThan, LessThan

from eventsapi.rest.cursors import Position
from eventsapi.rest.statements import Later
from eventsapi.rest.walks import Walk

Rows = QuerySet[Any]
# What is noted with a queryset of the rows that it holds.
BOUNDS = "bounds"
# The name of a column, or an expression.
Column = str | Combinable


class Row(Func):
    """SQL: ROW(a, b), compared as a whole."""

    function = "ROW"
    output_field = TextField()


@dataclass(frozen=True, kw_only=True)
class Order:
    """A sort key (a column or an annotation) and the column of the id, and whether both descend.

    `walks` are indexes that hold what filters look at, each in an order of its own.
    """

    column: str
    id_column: str = "slug"
    descending: bool = False
    walks: Sequence[Walk] = ()

    @classmethod
    def named(
        cls, name: str, *, orderings: Mapping[str, str], id_column: str = "slug", walks: Sequence[Walk] = ()
    ) -> "Order":
        """The order for a word such as "-date". Raises ImproperlyConfigured for one that is not declared."""
        column = orderings.get(name.removeprefix("-"))
        if column is None:
            raise ImproperlyConfigured(f"No ordering '{name}'; declared are {sorted(orderings)}. Add it to orderings.")
        return cls(column=column, id_column=id_column, descending=name.startswith("-"), walks=walks)

    def key_field(self, queryset: Rows) -> "Field[Any, Any]":
        return _field(queryset, self.column)

    def query(self, queryset: Rows, *, position: Position | None, limit: int, columns: Sequence[Column]) -> Rows:
        """For up to `limit` rows (key, id, *columns) next to the position, in the direction in which it looks.

        Takes one query. Columns may be expressions; those that read other tables are asked for the rows found only.
        """
        backwards = position is not None and position.backwards
        first, *others = [
            self._part(queryset, position=start, keyless=keyless, backwards=backwards, limit=limit).values_list(
                self.column, self.id_column, *columns
            )[:limit]
            for keyless, start in self._parts(queryset, position=position, backwards=backwards)
        ]
        # PostgreSQL appends one part to the other, and does not begin the second where the first fills the page.
        return first.union(*others, all=True)[:limit] if others else first

    def rows(self, queryset: Rows, *, position: Position | None, limit: int, columns: Sequence[Column]) -> list[Any]:
        """The rows themselves."""
        return list(self.query(queryset, position=position, limit=limit, columns=columns))

    def ids(self, queryset: Rows, *, limit: int) -> Rows:
        """For the ids of up to `limit` rows, whichever are found first."""
        walk = next((walk for walk in self.walks if walk.serves(queryset)), None)
        if walk is None:
            return queryset.order_by().values_list("pk")[:limit]
        parts = [_part_of(queryset.order_by(), walk.column, keyless=keyless) for keyless in (False, True)]
        first, *others = [ids for part in parts for ids in walk.ids(part, limit=limit)]
        return first.union(*others, all=True)[:limit]

    def _parts(
        self, queryset: Rows, *, position: Position | None, backwards: bool
    ) -> list[tuple[bool, Position | None]]:
        """The parts to walk, False for rows with a key and True for rows without, each with where to start in it."""
        parts = [False, True] if self.key_field(queryset).null else [False]
        if backwards:
            parts.reverse()
        if position is None:
            return [(part, None) for part in parts]
        start = parts.index(position.key is None)
        return [(parts[start], position), *((part, None) for part in parts[start + 1 :])]

    def _part(self, queryset: Rows, *, position: Position | None, keyless: bool, backwards: bool, limit: int) -> Rows:
        descending = self.descending is not backwards
        sign, follows = ("-", LessThan) if descending else ("", GreaterThan)
        queryset = _part_of(queryset, self.column, keyless=keyless)
        names = [self.id_column] if keyless else [self.column, self.id_column]
        if position:
            here = [position.id] if keyless else [position.key, position.id]
            fields = [_value(queryset, name, value) for name, value in zip(names, here, strict=True)]
            queryset = queryset.filter(follows(Row(*map(F, names)), Row(*fields)))
        part = queryset.order_by(*(sign + name for name in dict.fromkeys(names)))
        # Rows without a key are few, and mostly not reached.
        walk = next((walk for walk in self.walks if walk.column == self.column and walk.serves(part)), None)
        return walk.page(part, limit=limit) if walk and not keyless else part


def _part_of(queryset: Rows, column: str, *, keyless: bool) -> Rows:
    """The rows with a key, within the bounds that are known of it, or those without."""
    if _field(queryset, column).null:
        queryset = queryset.filter((f"{column}__isnull", keyless))
    return queryset if keyless else queryset.filter(*bounds_of(queryset, column))


def _value(queryset: Rows, name: str, value: Any) -> Expression:
    return value if isinstance(value, Later) else Value(value, _field(queryset, name))


def bounded(queryset: Rows, column: str, bound: Q) -> Rows:
    """The same rows, of which those with a value in the column are known to fulfil the condition.

    A filter that also lets rows without a value through is no range for PostgreSQL: a list in the order of the column
    would be walked from its very start to the first row that passes.
    """
    same: Rows = queryset.all()
    same._hints = {**queryset._hints, BOUNDS: {column: (*bounds_of(queryset, column), bound)}}  # type: ignore[attr-defined]  # kept by every copy
    return same


def bounds_of(queryset: Rows, column: str) -> tuple[Q, ...]:
    found: tuple[Q, ...] = queryset._hints.get(BOUNDS, {}).get(column, ())  # type: ignore[attr-defined]  # as above
    return found


def _field(queryset: Rows, column: str) -> "Field[Any, Any]":
    annotation = queryset.query.annotations.get(column)
    return annotation.output_field if annotation else queryset.model._meta.get_field(column)
