"""The tables beside the dataset in which a bundle is laid out: slugs instead of numbers, and where each row stood.

They are not logged, and not part of the dataset: losing them costs a new start. There are none but while a load is
under way, or was broken off.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import DecimalField, ForeignKey, IntegerField, ManyToManyField
from psycopg import sql

from incidents import dates
from incidents.dataset.schema import SPECS, AnyField, Spec
from incidents.dataset.typed import Value
from incidents.models import ActorName, Article, Claim
from incidents.publication.bulk import shape

SCHEMA = "bulk"
DATED = ("published", "date", "said")
# Rows that one statement of a long step takes: enough to be fast, few enough to show progress and stay small.
STRIDE = 5_000


def table(spec: Spec) -> sql.Identifier:
    return sql.Identifier(SCHEMA, spec.name)


def beside(name: str) -> sql.Identifier:
    """A table that holds no rows of the bundle, but is about them."""
    return sql.Identifier(SCHEMA, name)


def text_of(query: sql.Composable) -> str:
    """The statement as text, which the wrappers that attach history contexts can read."""
    return query.as_string(connection.connection)


def run(query: sql.Composable, params: Sequence[Any] | None = None) -> int:
    """Execute a statement; returns the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(text_of(query), params)
        return int(cursor.rowcount)


def rows(query: sql.Composable, params: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text_of(query), params)
        return list(cursor.fetchall())


def one(query: sql.Composable, params: Sequence[Any] | None = None) -> Any:
    return rows(query, params)[0][0]


@cache
def columns(spec: Spec) -> dict[str, str]:
    """The columns that hold what a row says, with their types, derived ones last."""
    found = {name: _type(field) for name, field in spec.content.items()}
    for name in _dated(spec):
        found |= {f"{name}_start": "date", f"{name}_end": "date", f"{name}_precision": "text"}
    if spec.model is Article:
        found["text_sha256"] = "text"
    if spec.model is ActorName:
        found["search_key"] = "text"
    return found


def derived(spec: Spec, values: dict[str, Value]) -> dict[str, Any]:
    """What follows from what a row says, by column."""
    found: dict[str, Any] = {}
    for name in _dated(spec):
        block = dates.parse_optional(str(values[name]))
        found |= {f"{name}_start": block.start, f"{name}_end": block.end, f"{name}_precision": str(block.precision)}
    if spec.model is Article:
        found["text_sha256"] = sha256(str(values["text"]).encode()).hexdigest()
    if spec.model is ActorName:
        spelling = ActorName(name=str(values["name"]))
        spelling.derive()
        found["search_key"] = spelling.search_key
    return found


@cache
def _dated(spec: Spec) -> tuple[str, ...]:
    known = {field.name for field in spec.model._meta.get_fields()}
    return tuple(name for name in DATED if f"{name}_precision" in known)


def _type(field: AnyField) -> str:
    match field:
        case ManyToManyField() | ArrayField():
            return "text[]"
        case ForeignKey():
            return 'text COLLATE "C"'
        case IntegerField():
            return "integer"
        case DecimalField():
            return "numeric"
    return 'text COLLATE "C"'


def definitions() -> Iterator[str]:
    """The statements that make the tables."""
    for spec in SPECS:
        held = ", ".join(f'"{name}" {kind}' for name, kind in columns(spec).items())
        known = ", known boolean NOT NULL DEFAULT false" if spec.is_record else ""
        yield (
            f"CREATE UNLOGGED TABLE {SCHEMA}.{spec.name} "
            f"(n bigint GENERATED ALWAYS AS IDENTITY, file integer, line integer, {held}{known})"
        )
    yield f'CREATE UNLOGGED TABLE {SCHEMA}.claim_event (claim text COLLATE "C", event text COLLATE "C")'
    yield f"CREATE UNLOGGED TABLE {SCHEMA}.file (id integer PRIMARY KEY, name text, digest text)"
    yield f"CREATE UNLOGGED TABLE {SCHEMA}.unit (number integer PRIMARY KEY)"
    yield f"CREATE UNLOGGED TABLE {SCHEMA}.stage (name text PRIMARY KEY, told text)"


def signature() -> str:
    """Tells whether the tables, and those of what is rendered, were made for these models."""
    return sha256("\n".join([*definitions(), shape()]).encode()).hexdigest()


def indexes() -> Iterator[sql.Composable]:
    """What makes rows be found once they are all there."""
    for spec in SPECS:
        yield sql.SQL("CREATE INDEX ON {} (n)").format(table(spec))
        keys = [spec.key[0]]
        if spec.model is Claim:
            keys.append("article")
        if spec.key[:2] == ("from_claim", "to_claim"):
            keys.append("to_claim")
        for key in keys:
            yield sql.SQL("CREATE INDEX ON {} ({})").format(table(spec), sql.Identifier(key))
    yield sql.SQL("CREATE INDEX ON {} (event)").format(beside("claim_event"))
    yield sql.SQL("CREATE INDEX ON {} (claim)").format(beside("claim_event"))


def strides(spec: Spec, size: int = STRIDE) -> Iterator[tuple[int, int]]:
    """The numbers of the rows, first and last, a handful at a time."""
    last = one(sql.SQL("SELECT coalesce(max(n), 0) FROM {}").format(table(spec)))
    yield from ((first, min(first + size - 1, last)) for first in range(1, last + 1, size))


def publishing() -> sql.SQL:
    """Of a record of the bundle, named `s`: that it is new and is to be public."""
    return sql.SQL("s.status = 'published' AND NOT s.known")
