"""CSV (RFC 4180): a row a result. UTF-8 without a byte order mark, which Python's csv and many others take for text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import orjson
from rest_framework.serializers import Serializer

from eventsapi.rest.renderers import StreamRenderer
from incidents.exports.columns import Cell, cell, columns_of

EMPTY = '""'
# Semicolons and tabs too: LibreOffice takes them for borders of cells, besides commas, where they are not quoted.
QUOTED = re.compile('[",;\t\r\n]')


class CsvRenderer(StreamRenderer):
    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"
    refuses = (*StreamRenderer.refuses, "include")
    description = "A table with a row for each result; docs/formats.md names the columns."

    def lines(
        self, batches: Iterable[Sequence[Any]], *, serializer: type[Serializer[Any]], keys: Sequence[str]
    ) -> Iterator[bytes]:
        columns = [column for column in columns_of(serializer) if not keys or column.path[0] in keys]
        yield _written([[column.name for column in columns]])
        for batch in batches:
            # Stored texts come unparsed (orjson.Fragment), others as they are: through JSON, both are the same.
            results = orjson.loads(orjson.dumps(list(batch)))
            yield _written([[cell(result, column.path) for column in columns] for result in results])


def _written(rows: Iterable[Sequence[Cell]]) -> bytes:
    # A row that is one empty cell would be an empty line, which readers pass over.
    return "".join(f"{','.join(map(_quoted, row)) or EMPTY}\r\n" for row in rows).encode()


def _quoted(value: Cell) -> str:
    text = str(value)
    doubled = text.replace('"', '""')
    return f'"{doubled}"' if QUOTED.search(text) else text
