"""From snapshots to what a published row holds: the texts that are sent, and the columns that filters use."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from rest_framework.serializers import Serializer

from incidents.publication import columns
from incidents.publication.compiling import compiled, parts_of
from incidents.publication.documents.actors import ActorSerializer, actor_document
from incidents.publication.documents.articles import ArticleSerializer, ArticleSummarySerializer, article_document
from incidents.publication.documents.claims import ClaimSerializer, claim_document
from incidents.publication.documents.disagreements import DisagreementsSerializer, disagreements_document
from incidents.publication.documents.events import EventSerializer, EventSummarySerializer, event_document
from incidents.publication.documents.shared import UpdatedAtField
from incidents.publication.documents.sources import SourceSerializer, source_document
from incidents.publication.keys import Key, Snapshot
from incidents.publication.search_words import Words, words_of
from incidents.publication.world import Reader, World

Document = dict[str, Any]


@dataclass(frozen=True)
class Face:
    """How records of one resource are put together and shown; a detail is its row and more."""

    assemble: Callable[[str, Reader], Document]
    detail: type[Serializer[Any]]
    row: type[Serializer[Any]]


FACES = {
    "sources": Face(source_document, SourceSerializer, SourceSerializer),
    "actors": Face(actor_document, ActorSerializer, ActorSerializer),
    "articles": Face(article_document, ArticleSerializer, ArticleSummarySerializer),
    "events": Face(event_document, EventSerializer, EventSummarySerializer),
    "claims": Face(claim_document, ClaimSerializer, ClaimSerializer),
}


@dataclass(frozen=True)
class Rendered:
    """What the row of a record will hold, but for its numbers and times."""

    key: Key
    snapshot: Snapshot
    mentions: list[str]
    columns: dict[str, Any]
    document: Document
    disagreements: Document | None
    words: Words | None

    def texts(self, changed_at: datetime) -> dict[str, str]:
        """The stored texts by column name, as they read if the record changed at that time."""
        if self.key.resource not in FACES:
            return {}
        face = FACES[self.key.resource]
        detail = compiled(face.detail)(self.document | {"updated_at": changed_at})
        texts = {"document": _text(detail)}
        # The parts of a row are among those of the detail.
        whole = face.row is face.detail
        texts["summary"] = texts["document"] if whole else _text({name: detail[name] for name in parts_of(face.row)})
        if self.disagreements is not None:
            texts["disagreements"] = _text(compiled(DisagreementsSerializer)(self.disagreements))
        return texts


def render(key: Key, world: World) -> Rendered:
    """Put the record's document together from public snapshots, noting which records it was made from."""
    reader = Reader(world)
    snapshot = reader.get(key.resource, key.slug)
    if key.resource not in FACES:
        return Rendered(key, snapshot, mentions=[], columns={}, document={}, disagreements=None, words=None)
    document = FACES[key.resource].assemble(key.slug, reader)
    disagreements = disagreements_document(key.slug, reader) if key.resource == "events" else None
    words = words_of(key, document, reader)
    filters = columns.of(key, document, reader) | {"words_digest": words.digest()}
    mentions = sorted(str(seen) for seen in reader.seen - {key})
    return Rendered(key, snapshot, mentions, filters, document, disagreements, words)


def _text(converted: Document) -> str:
    return orjson.dumps(converted).decode()


def stamp(moment: datetime) -> str:
    """A time as documents show it."""
    return str(UpdatedAtField().to_representation(moment))


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Nothing looks for cycles among objects meanwhile: work that makes many, and no cycles, is held up by a third."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
