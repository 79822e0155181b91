"""The files of rows: of bounded memory, and readable whatever their size."""

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import orjson
import pyarrow
import pyarrow.parquet as parquet
import pytest

from incidents.publication.models import PublishedSource
from incidents.releases import files
from incidents.releases.files import write_table
from incidents.releases.tables import Table, tables
from tests.published import multiply

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def table(name: str) -> Table:
    [found] = [table for table in tables() if table.name == name]
    return found


def test_a_table_without_rows_has_its_columns(tmp_path: Path) -> None:
    assert write_table(table("claims"), version=0, folder=tmp_path) == 0
    assert (tmp_path / "claims.jsonl").read_bytes() == b""
    read = parquet.read_table(tmp_path / "claims.parquet")
    assert (read.num_rows, "speaker_id" in read.column_names) == (0, True)


@pytest.fixture
def pool() -> Iterator[pyarrow.MemoryPool]:
    """What pyarrow takes from now on, counted."""
    before = pyarrow.default_memory_pool()
    counted = pyarrow.proxy_memory_pool(before)
    pyarrow.set_memory_pool(counted)
    yield counted
    pyarrow.set_memory_pool(before)


def test_memory_does_not_grow_with_the_rows(
    world: int, tmp_path: Path, pool: pyarrow.MemoryPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "BATCH", 5)
    monkeypatch.setattr("incidents.releases.tables.BATCH", 5)
    monkeypatch.setattr(files, "GROUP_BYTES", 1_000_000)
    write_table(table("sources"), version=world, folder=tmp_path)  # what every process holds once
    multiply(PublishedSource, 400)
    long = orjson.loads(PublishedSource.objects.current()[0].document) | {"description": "long " * 5_000}
    PublishedSource.objects.update(document=orjson.dumps(long).decode())
    tracemalloc.start()
    assert write_table(table("sources"), version=world, folder=tmp_path) == 402
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (tmp_path / "sources.jsonl").stat().st_size > 10_000_000
    assert held < 3_000_000
    assert pool.max_memory() < 6_000_000
    assert parquet.ParquetFile(tmp_path / "sources.parquet").num_row_groups > 10
