from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson
import pyarrow.parquet as parquet
import pytest
from rest_framework import serializers

from incidents.publication.documents.shared import UrlField
from incidents.releases.columns import columns_of, row_of, schema_of
from incidents.releases.tables import SHAPES
from incidents.vocabularies import PlacePrecision


class Inner(serializers.Serializer[Any]):
    id = serializers.CharField(help_text="Its id.")
    url = UrlField()
    level = serializers.ChoiceField(choices=PlacePrecision.choices)


class Outer(serializers.Serializer[Any]):
    id = serializers.CharField()
    main = Inner(help_text="The main one.")
    others = Inner(many=True)
    words = serializers.ListField(child=serializers.CharField())
    counts = serializers.DictField(child=serializers.IntegerField())
    size = serializers.FloatField()
    day = serializers.DateField()
    moment = serializers.DateTimeField()


ANSWER = {
    "id": "a",
    "main": {"id": "b", "url": "/b/", "level": 3},
    "others": [{"id": "c", "url": "/c/", "level": 1}, {"id": "d", "url": "/d/", "level": None}],
    "words": ["x", "y"],
    "counts": {"one": 1},
    "size": 38,
    "day": "2025-11-14",
    "moment": "2025-11-14T06:30:00.5Z",
}


def test_columns_are_called_by_the_way_to_their_value_and_have_its_type() -> None:
    assert {field.name: str(field.type) for field in schema_of(Outer)} == {
        "id": "string",
        "main_id": "string",
        "main_level": "int64",
        "others": "list<item: struct<id: string, level: int64>>",
        "words": "list<item: string>",
        "counts": "map<string, int64>",
        "size": "double",
        "day": "date32[day]",
        "moment": "timestamp[us, tz=UTC]",
        "json": "string",
    }


def test_a_column_says_what_it_means() -> None:
    assert schema_of(Outer).field("main_id").metadata == {b"description": b"The main one. Its id."}


def test_values_have_the_type_of_their_column() -> None:
    assert row_of(ANSWER, columns_of(Outer)) == {
        "id": "a",
        "main_id": "b",
        "main_level": 3,
        "others": [{"id": "c", "level": 1}, {"id": "d", "level": None}],
        "words": ["x", "y"],
        "counts": [("one", 1)],
        "size": 38.0,
        "day": date(2025, 11, 14),
        "moment": datetime(2025, 11, 14, 6, 30, 0, 500_000, tzinfo=UTC),
    }


def test_what_is_unknown_is_none_in_all_its_columns() -> None:
    row = row_of(ANSWER | {"main": None, "day": None}, columns_of(Outer))
    assert (row["main_id"], row["main_level"], row["day"]) == (None, None, None)


@pytest.mark.parametrize("name", SHAPES)
def test_every_column_is_described_and_no_two_have_one_name(name: str) -> None:
    schema = schema_of(SHAPES[name])
    assert [field.name for field in schema if not field.metadata[b"description"]] == []
    assert len(set(schema.names)) == len(schema.names) > 6


@pytest.mark.parametrize("name", SHAPES)
def test_the_columns_of_every_row_hold_what_its_json_holds(name: str, made: Path) -> None:
    rows = parquet.read_table(made / f"{name}.parquet").to_pylist()
    answers = [orjson.loads(row.pop("json")) for row in rows]
    assert rows == [row_of(answer, columns_of(SHAPES[name])) for answer in answers] != []
