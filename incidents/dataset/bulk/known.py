"""Records of a bundle that the database holds already: the same, or a fault. The bulk path adds; it changes nothing."""

from collections.abc import Iterator
from typing import Any

from psycopg import sql

from incidents.dataset.bulk.checking import Place, Telling, stored_table, telling
from incidents.dataset.bulk.tables import one, rows, run, strides, table
from incidents.dataset.faults import shortened
from incidents.dataset.schema import SPECS, Spec
from incidents.dataset.stored import Stored, Values, parts_of, stored
from incidents.dataset.typed import Value


def mark() -> int:
    """Note which records of the bundle the database holds; returns how many rows that leaves nothing to do for."""
    for spec in SPECS:
        if spec.is_record:
            there = sql.SQL("EXISTS (SELECT FROM {} o WHERE o.slug = s.slug)").format(stored_table(spec))
            run(sql.SQL("UPDATE {} AS s SET known = {there} WHERE known <> {there}").format(table(spec), there=there))
    return sum(_count(spec) for spec in SPECS)


def _count(spec: Spec) -> int:
    return int(one(sql.SQL("SELECT count(*) FROM {} s WHERE {}").format(table(spec), is_known(spec))))


def is_known(spec: Spec) -> sql.Composable:
    """SQL: the row `s` is, or is part of, a record that the database held before the load."""
    if spec.is_record:
        return sql.SQL("s.known")
    owner = sql.Identifier(spec.key[0])
    return sql.SQL("NOT EXISTS (SELECT FROM {} o WHERE o.slug = s.{} AND NOT o.known)").format(table(spec.owner), owner)


def differences() -> Iterator[Telling]:
    """What the bundle says of known records and the database does not."""
    for spec in SPECS:
        names = sql.SQL(", ").join(sql.Identifier(name) for name in spec.content)
        query = sql.SQL("SELECT file, line, {} FROM {} s WHERE {} AND n BETWEEN %s AND %s").format(
            names, table(spec), is_known(spec)
        )
        for first, last in strides(spec):
            yield from _compared(spec, rows(query, [first, last]))


def _compared(spec: Spec, found: list[tuple[Any, ...]]) -> Iterator[Telling]:
    given = [(Place(*row[:2]), dict(zip(spec.content, map(_typed, row[2:]), strict=True))) for row in found]
    owners = {str(values[spec.key[0]]) for _, values in given}
    known = {item.key: item for item in stored(spec, parts_of(spec, owners))} if owners else {}
    for place, values in given:
        item = known.get(tuple(values[name] for name in spec.key))
        if item is None:
            yield place, telling(spec.key[-1], _LACKING)
        else:
            yield from _differing(place, values, item)


def _differing(place: Place, values: Values, item: Stored) -> Iterator[Telling]:
    for name, old in item.values.items():
        if values[name] != old:
            yield place, telling(name, f"is {shortened(str(old))!r} in the database: {_CHANGE}")


_CHANGE = "the bulk path only adds, so change it by a YAML file."
_LACKING = "is not in the database, which holds the record that it is part of: " + _CHANGE


def _typed(value: Any) -> Value:
    typed: Value = tuple(value) if isinstance(value, list) else value
    return typed
