"""Records for tests, each with the least that makes it sound: a test states what it is about and omits the rest."""

from typing import Any

from incidents.models import Actor, ActorName, Article, Claim, ClaimRelation, Event, Evidence, Place, Source

TEXT = "Baku protestierte. Moskau schwieg. Die Botschaft wurde getroffen."


def source(slug: str = "herald", **fields: Any) -> Source:
    return Source.objects.create(slug=slug, **{"name": slug.title(), "kind": "newspaper", **fields})


def actor(slug: str = "baku", **fields: Any) -> Actor:
    made = Actor.objects.create(slug=slug, **{"name": slug.title(), "kind": "state", **fields})
    ActorName.objects.create(actor=made, name=made.name, script="Latn", kind="official")
    return made


def place(slug: str = "kyiv", **fields: Any) -> Place:
    return Place.objects.create(slug=slug, **{"name": slug.title(), "country": "UA", "precision": 6, **fields})


def article(slug: str = "report", *, by: Source | None = None, **fields: Any) -> Article:
    made_by = by or source()
    defaults = {"title": slug.title(), "language": "de", "document": f"{slug}.txt", "text": TEXT}
    return Article.objects.create(slug=slug, source=made_by, **{**defaults, **fields})


def event(slug: str = "strike", **fields: Any) -> Event:
    return Event.objects.create(slug=slug, **{"title": slug.title(), "event_type": "ASSAULT", **fields})


def claim(
    slug: str, *, of: Event, where: Article, quote: str = "Die Botschaft wurde getroffen.", **fields: Any
) -> Claim:
    defaults = {"statement": slug.title(), "speech_mode": "author_voice", "aspect": "occurrence"}
    made = Claim.objects.create(slug=slug, article=where, **{**defaults, **fields})
    made.events.add(of)
    Evidence.objects.create(claim=made, quote=quote)
    made.refresh_from_db()
    return made


def relation(one: Claim, other: Claim, kind: str = "contradicts", **fields: Any) -> ClaimRelation:
    return ClaimRelation.objects.create(
        from_claim=one, to_claim=other, relation=kind, **{"aspect": one.aspect, "note": "They differ.", **fields}
    )
