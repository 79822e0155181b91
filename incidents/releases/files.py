"""The files of a release that hold rows: each table as JSON Lines and as Parquet, read once and never held whole."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from incidents.releases.arrow import arrow, parquet
from incidents.releases.columns import WHOLE, columns_of, row_of, schema_of
from incidents.releases.tables import BATCH, Table

# What Parquet keeps together. Large ones are read faster, and one is held in memory while it is filled.
GROUP_BYTES = 16 * 2**20


def write_table(table: Table, *, version: int, folder: Path) -> int:
    """Write `{name}.jsonl` and `{name}.parquet`; returns the number of rows."""
    answers, schema, written = table.answers(version), schema_of(table.shape), 0
    with (
        (folder / f"{table.name}.jsonl").open("wb") as lines,
        parquet.ParquetWriter(folder / f"{table.name}.parquet", schema, compression="zstd") as groups,
    ):
        batches: list[Any] = []
        while batch := list(islice(answers, BATCH)):
            lines.writelines(f"{answer}\n".encode() for answer in batch)
            batches.append(arrow.RecordBatch.from_pylist(list(_rows(table, batch)), schema=schema))
            written += len(batch)
            if sum(held.nbytes for held in batches) >= GROUP_BYTES:
                groups.write_table(arrow.Table.from_batches(batches, schema))
                batches.clear()
        groups.write_table(arrow.Table.from_batches(batches, schema))
    return written


def _rows(table: Table, answers: list[str]) -> Iterator[dict[str, Any]]:
    columns = columns_of(table.shape)
    return (row_of(orjson.loads(answer), columns) | {WHOLE: answer} for answer in answers)
