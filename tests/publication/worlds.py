"""A small published world: one source, article, actor, event and claim, and the version that brought them."""

import json
from dataclasses import dataclass
from typing import Any

from incidents.models import Actor, Article, Claim, Event, Source
from incidents.publication.models import PublishedRecord
from incidents.publication.publishing import publish
from tests import builders


@dataclass
class World:
    source: Source
    actor: Actor
    article: Article
    event: Event
    claim: Claim
    version: int


def published_world() -> World:
    actor, article = builders.actor(), builders.article()
    event = builders.event(date="2025-11-14")
    event.event_participants.create(actor=actor, role="victim")
    claim = builders.claim(
        "deliberate", of=event, where=article, aspect="intent", speaker=actor, speech_mode="indirect"
    )
    version = publish([article.source, actor, article, event, claim])
    made = World(article.source, actor, article, event, claim, version)
    for record in (made.source, actor, article, event, claim):
        record.refresh_from_db()
    return made


def row(table: type[Any], slug: str) -> Any:
    """The current row of a published record."""
    return table.objects.current().get(slug=slug)


def document(table: type[PublishedRecord], slug: str) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(row(table, slug).document)
    return parsed
