"""Lists that are walked in an index alone.

What many rows have is found by walking all rows in their order and leaving out those that do not match. Where an index
in that order holds what the filters look at besides, no row has to be read for being left out. PostgreSQL does that
only if nothing else of the row is asked for: so the ids of a page are found first, and then read.
"""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Func, Q, QuerySet
from django.db.models.expressions import Col
from django.db.models.sql import Query

Rows = QuerySet[Any]
# What is read that the index does not hold, and is made of a list or of several tables.
ELSEWHERE = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Walk:
    """An index in the order of `column`, and what filters look at that it `holds`, the order and its id among it.

    It is worth the walk where one of `helps` is looked at: what they hold has no index in that order of its own.
    An entry of an index has a limit of size, so it holds the rows that are `narrow`; those that are `wide`, which
    means all others, have an index of their own. Of the tables in `probes` (by their labels) an index holds what is
    asked of those that belong to a row.
    """

    column: str
    holds: Set[str]
    helps: Set[str]
    narrow: Q
    wide: Q
    probes: Set[str] = frozenset()

    def serves(self, rows: Rows) -> bool:
        """Whether the rows are found by indexes alone."""
        chosen_by = set(_read(rows.query.where))
        is_held = chosen_by <= self.holds | self.probes
        return not rows.query.annotations and is_held and not self.helps.isdisjoint(chosen_by)

    def ids(self, part: Rows, *, limit: int) -> list[Rows]:
        """For the ids of up to `limit` rows of each index, in the order of the part."""
        return [part.filter(kind).values("pk")[:limit] for kind in (self.narrow, self.wide)]

    def page(self, part: Rows, *, limit: int) -> Rows:
        """The same rows in the same order, the first `limit` of which are found in the index."""
        narrow, wide = self.ids(part, limit=limit)
        rows: Rows = part.model._default_manager.using(part.db).filter(pk__in=narrow.union(wide, all=True))
        return rows.order_by(*part.query.order_by)


def _read(node: Any) -> Iterator[str]:
    """The columns that a condition reads, and the labels of other tables."""
    if isinstance(node, Col):
        yield node.target.name
    elif isinstance(node, Query):
        tables = [alias for alias, uses in node.alias_refcount.items() if uses]
        yield ELSEWHERE if len(tables) > 1 else node.get_meta().label
    elif _is_made_of_a_list(node):
        yield ELSEWHERE
    elif hasattr(node, "get_source_expressions"):
        for part in node.get_source_expressions():
            yield from _read(part)


def _is_made_of_a_list(node: Any) -> bool:
    """Whether it has to be made anew for each row, and has an index of its own where it matters."""
    return isinstance(node, Func) and any(
        isinstance(part, Col) and isinstance(part.target, ArrayField) for part in node.get_source_expressions()
    )
