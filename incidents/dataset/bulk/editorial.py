"""The rows of a bundle become rows of the editors' tables, many in a statement.

A statement writes rows and their history at once, and records come with the version that their parts give them. So
the triggers that would do both row by row are passed over, and only these: quotes, texts and every constraint are
checked by the database as always.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pgtrigger
from django.apps import apps
from django.db import DatabaseError, models, transaction
from psycopg import sql

from incidents.dataset.bulk.checking import Place, self_references, stored_table
from incidents.dataset.bulk.known import is_known
from incidents.dataset.bulk.tables import columns, one, rows, run, strides, table
from incidents.dataset.schema import SPEC_OF, SPECS, Spec
from incidents.models import Claim, ClaimEvent, Event

Progress = Callable[[int], None]
_TRUE = sql.SQL("true")


class Refused(Exception):
    """The database refuses rows; `places` says where they stand."""

    def __init__(self, spec: Spec, places: list[Place]) -> None:
        super().__init__(spec.name, places)
        self.spec, self.places = spec, places


class Moved(Exception):
    """What the rows refer to was taken away since they were checked."""


def expected() -> dict[Spec, int]:
    """How many rows of each model are to be written."""
    query = sql.SQL("SELECT count(*) FROM {} s WHERE NOT {}")
    return {spec: int(one(query.format(table(spec), is_known(spec)))) for spec in SPECS}


def insert(wanted: dict[Spec, int], progress: Progress) -> None:
    """Write every new row; raises Refused where the database refuses some, and Moved where rows rest on nothing."""
    with _checked_at_once():
        for spec in SPECS:
            with _written_at_once(spec.model):
                made = _insert(spec, wanted[spec], progress)
            if made != wanted[spec]:
                raise Moved(spec.name)
        with _written_at_once(ClaimEvent):
            for first, last in strides(SPEC_OF[Claim]):
                run(_linking(), [first, last])


@contextmanager
def _written_at_once(model: Any) -> Iterator[None]:
    """Without the triggers of the model that write histories of inserts, and those that count parts.

    Of no others meanwhile, since each row would be held against the names of them all.
    """
    names = [str(trigger.name) for owner, trigger in pgtrigger.registered() if owner is model]
    passed_over = [name for name in names if name.startswith(("insert_insert", "touches_"))]
    with pgtrigger.ignore(*(f"{model._meta.label}:{name}" for name in passed_over)):
        yield


@contextmanager
def _checked_at_once() -> Iterator[None]:
    """References are checked with each statement, which would else be kept in mind row by row until the end."""
    run(sql.SQL("SET CONSTRAINTS ALL IMMEDIATE"))
    yield
    run(sql.SQL("SET CONSTRAINTS ALL DEFERRED"))


def _insert(spec: Spec, wanted: int, progress: Progress) -> int:
    """First what names no record of its own model, then again and again what names one that is there by now."""
    upward = [sql.Identifier("s", name) for name in self_references(spec)]
    alone = sql.SQL(" AND ").join([_TRUE, *(sql.SQL("{} IS NULL").format(name) for name in upward)])
    made = _round(spec, alone, progress)
    while made < wanted:
        unwritten = sql.SQL("NOT EXISTS (SELECT FROM {} o WHERE o.slug = s.slug)").format(stored_table(spec))
        more = _round(spec, unwritten, progress) if upward else 0
        if not more:
            break
        made += more
    return made


def _round(spec: Spec, condition: sql.Composable, progress: Progress) -> int:
    query = _inserting(spec, condition)
    made = 0
    refused: list[Place] = []
    for first, last in strides(spec) if _any(spec) else ():
        number, places = _attempt(spec, query, first, last)
        made += number
        refused += places
        progress(number)
    if refused:
        raise Refused(spec, refused)
    # What is written next looks these rows up, and is planned for as many as are known of.
    run(sql.SQL("ANALYZE {}").format(stored_table(spec)))
    return made


def _any(spec: Spec) -> bool:
    return bool(one(sql.SQL("SELECT count(*) FROM {}").format(table(spec))))


def _attempt(spec: Spec, query: sql.Composable, first: int, last: int) -> tuple[int, list[Place]]:
    """How many rows were written, and where those stand that the database refuses: halved until they are found."""
    try:
        with transaction.atomic():
            return run(query, [first, last]), []
    except DatabaseError:
        if first == last:
            place = sql.SQL("SELECT file, line FROM {} WHERE n = %s").format(table(spec))
            return 0, [Place(*row) for row in rows(place, [first])]
    middle = (first + last) // 2
    one_half, other = _attempt(spec, query, first, middle), _attempt(spec, query, middle + 1, last)
    return one_half[0] + other[0], one_half[1] + other[1]


def _inserting(spec: Spec, condition: sql.Composable) -> sql.Composed:
    """The statement that writes the new rows of a stretch, with their history."""
    values: dict[str, sql.Composable] = {}
    joins = []
    for field in spec.model._meta.concrete_fields:
        column = str(field.column)
        if field.name in spec.references:
            joins.append(
                sql.SQL("LEFT JOIN {} AS {} ON {} = {}" if field.null else "JOIN {} AS {} ON {} = {}").format(
                    stored_table(spec.references[field.name]),
                    sql.Identifier(f"r_{field.name}"),
                    sql.Identifier(f"r_{field.name}", "slug"),
                    sql.Identifier("s", field.name),
                )
            )
            values[column] = sql.Identifier(f"r_{field.name}", "id")
        elif column in columns(spec):
            values[column] = sql.Identifier("s", column)
    if spec.is_record:
        values["version"] = _version(spec)
        values["published_version"] = sql.SQL("CASE WHEN s.status = 'published' THEN {} END").format(_version(spec))
    source = sql.SQL("{} AS s {} WHERE s.n BETWEEN %s AND %s AND NOT {} AND {} AND {} ORDER BY s.n").format(
        table(spec), sql.SQL(" ").join(joins), is_known(spec), _resolved(spec), condition
    )
    return _with_history(spec.model, values, source)


def _resolved(spec: Spec) -> sql.Composable:
    """SQL: what the row may or may not refer to was found where it does."""
    optional = [
        field.name for field in spec.model._meta.concrete_fields if field.null and field.name in spec.references
    ]
    found = sql.SQL("({} IS NULL OR {} IS NOT NULL)")
    conditions = [found.format(sql.Identifier("s", name), sql.Identifier(f"r_{name}", "id")) for name in optional]
    return sql.SQL(" AND ").join([_TRUE, *conditions])


def _version(spec: Spec) -> sql.Composable:
    """SQL: one for the record, and one for each of its parts, as if they were added one by one."""
    parts = [part for part in SPECS if part.owner is spec and not part.is_record]
    count = sql.SQL("(SELECT count(*) FROM {} p WHERE p.{} = s.slug)")
    counts: list[sql.Composable] = [count.format(table(part), sql.Identifier(part.key[0])) for part in parts]
    if spec.model is Claim:
        counts.append(sql.SQL("cardinality(s.events)"))
    return sql.SQL(" + ").join([sql.SQL("1"), *counts])


def _linking() -> sql.Composed:
    """The statement that writes the links of claims to events, with their history."""
    source = sql.SQL(
        "{} AS s JOIN {} AS c ON c.slug = s.slug, unnest(s.events) AS l(slug) JOIN {} AS e ON e.slug = l.slug "
        "WHERE s.n BETWEEN %s AND %s AND NOT s.known ORDER BY s.n"
    ).format(table(SPEC_OF[Claim]), stored_table(SPEC_OF[Claim]), stored_table(SPEC_OF[Event]))
    values = {"claim_id": sql.Identifier("c", "id"), "event_id": sql.Identifier("e", "id")}
    return _with_history(ClaimEvent, values, source)


def _with_history(model: type[models.Model], values: dict[str, Any], source: sql.Composable) -> sql.Composed:
    history = apps.get_model("incidents", f"{model.__name__}History")
    kept = _names([str(field.column) for field in model._meta.concrete_fields])
    return sql.SQL(
        "WITH made AS (INSERT INTO {} ({}) SELECT {} FROM {} RETURNING *) "
        "INSERT INTO {} ({}, pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id) "
        "SELECT {}, now(), 'insert', id, (SELECT _pgh_attach_context()) FROM made ORDER BY id"
    ).format(
        sql.Identifier(model._meta.db_table),
        _names(list(values)),
        sql.SQL(", ").join(values.values()),
        source,
        sql.Identifier(history._meta.db_table),
        kept,
        kept,
    )


def _names(names: list[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(name) for name in names)
