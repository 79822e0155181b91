"""Typed columns of a Parquet file, read off the serializer that describes the answer: what it names is a column.

Names are those of csv: the keys on the way to the value, joined by `_`. But a list stays a list, of values or of rows
with such names; keys that are not known beforehand make a map. Addresses are left out, since ids say the same.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from rest_framework import serializers

from incidents.publication.documents.shared import UrlField
from incidents.releases.arrow import arrow

AnySerializer = serializers.Serializer[Any]
AnyField = serializers.Field[Any, Any, Any, Any]
# Besides its columns, a row has the whole answer.
WHOLE = "json"


class Column(NamedTuple):
    """Where the value stands in the answer, the type of the column, and what to make of the value for it."""

    path: tuple[str, ...]
    type: Any
    convert: Callable[[Any], Any]
    description: str

    @property
    def name(self) -> str:
        return "_".join(self.path)


@cache
def columns_of(serializer: type[AnySerializer]) -> tuple[Column, ...]:
    return tuple(_columns(serializer(), (), ""))


def schema_of(serializer: type[AnySerializer]) -> Any:
    """The columns as Parquet keeps them, each with its description."""
    fields = [
        arrow.field(column.name, column.type, metadata={"description": column.description})
        for column in columns_of(serializer)
    ]
    whole = {"description": "The record as the API answers it, in JSON."}
    return arrow.schema([*fields, arrow.field(WHOLE, arrow.string(), nullable=False, metadata=whole)])


def row_of(answer: dict[str, Any], columns: tuple[Column, ...]) -> dict[str, Any]:
    """The values of the columns; None where the answer has none."""
    return {column.name: _value(answer, column) for column in columns}


def _value(answer: Any, column: Column) -> Any:
    for key in column.path:
        if answer is None:
            return None
        answer = answer[key]
    return None if answer is None else column.convert(answer)


def _columns(serializer: AnySerializer, above: tuple[str, ...], told: str) -> Iterator[Column]:
    for name, field in serializer.fields.items():
        path, description = (*above, name), f"{told} {field.help_text or ''}".strip()
        if isinstance(field, UrlField):
            continue
        if isinstance(field, serializers.Serializer):
            yield from _columns(field, path, description)
        else:
            yield Column(path, *_kind(field), description)


def _kind(field: AnyField) -> tuple[Any, Callable[[Any], Any]]:
    """The type of what the field shows, and what to make of it."""
    match field:
        case serializers.ListSerializer(child=serializers.Serializer() as member):
            return _rows(tuple(_columns(member, (), "")))
        case serializers.ListField():
            return arrow.list_(_kind(field.child)[0]), list
        case serializers.DictField():
            return arrow.map_(arrow.string(), _kind(field.child)[0]), lambda words: list(words.items())
        case serializers.DateTimeField():
            return arrow.timestamp("us", tz="UTC"), datetime.fromisoformat
        case serializers.DateField():
            return arrow.date32(), date.fromisoformat
        case serializers.FloatField():
            return arrow.float64(), float
        case serializers.IntegerField():
            return arrow.int64(), int
        case serializers.ChoiceField() if all(isinstance(word, int) for word in field.choices):
            return arrow.int64(), int
    return arrow.string(), str


def _rows(columns: tuple[Column, ...]) -> tuple[Any, Callable[[Any], Any]]:
    struct = arrow.struct([arrow.field(column.name, column.type) for column in columns])
    return arrow.list_(struct), lambda members: [row_of(member, columns) for member in members]
