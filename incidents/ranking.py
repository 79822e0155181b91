"""The best of what a search finds, at a cost that does not grow with the number of records.

Ranking reads the words of every row that it compares. So where very many match, those that were published last are
compared: rows are walked in blocks from the newest on, in steps that grow, until enough match. The index on words holds
the block of each row as well, so that a step costs no more than what matches in its blocks. How many match in all is
counted in the same steps, and no further than answers say.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db import connections, router
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from incidents.publication.models import BLOCK_SIZE, DOCUMENT_MODELS, Change
from incidents.search import TextQuery

# Of more matches of a kind, so many are compared.
COMPARED = 500
# Of a kind so many are returned.
BEST = 200
# Blocks in each step, but for the last one, which takes the rest.
STEPS = (2, 16, 256)
# What a word is worth in quotes folded to ASCII, in quotes, in our own words, and in names.
WEIGHTS = [0.1, 0.6, 0.8, 1.0]
# Divided by one plus the logarithm of the length, then brought below 1: PostgreSQL's ts_rank, 1 and 32.
NORMALIZATION = 1 | 32
# PostgreSQL does not know what it costs to read the words of a row that is large, and would rather read all rows in
# order than ask the index on words. So it is left nothing else that could serve the conditions or the order.
ON_WORDS = sql.SQL("SET LOCAL enable_seqscan = off; {}; SET LOCAL enable_seqscan = on")
STEP = sql.SQL("(SELECT {columns} FROM {table} WHERE search @@ {query}::tsquery AND {blocks} AND {public} {order})")
NEWEST_FIRST = f"ORDER BY id + 0 DESC LIMIT {COMPARED}"
FOREVER = 2**63 - 1
PUBLIC_NOW = sql.SQL("coalesce(valid_to, {forever}) = {forever}").format(forever=FOREVER)
PUBLIC_THEN = sql.SQL("coalesce(valid_to, {forever}) > {version} AND valid_from <= {version}")
BEST_OF_KIND = sql.SQL("""
    (SELECT {kind}, slug, ts_rank({weights}, search, {ranking}::tsquery, {normalization}) AS score, found
     FROM (
         SELECT slug, search, count(*) OVER () AS found
         FROM (SELECT * FROM ({newest}) AS steps LIMIT {compared}) AS newest
     ) AS compared
     ORDER BY score DESC, slug LIMIT {best})
""")


class Ranked(NamedTuple):
    resource: str
    slug: str
    score: float


class Found(NamedTuple):
    """The best of some kinds, and how many of each kind were compared."""

    rows: list[Ranked]
    compared: dict[str, int]


def ranked(query: TextQuery, *, resources: Sequence[str], version: int | None) -> Found:
    """The best of each kind, those of a past version where one is given. Takes two queries, three for beginnings.

    A kind of which enough rows have all words whole is not asked for words that only begin as the last one does.
    """
    if not query.full or not resources:
        return Found([], {})
    newest = _newest(resources)
    found = _ranked(query.whole, newest, version)
    begun = [resource for resource in resources if found.compared.get(resource, 0) < COMPARED]
    if query.whole == query.full or not begun:
        return found
    wider = _ranked(query.full, {resource: newest[resource] for resource in begun}, version)
    kept = [row for row in found.rows if row.resource not in begun]
    return Found([*kept, *wider.rows], {**found.compared, **wider.compared})


def counted(query: TextQuery, *, resources: Sequence[str], version: int | None, limit: int) -> int:
    """How many rows of these kinds match, up to the limit. Takes two queries, three for beginnings."""
    newest = _newest(resources)
    whole = _counted(query.whole, newest, version, limit)
    return whole if whole == limit or query.whole == query.full else _counted(query.full, newest, version, limit)


def _newest(resources: Sequence[str]) -> dict[str, int]:
    """The block of the newest row of each kind."""
    asked = [sql.SQL("(SELECT max(id) FROM {})").format(_table(resource)) for resource in resources]
    with _cursor() as cursor:
        cursor.execute(sql.SQL("SELECT {}").format(sql.SQL(", ").join(asked)))
        return {kind: (last or 0) // BLOCK_SIZE for kind, last in zip(resources, cursor.fetchone() or (), strict=True)}


def _ranked(query: str, newest: dict[str, int], version: int | None) -> Found:
    if not query:
        return Found([], {})
    # Told twice, so that PostgreSQL ranks by how often the words occur even where all of them must.
    ranking = f"({query}) | ({query})"
    kinds = [
        BEST_OF_KIND.format(
            kind=resource,
            weights=sql.SQL("%(weights)s::real[]"),
            ranking=sql.SQL("%(ranking)s"),
            normalization=NORMALIZATION,
            newest=_steps(resource, block, version, columns="slug, search", order=NEWEST_FIRST),
            compared=COMPARED,
            best=BEST,
        )
        for resource, block in newest.items()
    ]
    values = {"weights": WEIGHTS, "ranking": ranking, "query": query}
    rows = _found(sql.SQL(" UNION ALL ").join(kinds), values)
    return Found([Ranked(*row[:3]) for row in rows], {resource: found for resource, _, _, found in rows})


def _counted(query: str, newest: dict[str, int], version: int | None, limit: int) -> int:
    if not query:
        return 0
    steps = [_steps(resource, block, version, columns="1", order="") for resource, block in newest.items()]
    statement = sql.SQL("SELECT count(*) FROM (SELECT FROM ({}) AS steps LIMIT {}) AS matching").format(
        sql.SQL(" UNION ALL ").join(steps), limit
    )
    [[found]] = _found(statement, {"query": query})
    return int(found)


def _steps(resource: str, newest: int, version: int | None, *, columns: str, order: str) -> sql.Composed:
    """SQL: what matches, step by step from the newest block on. PostgreSQL takes a step only if more is wanted."""
    public = PUBLIC_NOW if version is None else PUBLIC_THEN.format(forever=FOREVER, version=version)
    steps = [
        STEP.format(
            columns=sql.SQL(columns),
            table=_table(resource),
            query=sql.SQL("%(query)s"),
            blocks=_among(blocks, of=newest + 1),
            public=public,
            order=sql.SQL(order),
        )
        for blocks in steps_from(newest)
    ]
    return sql.SQL(" UNION ALL ").join(steps)


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


def _table(resource: str) -> sql.Identifier:
    return sql.Identifier(DOCUMENT_MODELS[resource]._meta.db_table)


def _found(statement: sql.Composable, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement that the indexes on words serve."""
    with _cursor() as cursor:
        cursor.execute(ON_WORDS.format(statement), values)
        cursor.nextset()
        return list(cursor)


def _cursor() -> CursorWrapper:
    """On the same server as the rest of the answer."""
    return connections[router.db_for_read(Change)].cursor()
