"""The best of what a search finds, at a cost that does not grow with the number of records.

Ranking reads the words of every row that it compares. So where very many match, those that were published last are
compared (`incidents.blocks`). How many match in all is counted in the same steps, and no further than answers say.
"""

from collections.abc import Sequence
from typing import NamedTuple

from psycopg import sql

from incidents.blocks import found, newest_blocks, steps
from incidents.publication.models import DOCUMENT_MODELS
from incidents.search import TextQuery

# Of more matches of a kind, so many are compared.
COMPARED = 500
# Of a kind so many are returned.
BEST = 200
# What a word is worth in quotes folded to ASCII, in quotes, in our own words, and in names.
WEIGHTS = [0.1, 0.6, 0.8, 1.0]
# Divided by one plus the logarithm of the length, then brought below 1: PostgreSQL's ts_rank, 1 and 32.
NORMALIZATION = 1 | 32
NEWEST_FIRST = f"ORDER BY id + 0 DESC LIMIT {COMPARED}"
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
    best = _ranked(query.whole, newest, version)
    begun = [resource for resource in resources if best.compared.get(resource, 0) < COMPARED]
    if query.whole == query.full or not begun:
        return best
    wider = _ranked(query.full, {resource: newest[resource] for resource in begun}, version)
    kept = [row for row in best.rows if row.resource not in begun]
    return Found([*kept, *wider.rows], {**best.compared, **wider.compared})


def counted(query: TextQuery, *, resources: Sequence[str], version: int | None, limit: int) -> int:
    """How many rows of these kinds match, up to the limit. Takes two queries, three for beginnings."""
    newest = _newest(resources)
    whole = _counted(query.whole, newest, version, limit)
    return whole if whole == limit or query.whole == query.full else _counted(query.full, newest, version, limit)


def _newest(resources: Sequence[str]) -> dict[str, int]:
    blocks = newest_blocks([DOCUMENT_MODELS[resource] for resource in resources])
    return dict(zip(resources, blocks, strict=True))


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
            newest=steps(DOCUMENT_MODELS[resource], block, version, columns="slug, search", order=NEWEST_FIRST),
            compared=COMPARED,
            best=BEST,
        )
        for resource, block in newest.items()
    ]
    values = {"weights": WEIGHTS, "ranking": ranking, "query": query}
    rows = found(sql.SQL(" UNION ALL ").join(kinds), values)
    return Found([Ranked(*row[:3]) for row in rows], {resource: compared for resource, _, _, compared in rows})


def _counted(query: str, newest: dict[str, int], version: int | None, limit: int) -> int:
    if not query:
        return 0
    kinds = [steps(DOCUMENT_MODELS[resource], block, version, columns="1") for resource, block in newest.items()]
    statement = sql.SQL("SELECT count(*) FROM (SELECT FROM ({}) AS steps LIMIT {}) AS matching").format(
        sql.SQL(" UNION ALL ").join(kinds), limit
    )
    [[count]] = found(statement, {"query": query})
    return int(count)
