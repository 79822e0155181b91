"""Publishing records in any number: rendered beside the public tables, by several processes, then put in their place.

What is rendered here is what the ledger would render, byte for byte, but for the numbers and the time, which are known
only once the rows are put in place. Each table beside the public ones has the columns of that table.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, LiteralString

import orjson
from django.apps import apps
from django.db import connection, models
from django.utils import timezone
from psycopg import sql

from incidents.publication.columns import points_of, spellings_of
from incidents.publication.counts import count_later, recount
from incidents.publication.keys import Key
from incidents.publication.models import (
    RECORD_TABLES,
    Change,
    PublishedActorName,
    PublishedClaimRelation,
    PublishedEventPoint,
    Withdrawal,
)
from incidents.publication.rendering import Rendered, stamp
from incidents.publication.search_words import Words
from incidents.publication.version import current
from incidents.vocabularies import ChangeOp

SCHEMA = "bulk"
# Stands in the texts for the time of publication.
UNSTAMPED = datetime(1, 1, 1, tzinfo=UTC)
# Known only when the rows are put in place.
LATE = ("id", "seq", "valid_from", "valid_to", "changed_at")
# Texts that say when they changed.
STAMPED = ("document", "summary")
WORDS = ("words_1", "words_2", "words_3", "words_4")
# Rows that one statement puts in place.
STRIDE = 2_000
# What an index puts off at most, and the memory to sort it in.
PENDING = "64MB"
_NUMBERED = sql.Identifier("bulk_numbered")


def prepare() -> None:
    """Make the tables in which rendered records wait, empty; a search vector is made of words as they come."""
    for resource, public in RECORD_TABLES.items():
        columns = [name for name in _columns(resource) if name != "search"]
        _run("DROP TABLE IF EXISTS {}", _waiting(resource))
        _run(
            "CREATE UNLOGGED TABLE {} AS SELECT {}, NULL::jsonb AS parts, false AS existing FROM {} WITH NO DATA",
            _waiting(resource),
            _names(columns),
            _table(public),
        )
        if "search" in _columns(resource):
            added = [sql.SQL("ADD COLUMN {} jsonb").format(sql.Identifier(name)) for name in WORDS]
            _run("ALTER TABLE {} {}", _waiting(resource), sql.SQL(", ").join(added))
            made = "ALTER TABLE {} ADD COLUMN search tsvector GENERATED ALWAYS AS {} STORED"
            _run(made, _waiting(resource), _vector())


def shape() -> str:
    """Tells tables that were made for these columns, and in this way, from others."""
    return "\n".join(" ".join([resource, *_columns(resource), *WORDS]) for resource in RECORD_TABLES)


def compress_lightly() -> None:
    """Until the transaction ends, keep long texts by the faster compression, if the server was built with it.

    They are written down three times until they are public, and the usual one takes a third of all that time.
    """
    _run(
        "SELECT set_config(name, 'lz4', true) FROM pg_settings "
        "WHERE name = 'default_toast_compression' AND 'lz4' = ANY(enumvals)"
    )


def compile_nothing() -> None:
    """Until the transaction ends, compile no statements: each writes a few thousand rows, which takes less time."""
    _run("SELECT set_config('jit', 'off', true)")


def add(rendered: Iterable[Rendered], *, existing: Collection[Key] = ()) -> None:
    """Let these records wait; those `existing` will replace what the public sees of them."""
    given = list(rendered)
    for resource in RECORD_TABLES:
        batch = [item for item in given if item.key.resource == resource]
        if batch:
            _add(resource, batch, existing)


def waiting() -> int:
    """How many records wait."""
    return sum(int(_rows("SELECT count(*) FROM {}", _waiting(resource))[0][0]) for resource in RECORD_TABLES)


def commit(relations: sql.Composable, progress: Callable[[int], None]) -> int:
    """Put everything that waits in its place as one version, and return it; the caller holds the lock.

    `relations` is a query for the relations that become public: their ends, relation, aspect and note.
    """
    before, now = current().number, timezone.now()
    version = before + waiting()
    if version == before:
        return before
    count_later()
    if before == 0:
        _index_in_large_batches()
    _number(before)
    into = "INSERT INTO {} (from_claim, to_claim, relation, aspect, note, valid_from) SELECT r.*, %s FROM ({}) AS r"
    _run(into, _table(PublishedClaimRelation), relations, params=[version])
    for resource in RECORD_TABLES:
        _close(resource, version)
        for first, last in _strides(resource):
            _place(resource, (first, last), version=version, now=now)
            progress(last - first + 1)
    recount()
    _put_parts(version)
    _note(version, now)
    return version


def tables() -> list[str]:
    """The names of the public tables, the largest first."""
    models = apps.get_app_config("publication").get_models()
    size = "SELECT pg_table_size({}::regclass)"
    sizes = {name: _rows(size, sql.Literal(name))[0][0] for name in (model._meta.db_table for model in models)}
    return sorted(sizes, key=lambda name: (-sizes[name], name))


def settle(table: str) -> None:
    """After the commit: sort in what its indexes have put off, and let the planner know how many rows there are now.

    Neither changes an answer, so nobody has to wait for it; the server does both by itself in a while.
    """
    _run(
        "SELECT gin_clean_pending_list(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
        "JOIN pg_am a ON a.oid = c.relam "
        "WHERE i.indrelid = %s::regclass AND a.amname = 'gin' AND pg_has_role(c.relowner, 'USAGE')",
        params=[table],
    )
    _run("ANALYZE {}", sql.Identifier(table))


def _index_in_large_batches() -> None:
    """Until the transaction ends, let indexes of words and lists gather more entries before they sort them in.

    What is put off is looked through by every search, so only where there is nothing public yet to search for.
    """
    _run(
        "SELECT set_config('gin_pending_list_limit', %s, true), set_config('work_mem', %s, true)", params=[PENDING] * 2
    )


def _add(resource: str, batch: list[Rendered], existing: Collection[Key]) -> None:
    columns = [name for name in _columns(resource) if name != "search"]
    words = WORDS if "search" in _columns(resource) else ()
    target = sql.SQL("COPY {} ({}) FROM STDIN").format(
        _waiting(resource), _names([*columns, "parts", "existing", *words])
    )
    with connection.cursor() as cursor, cursor.copy(target) as copy:
        for item in batch:
            copy.write_row(_row(item, columns, item.key in existing))


def _row(rendered: Rendered, columns: Sequence[str], existing: bool) -> list[Any]:
    held = {
        "slug": rendered.key.slug,
        "snapshot": _json(rendered.snapshot),
        "mentions": rendered.mentions,
        **rendered.columns,
        **rendered.texts(UNSTAMPED),
    }
    words = [_json(texts) for _, _, texts in rendered.words.kinds()] if rendered.words else []
    return [*(_copied(held[name]) for name in columns), _json(_parts(rendered)), existing, *words]


def _copied(value: Any) -> Any:
    """The value as COPY takes it: ids and words in brackets, quoted as JSON quotes them, which spares a slow detour."""
    return f"{{{_json(value)[1:-1]}}}" if type(value) is list else value


def _parts(rendered: Rendered) -> list[dict[str, Any]]:
    """What the record is found by that has a table of its own."""
    match rendered.key.resource:
        case "events":
            return [dict(zip(("latitude", "longitude"), point, strict=True)) for point in points_of(rendered.document)]
        case "actors":
            return spellings_of(rendered.document)
    return []


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _vector() -> sql.Composable:
    """SQL: the search vector, put together as the words themselves do it."""
    one, two, three, four = (
        sql.SQL("setweight(to_tsvector({}::regconfig, {}), {})").format(config, sql.Identifier(name), weight)
        for name, (config, weight, _) in zip(WORDS, Words((), (), ()).kinds(), strict=True)
    )
    return sql.SQL("(({} || {}) || ({} || {}))").format(one, two, three, four)


def _number(before: int) -> None:
    """Give each record its number, in the order of the ledger."""
    _run(
        "CREATE TEMP TABLE {} (number bigint PRIMARY KEY, resource text, "
        'slug text COLLATE "C", op text) ON COMMIT DROP',
        _NUMBERED,
    )
    numbered = (
        'INSERT INTO {n} SELECT %s + (SELECT count(*) FROM {n}) + row_number() OVER (ORDER BY slug COLLATE "C"), '
        "%s, slug, CASE WHEN existing THEN %s ELSE %s END FROM {t}"
    )
    for resource in RECORD_TABLES:
        query = sql.SQL(numbered).format(n=_NUMBERED, t=_waiting(resource))
        _run_composed(query, [before, resource, str(ChangeOp.UPDATE), str(ChangeOp.CREATE)])
        _run(
            "CREATE INDEX IF NOT EXISTS {} ON {} (slug)", sql.Identifier(f"waiting_{resource}_slug"), _waiting(resource)
        )
        # It is joined by nothing else; the texts would take seconds.
        _run("ANALYZE {} (slug)", _waiting(resource))
    _run("ANALYZE {}", _NUMBERED)


def _close(resource: str, version: int) -> None:
    closing = (
        "UPDATE {} AS p SET valid_to = %s FROM {} AS w WHERE w.existing AND p.slug = w.slug AND p.valid_to IS NULL"
    )
    _run(closing, _table(RECORD_TABLES[resource]), _waiting(resource), params=[version])


def _note(version: int, now: datetime) -> None:
    """Tell of each record in the feed of changes, and that what was withdrawn before is back."""
    change = (
        "INSERT INTO {} (seq, op, resource, slug, at, dataset_version) "
        "SELECT number, op, resource, slug, %s, %s FROM {} ORDER BY number"
    )
    _run(change, _table(Change), _NUMBERED, params=[now, version])
    back = (
        "UPDATE {} AS w SET valid_to = %s FROM {} AS n "
        "WHERE w.resource = n.resource AND w.slug = n.slug AND w.valid_to IS NULL"
    )
    _run(back, _table(Withdrawal), _NUMBERED, params=[version])
    _run("DROP TABLE {}", _NUMBERED)


def _strides(resource: str) -> Iterator[tuple[int, int]]:
    first, last = _rows("SELECT min(number), max(number) FROM {} WHERE resource = %s", _NUMBERED, params=[resource])[0]
    if first is not None:
        yield from ((begin, min(begin + STRIDE - 1, last)) for begin in range(first, last + 1, STRIDE))


def _place(resource: str, numbers: tuple[int, int], *, version: int, now: datetime) -> None:
    columns = _columns(resource)
    old, new = (f'"updated_at":{_json(stamp(moment))}' for moment in (UNSTAMPED, now))
    shown = [
        sql.SQL("replace(w.{}, {}, {})").format(sql.Identifier(name), old, new)
        if name in STAMPED
        else sql.Identifier("w", name)
        for name in columns
    ]
    _run(
        "INSERT INTO {} (seq, valid_from, changed_at, {}) SELECT n.number, %s, %s, {} FROM {} AS n JOIN {} AS w "
        "ON w.slug = n.slug WHERE n.resource = %s AND n.number BETWEEN %s AND %s ORDER BY n.number",
        _table(RECORD_TABLES[resource]),
        _names(columns),
        sql.SQL(", ").join(shown),
        _NUMBERED,
        _waiting(resource),
        params=[version, now, resource, *numbers],
    )


def _put_parts(version: int) -> None:
    for resource, table, owner in (
        ("events", PublishedEventPoint, "event_id"),
        ("actors", PublishedActorName, "actor_id"),
    ):
        names = [str(field.column) for field in table._meta.concrete_fields if field.column not in ("id", owner)]
        # The function knows the types of the columns by the table itself.
        _run(
            "INSERT INTO {table} ({owner}, {names}) SELECT p.id, {values} FROM {waiting} AS w JOIN {public} AS p "
            "ON p.slug = w.slug AND p.valid_from = %s, jsonb_populate_recordset(NULL::{table}, w.parts) AS part",
            table=_table(table),
            owner=sql.Identifier(owner),
            names=_names(names),
            values=sql.SQL(", ").join(sql.Identifier("part", name) for name in names),
            waiting=_waiting(resource),
            public=_table(RECORD_TABLES[resource]),
            params=[version],
        )


def _columns(resource: str) -> list[str]:
    fields = RECORD_TABLES[resource]._meta.concrete_fields
    return [str(field.column) for field in fields if field.column not in LATE]


def _waiting(resource: str) -> sql.Identifier:
    return sql.Identifier(SCHEMA, f"published_{resource}")


def _table(model: type[models.Model]) -> sql.Identifier:
    return sql.Identifier(model._meta.db_table)


def _names(names: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(name) for name in names)


def _run(
    query: LiteralString, *parts: sql.Composable, params: Sequence[Any] | None = None, **named: sql.Composable
) -> None:
    _run_composed(sql.SQL(query).format(*parts, **named), params)


def _run_composed(query: sql.Composable, params: Sequence[Any] | None) -> None:
    with connection.cursor() as cursor:
        # As text, which the wrappers that attach contexts to statements can read.
        cursor.execute(query.as_string(connection.connection), params)


def _rows(query: LiteralString, *parts: sql.Composable, params: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(query).format(*parts).as_string(connection.connection), params)
        return list(cursor.fetchall())
