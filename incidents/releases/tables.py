"""What a release holds: the records that were public at a version, whole, by id, and the changes that led to them."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

import orjson
from rest_framework import serializers

from incidents.publication.documents.actors import ActorSerializer
from incidents.publication.documents.articles import ArticleSerializer
from incidents.publication.documents.changes import ChangeSerializer
from incidents.publication.documents.claims import ClaimSerializer
from incidents.publication.documents.events import EventSerializer
from incidents.publication.documents.shared import url_of
from incidents.publication.documents.sources import SourceSerializer
from incidents.publication.models import DOCUMENT_MODELS, Change

# Rows that the database sends at a time.
BATCH = 500
CHANGES = "changes"
SHAPES: dict[str, type[serializers.Serializer[Any]]] = {
    "sources": SourceSerializer,
    "actors": ActorSerializer,
    "articles": ArticleSerializer,
    "events": EventSerializer,
    "claims": ClaimSerializer,
    CHANGES: ChangeSerializer,
}


class Table(NamedTuple):
    """A file's rows: their shape, and their JSON as of a version, one by one and always in the same order."""

    name: str
    shape: type[serializers.Serializer[Any]]
    answers: Callable[[int], Iterator[str]]


def tables() -> list[Table]:
    return [
        Table(name, shape, _changes if name == CHANGES else partial(_records, name)) for name, shape in SHAPES.items()
    ]


def _records(resource: str, version: int) -> Iterator[str]:
    """What `/api/v1/{resource}/{id}/?as_of={version}` answers, by id."""
    rows = DOCUMENT_MODELS[resource].objects.as_of(version).order_by("slug")
    return rows.values_list("document", flat=True).iterator(chunk_size=BATCH)


def _changes(version: int) -> Iterator[str]:
    """The change feed up to the version."""
    rows = Change.objects.filter(resource__in=DOCUMENT_MODELS, dataset_version__lte=version).order_by("seq")
    return map(_change, rows.iterator(chunk_size=BATCH))


def _change(row: Change) -> str:
    shown = {"id": row.slug, "url": url_of(row.resource, row.slug)}
    fields = ("seq", "op", "resource", "at", "dataset_version")
    return orjson.dumps(ChangeSerializer({name: getattr(row, name) for name in fields} | shown).data).decode()
