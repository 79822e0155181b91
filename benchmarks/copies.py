"""More public events than fit on a disk as a whole: copies of those that are loaded, made by SQL.

A copy has an id and days of its own, and all that lists filter, sort, show and count. What only details, searches and
publishing read is left out: its document, its words, what it mentions, and its claims and articles, which take most
of the space. So the copies answer lists, facets and timelines, and nothing else is asked of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from benchmarks.loading import told
from benchmarks.scenarios import AGAIN_TRUSTING
from incidents.publication import counts
from incidents.publication.models import PublishedEvent, PublishedEventPoint

EVENTS, POINTS = PublishedEvent._meta.db_table, PublishedEventPoint._meta.db_table
# What a column of a copy holds; those that are not named hold what the original has.
OWN: Mapping[str, str] = {
    "slug": "slug || '-' || {copy}",
    "date_start": "date_start - 11 * {copy}",
    "date_end": "date_end - 11 * {copy}",
    "snapshot": "'{{}}'",
    "document": "'{{}}'",
    "mentions": "'{{}}'",
    "search": "''",
    "disagreements": "''",
}
# What copies are asked: not what leaves the list, nor what ranks words.
SCENARIOS = (
    *("detail", "list", "list, the same again", AGAIN_TRUSTING),
    "country + dates + type",
    *("by actor", "by actor + role", "pair of actors", "bbox", "aspect + agreement", "page 100", "page 10,000"),
    *("facets", "facets of a country", "timeline", "304"),
)
POINTS_OF_COPIES = """
    INSERT INTO {points} (event_id, {names})
    SELECT copied.id, {names} FROM {points} AS point
    JOIN {events} AS original ON original.id = point.event_id
    JOIN {events} AS copied ON copied.slug = original.slug || '-' || {copy} AND copied.valid_to IS NULL
    WHERE original.valid_to IS NULL AND original.id <= %s
"""
INDEXES = """
    SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY (%s)
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conname = indexname)
"""


def make(copies: int) -> None:
    """Until every public event stands there `copies` times. Leaves statistics, and what is counted by values."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM publication_publishedevent")
        [last] = cursor.fetchone() or [0]
        with without_indexes(cursor, [EVENTS]), without_triggers(cursor, EVENTS):
            for copy in range(1, copies):
                told(f"Copy {copy} of {copies - 1} …")
                cursor.execute(copying(copy), [last])
        for copy in range(1, copies):
            cursor.execute(points_of(copy), [last])
        counts.recount()
        for table in (EVENTS, POINTS):
            told(f"Statistics of {table} …")
            cursor.execute(sql.SQL("VACUUM ANALYZE {}").format(sql.Identifier(table)))


def copying(copy: int) -> sql.Composed:
    names = [str(field.column) for field in PublishedEvent._meta.concrete_fields if not field.primary_key]
    return sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {} WHERE valid_to IS NULL AND id <= %s").format(
        sql.Identifier(EVENTS),
        sql.SQL(", ").join(map(sql.Identifier, names)),
        sql.SQL(", ").join(
            sql.SQL(OWN[name].format(copy=copy)) if name in OWN else sql.Identifier(name) for name in names
        ),
        sql.Identifier(EVENTS),
    )


def points_of(copy: int) -> sql.Composed:
    keys = ("id", "event_id")
    names = [str(field.column) for field in PublishedEventPoint._meta.concrete_fields if field.column not in keys]
    return sql.SQL(POINTS_OF_COPIES).format(
        points=sql.Identifier(POINTS),
        events=sql.Identifier(EVENTS),
        names=sql.SQL(", ").join(map(sql.Identifier, names)),
        copy=sql.Literal(copy),
    )


@contextmanager
def without_indexes(cursor: CursorWrapper, tables: Sequence[str]) -> Iterator[None]:
    """Inside this block the tables have no index but their keys: making one of all rows is faster than adding each."""
    cursor.execute(INDEXES, [list(tables)])
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    yield
    cursor.execute("SET maintenance_work_mem = '256MB'")
    for _, definition in found:
        cursor.execute(definition)


@contextmanager
def without_triggers(cursor: CursorWrapper, table: str) -> Iterator[None]:
    """Inside this block nobody keeps count of what is written to the table."""
    change = "ALTER TABLE {} {} TRIGGER USER"
    cursor.execute(sql.SQL(change).format(sql.Identifier(table), sql.SQL("DISABLE")))
    yield
    cursor.execute(sql.SQL(change).format(sql.Identifier(table), sql.SQL("ENABLE")))
