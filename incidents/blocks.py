"""Rows whose words are found, walked from the newest on in steps that grow, until there are as many as are wanted.

Rows that were written one after the other are in one block, and the index on words holds the block of each row as well,
so that a step costs no more than what matches in its blocks.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connections, router
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from incidents.publication.models import BLOCK_SIZE, Change, PublishedDocument

Table = type[PublishedDocument]

# Blocks in each step, but for the last one, which takes the rest.
STEPS = (2, 16, 256)
# PostgreSQL does not know what it costs to read the words of a large row, and would rather read all rows in
# order than ask the index on words. So it is left nothing else that could serve the conditions or the order.
ON_WORDS = sql.SQL("SET LOCAL enable_seqscan = off; {}; SET LOCAL enable_seqscan = on")
STEP = sql.SQL("(SELECT {columns} FROM {table} WHERE search @@ {query}::tsquery AND {blocks} AND {public} {order})")
FOREVER = 2**63 - 1
PUBLIC_NOW = sql.SQL("coalesce(valid_to, {forever}) = {forever}").format(forever=FOREVER)
PUBLIC_THEN = sql.SQL("coalesce(valid_to, {forever}) > {version} AND valid_from <= {version}")


def steps(
    table: Table, newest: int, version: int | None, *, columns: str, order: str = "", is_ever: bool = False
) -> sql.Composed:
    """SQL: what matches the parameter `query`, step by step from the newest block on: at a past version, now, or ever.

    PostgreSQL takes a step only if more is wanted.
    """
    now = sql.SQL("true") if is_ever else PUBLIC_NOW
    public = now if version is None else PUBLIC_THEN.format(forever=FOREVER, version=version)
    parts = [
        STEP.format(
            columns=sql.SQL(columns),
            table=name_of(table),
            query=sql.SQL("%(query)s"),
            blocks=_among(blocks, of=newest + 1),
            public=public,
            order=sql.SQL(order),
        )
        for blocks in steps_from(newest)
    ]
    return sql.SQL(" UNION ALL ").join(parts)


def newest_blocks(tables: Sequence[Table]) -> list[int]:
    """The block of the newest row of each. Takes one query."""
    asked = [sql.SQL("(SELECT max(id) FROM {})").format(name_of(table)) for table in tables]
    with _cursor() as cursor:
        cursor.execute(sql.SQL("SELECT {}").format(sql.SQL(", ").join(asked)))
        return [(last or 0) // BLOCK_SIZE for last in cursor.fetchone() or ()]


def found(statement: sql.Composable, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement that the indexes on words serve. Takes one query."""
    with _cursor() as cursor:
        cursor.execute(ON_WORDS.format(statement), values)
        cursor.nextset()
        return list(cursor)


def steps_from(newest: int) -> Iterator[range]:
    """The numbers of the blocks of each step, from the one of the newest row down to 0."""
    end = newest + 1
    for size in STEPS:
        if end > 0:
            yield range(max(end - size, 0), end)
            end -= size
    if end > 0:
        yield range(end)


def _among(blocks: range, *, of: int) -> sql.Composable:
    """SQL: the row is in one of the blocks, which nothing needs to be said about where there are no others."""
    if len(blocks) == of:
        return sql.SQL("true")
    return sql.SQL("ARRAY[id / {size}] && ARRAY[{blocks}]::bigint[]").format(
        size=BLOCK_SIZE, blocks=sql.SQL(", ").join(map(sql.Literal, blocks))
    )


def name_of(table: Table) -> sql.Identifier:
    return sql.Identifier(table._meta.db_table)


def _cursor() -> CursorWrapper:
    """On the same server as the rest of the answer."""
    return connections[router.db_for_read(Change)].cursor()
