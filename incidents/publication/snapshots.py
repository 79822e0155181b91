"""Snapshots: a record's own content at the moment of publication, other records by id only.

A snapshot holds nothing that belongs to another record, so that a published document can always be made again
from published snapshots alone, never from anyone's unpublished edits.
"""

from decimal import Decimal
from typing import Any

from incidents.models import Actor, Article, Claim, Event, Evidence, Place, Record, Source
from incidents.publication.keys import LISTINGS, Key, Snapshot, in_order
from incidents.vocabularies import EventType, EvidenceStatus, quad_class_of

# Words around a quote, in code points, as in the W3C TextQuoteSelector.
CONTEXT = 32
RESOURCES: dict[type[Record], str] = {
    Source: "sources",
    Place: "places",
    Actor: "actors",
    Article: "articles",
    Event: "events",
    Claim: "claims",
}
MODELS: dict[str, type[Record]] = {resource: model for model, resource in RESOURCES.items()}
# What a snapshot reads besides the record's own row, and what publishing reads of a claim's relations.
PARTS: dict[type[Record], tuple[str, ...]] = {
    Source: (),
    Place: (),
    Actor: ("names", "affiliations__organisation"),
    Article: ("source", "citations__source"),
    Event: ("event_places__place", "event_participants__actor", "relations__to_event", "part_of"),
    Claim: (
        "article",
        "events",
        "speaker",
        "value_actor",
        "value_place",
        "attributions__source",
        "evidence",
        "relations__to_claim",
        "related_from__from_claim",
    ),
}


def key_of(record: Record) -> Key:
    return Key(RESOURCES[type(record)], record.slug)


def snapshot(record: Record) -> Snapshot:
    """The record's content as JSON-compatible data; unknown is None."""
    match record:
        case Source():
            return source_content(record)
        case Place():
            return place_content(record)
        case Actor():
            return _actor(record)
        case Article():
            return _article(record)
        case Event():
            return _event(record)
        case Claim():
            return _claim(record)
    raise TypeError(f"{record!r} is not a record that can be published.")


def block(record: Any, field: str, note: str) -> dict[str, Any] | None:
    """The date block of a dated field, or None where no date is stated and nothing is noted about it."""
    edtf = getattr(record, field)
    if not edtf and not note:
        return None
    return {
        "edtf": edtf or None,
        "start": _day(getattr(record, f"{field}_start")),
        "end": _day(getattr(record, f"{field}_end")),
        "precision": getattr(record, f"{field}_precision"),
        "note": note or None,
    }


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def source_content(source: Any) -> Snapshot:
    return {
        "name": source.name,
        "kind": source.kind,
        "country": source.country or None,
        "languages": source.languages,
        "homepage": source.homepage or None,
        "wikidata_id": source.wikidata_id or None,
        "description": source.description or None,
        "state_controlled": source.state_controlled,
    }


def place_content(place: Any) -> Snapshot:
    return {
        "name": place.name,
        "country": place.country or None,
        "admin1": place.admin1 or None,
        "latitude": _number(place.latitude),
        "longitude": _number(place.longitude),
        "precision": place.precision,
        "wikidata_id": place.wikidata_id or None,
    }


def _actor(actor: Actor) -> Snapshot:
    names = [
        {"name": name.name, "language": name.language or None, "script": name.script, "kind": name.kind}
        for name in actor.names.all()
    ]
    affiliations = [
        {
            "organisation": affiliation.organisation.slug,
            "role": affiliation.role,
            "from": affiliation.from_date or None,
            "until": affiliation.until_date or None,
        }
        for affiliation in actor.affiliations.all()
    ]
    return actor_content(actor, names=names, affiliations=affiliations)


def actor_content(actor: Any, *, names: list[Snapshot], affiliations: list[Snapshot]) -> Snapshot:
    return {
        "name": actor.name,
        "kind": actor.kind,
        "country": actor.country or None,
        "wikidata_id": actor.wikidata_id or None,
        "sectors": actor.sectors,
        "description": actor.description or None,
        "names": in_order(names, "kind", "name", "language"),
        "affiliations": in_order(affiliations, *LISTINGS["actors", "affiliations"].order),
    }


def _article(article: Article) -> Snapshot:
    cites = [{"source": item.source.slug, "mention": item.mention} for item in article.citations.all()]
    return article_content(article, source=article.source.slug, length=len(article.text), cites=cites)


def article_content(article: Any, *, source: str, length: int, cites: list[Snapshot]) -> Snapshot:
    return {
        "source": source,
        "title": article.title,
        "web_url": article.web_url or None,
        "language": article.language,
        "authors": article.authors,
        "published": block(article, "published", article.published_note),
        "document": article.document,
        "text_sha256": article.text_sha256,
        "text_length": length,
        "cites": in_order(cites, *LISTINGS["articles", "cites"].order),
        "credits": article.credits or None,
    }


def _event(event: Event) -> Snapshot:
    places = [{"place": item.place.slug, "role": item.role} for item in event.event_places.all()]
    participants = [{"actor": item.actor.slug, "role": item.role} for item in event.event_participants.all()]
    relations = [{"event": item.to_event.slug, "relation": item.relation} for item in event.relations.all()]
    part_of = event.part_of.slug if event.part_of else None
    return event_content(event, part_of=part_of, places=places, participants=participants, relations=relations)


def event_content(
    event: Any, *, part_of: str | None, places: list[Snapshot], participants: list[Snapshot], relations: list[Snapshot]
) -> Snapshot:
    return {
        "title": event.title,
        "summary": event.summary or None,
        "event_type": event.event_type or None,
        "mode": event.mode or None,
        "quad_class": quad_class_of(EventType(event.event_type)) if event.event_type else None,
        "realis": event.realis,
        "date": block(event, "date", event.date_note) or UNDATED,
        "places": in_order(places, *LISTINGS["events", "places"].order),
        "participants": in_order(participants, *LISTINGS["events", "participants"].order),
        "part_of": part_of,
        "relations": in_order(relations, *LISTINGS["events", "relations"].order),
    }


UNDATED: dict[str, Any] = {"edtf": None, "start": None, "end": None, "precision": "unknown", "note": None}


def _claim(claim: Claim) -> Snapshot:
    attributions = sorted(claim.attributions.all(), key=lambda item: item.position)
    verified = [item for item in claim.evidence.all() if item.status == EvidenceStatus.VERIFIED]
    return claim_content(
        claim,
        article=claim.article.slug,
        events=[event.slug for event in claim.events.all()],
        speaker=claim.speaker.slug if claim.speaker else None,
        value_actor=claim.value_actor.slug if claim.value_actor else None,
        value_place=claim.value_place.slug if claim.value_place else None,
        attribution=[item.source.slug for item in attributions],
        evidence=[_evidence(item, claim.article) for item in verified],
    )


def claim_content(
    claim: Any,
    *,
    article: str,
    events: list[str],
    speaker: str | None,
    value_actor: str | None,
    value_place: str | None,
    attribution: list[str],
    evidence: list[Snapshot],
) -> Snapshot:
    return {
        "article": article,
        "events": sorted(events),
        "statement": claim.statement,
        "speaker": speaker,
        "speaker_text": claim.speaker_text or None,
        "attribution": attribution,
        "speech_act": claim.speech_act,
        "speech_mode": claim.speech_mode,
        "modality": claim.modality,
        "aspect": claim.aspect,
        "value": _value(claim, actor=value_actor, place=value_place),
        "said": block(claim, "said", claim.said_note),
        "evidence": sorted(evidence, key=lambda item: (item["start"], item["end"])),
    }


def _value(claim: Any, *, actor: str | None, place: str | None) -> dict[str, Any] | None:
    if not claim.value_type:
        return None
    return {
        "type": claim.value_type,
        "number": _number(claim.value_number),
        "qualifier": claim.value_qualifier or None,
        "unit": claim.value_unit or None,
        "text": claim.value_text or None,
        "date": claim.value_date or None,
        "actor": actor,
        "place": place,
    }


def _evidence(item: Evidence, article: Article) -> dict[str, Any]:
    place = {"start": item.start, "end": item.end}
    return {"quote": item.quote, **place, **_context(article.text, **place), "status": item.status}


def in_context(claim: Snapshot, text: str) -> Snapshot:
    """The claim's snapshot, with its quotes between the words that stand around them in the text."""
    evidence = [item | _context(text, start=item["start"], end=item["end"]) for item in claim["evidence"]]
    return claim | {"evidence": evidence}


def _context(text: str, *, start: int, end: int) -> dict[str, str]:
    return {"prefix": text[max(0, start - CONTEXT) : start], "suffix": text[end : end + CONTEXT]}
