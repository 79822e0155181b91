"""A stream holds a batch at a time, however long the list is."""

import tracemalloc

import orjson
import pytest
from django.test import Client

from eventsapi.rest import downloads
from incidents.publication.models import PublishedSource
from tests.exports.test_formats import each_stream, pieces_of
from tests.published import multiply

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@each_stream
def test_memory_does_not_grow_with_the_rows(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "BATCH", 5)
    multiply(PublishedSource, 400)
    long = orjson.loads(PublishedSource.objects.current()[0].summary) | {"description": "long " * 5_000}
    PublishedSource.objects.update(summary=orjson.dumps(long).decode())
    address = f"/api/v1/sources/?format={form}&ordering=id"
    Client().get(f"{address}&id=nothing").getvalue()  # what every process holds once
    tracemalloc.start()
    sent = sum(map(len, pieces_of(Client().get(address))))
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sent > 10_000_000
    assert held < sent / 3
