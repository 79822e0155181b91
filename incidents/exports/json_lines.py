"""JSON Lines: a result a line, as JSON lists show it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import orjson
from rest_framework.serializers import Serializer

from eventsapi.rest.renderers import StreamRenderer


class JsonLinesRenderer(StreamRenderer):
    media_type = "application/x-ndjson"
    format = "jsonl"
    charset = None
    description = "A line for each result, in JSON; docs/formats.md tells what the results are."

    def lines(
        self, batches: Iterable[Sequence[Any]], *, serializer: type[Serializer[Any]], keys: Sequence[str]
    ) -> Iterator[bytes]:
        for batch in batches:
            yield b"".join(orjson.dumps(result, option=orjson.OPT_APPEND_NEWLINE) for result in batch)
