"""Columns of a table of results, read off the serializer that describes them: what it names is a column.

A column is called by the keys on the way to its value, joined by `_`. A list on the way makes a cell of many values,
joined by `|`; columns that come from the same list have their values in the same order, unknown ones empty.
Keys that are not known beforehand stand before their values: `intent:contested|date:agreed`.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from rest_framework.serializers import ListSerializer, Serializer

# Between the values of a cell, and between those of a list within a list.
SEPARATOR = "|"
INNER_SEPARATOR = ";"
# A cell of text that begins with one of these could run as a formula in a spreadsheet.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")

Cell = str | int | float


class Column(NamedTuple):
    """Its name, and the keys that lead to its value."""

    name: str
    path: tuple[str, ...]


@cache
def columns_of(serializer: type[Serializer[Any]]) -> tuple[Column, ...]:
    """The columns of what the serializer describes. Keys that are there on request only have none."""
    return tuple(Column("_".join(path), path) for path in _paths(serializer(), ()))


def _paths(serializer: Serializer[Any], above: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for name, field in serializer.fields.items():
        inner = field.child if isinstance(field, ListSerializer) else field
        if not field.required:
            continue
        if isinstance(inner, Serializer):
            yield from _paths(inner, (*above, name))
        else:
            yield (*above, name)


def cell(result: Any, path: tuple[str, ...]) -> Cell:
    """What a cell holds: a number as it is, everything else as a text that no spreadsheet runs."""
    value = _at(result, path)
    if isinstance(value, list):
        return _safe(SEPARATOR.join(_escaped(_text(member)) for member in value))
    return value if isinstance(value, int | float) and not isinstance(value, bool) else _safe(_text(value))


def _at(node: Any, path: tuple[str, ...]) -> Any:
    """The value at the end of the path, None where the way ends before; for each member of a list on the way.

    Kinds of results that stand in one table have columns that the others have not.
    """
    if isinstance(node, list):
        return [_at(member, path) for member in node]
    if path and node is not None:
        return _at(node.get(path[0]), path[1:])
    return [f"{key}:{value}" for key, value in node.items()] if isinstance(node, dict) else node


def _text(value: Any) -> str:
    """One value of a cell."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return INNER_SEPARATOR.join(map(_text, value))
        case _:
            return str(value)


def _escaped(member: str) -> str:
    return member.replace("\\", "\\\\").replace(SEPARATOR, f"\\{SEPARATOR}")


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
