"""Filter columns and sort keys of published rows, taken from their documents."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from incidents import names
from incidents.publication.keys import Key
from incidents.publication.world import Reader

Document = dict[str, Any]
# Between the quotes of a claim: a sign that no quote can hold, so that no search reaches from one into the next.
QUOTE_END = "\x1f"


def of(key: Key, document: Document, reader: Reader) -> dict[str, Any]:
    """The columns of a record by name."""
    return _COLUMNS[key.resource](document, reader)


def points_of(event: Document) -> list[tuple[float, float]]:
    """Latitude and longitude of the places of an event that are points on the map, each once."""
    places = [item["place"] for item in event["places"]]
    return sorted({(place["latitude"], place["longitude"]) for place in places if place["latitude"] is not None})


def spellings_of(actor: Document) -> list[Document]:
    """The names of an actor, once for each of their search keys."""
    return [
        name | {"language": name["language"] or "", "search_key": key, "loose_key": names.loose_key(key)}
        for name in actor["names"]
        for key in names.search_keys(name["name"])
    ]


def _of_source(source: Document, reader: Reader) -> Document:
    return {
        "name": source["name"],
        "kind": source["kind"],
        "country": source["country"] or "",
        "languages": _distinct(source["languages"]),
    }


def _of_actor(actor: Document, reader: Reader) -> Document:
    return {
        "name": actor["name"],
        "kind": actor["kind"],
        "country": actor["country"] or "",
        "sectors": _distinct(actor["sectors"]),
        "affiliated_with": _distinct(item["organisation"]["id"] for item in actor["affiliations"]),
    }


def _of_article(article: Document, reader: Reader) -> Document:
    claims = [reader.get("claims", item["id"]) for item in article["claims"]]
    events = [reader.get("events", item["id"]) for item in article["events"]]
    participants = [item["actor"] for event in events for item in event["participants"]]
    return {
        "published_start": _start(article["published"]),
        "published_end": _end(article["published"]),
        "source": article["source"]["id"],
        "language": article["language"],
        "cites": _distinct(item["id"] for item in article["cites"]),
        "events": _distinct(item["id"] for item in article["events"]),
        "actors": _noted("actors", [*participants, *(claim["speaker"] for claim in claims)], reader),
    }


def _of_event(event: Document, reader: Reader) -> Document:
    claims = [reader.get("claims", item["id"]) for item in event["claims"]]
    articles = [reader.get("articles", item["id"]) for item in event["articles"]]
    return {
        **_kinds(event),
        **_participants(event, reader),
        "date_start": _day(event["date"]["start"]),
        "date_end": _day(event["date"]["end"]),
        "date_precision": event["date"]["precision"],
        "countries": _distinct(item["place"]["country"] for item in event["places"]),
        "places": _distinct(item["place"]["id"] for item in event["places"]),
        "articles": _distinct(item["id"] for item in event["articles"]),
        "sources": _noted("sources", (article["source"] for article in articles), reader),
        "languages": _distinct(article["language"] for article in articles),
        "speakers": _noted("actors", (claim["speaker"] for claim in claims), reader),
        "via": _noted("sources", (source for claim in claims for source in claim["attribution"]), reader),
        "aspects": sorted(event["agreement"]),
        "agreements": sorted(f"{aspect}:{word}" for aspect, word in event["agreement"].items()),
        "part_of": event["part_of"]["id"] if event["part_of"] else "",
        "related_to": _distinct(item["event"]["id"] for item in event["relations"]),
        "claim_count": event["claim_count"],
        "article_count": event["article_count"],
        "independent_source_count": event["independent_source_count"],
    }


def _kinds(event: Document) -> Document:
    return {name: event[name] or "" for name in ("event_type", "mode", "quad_class", "realis")}


def _participants(event: Document, reader: Reader) -> Document:
    pairs = [(item["role"], item["actor"]["id"]) for item in event["participants"]]
    wider = [(role, other) for role, actor in pairs for other in _with_affiliations(actor, reader)]
    return {
        "actors": _distinct(actor for _, actor in pairs),
        "roles": _distinct(f"{role}:{actor}" for role, actor in pairs),
        "affiliates": _noted("actors", (actor for _, actor in wider), reader),
        "affiliate_roles": _distinct(f"{role}:{actor}" for role, actor in wider),
    }


def _of_claim(claim: Document, reader: Reader) -> Document:
    article = reader.get("articles", claim["article"]["id"])
    speaker = claim["speaker"]["id"] if claim["speaker"] else ""
    return {
        "events": _distinct(event["id"] for event in claim["events"]),
        "article": claim["article"]["id"],
        "source": _noted("sources", [article["source"]], reader)[0],
        "via": _distinct(source["id"] for source in claim["attribution"]),
        "speaker": speaker,
        "speaker_affiliates": _noted("actors", _with_affiliations(speaker, reader) if speaker else [], reader),
        **{name: claim[name] for name in ("aspect", "speech_act", "speech_mode", "modality")},
        "said_start": _start(claim["said"]),
        "said_end": _end(claim["said"]),
        "relations": _distinct(item["relation"] for item in claim["relations"]),
        "related_to": _distinct(item["claim"]["id"] for item in claim["relations"]),
        "value_number": _number(claim["value"]),
        "language": article["language"],
        "published_start": _start(article["published"]),
        "published_end": _end(article["published"]),
        "quotes": QUOTE_END.join(item["quote"] for item in claim["evidence"]),
    }


def _with_affiliations(actor: str, reader: Reader) -> list[str]:
    """The actor and the states and organisations it holds or held a role at."""
    return [actor, *(item["organisation"] for item in reader.get("actors", actor)["affiliations"])]


def _noted(resource: str, slugs: Iterable[str | None], reader: Reader) -> list[str]:
    """The ids, each once, of records that the document itself may not name: what happens to them reaches it, too."""
    found = _distinct(slugs)
    for slug in found:
        reader.get(resource, slug)
    return found


def _distinct(values: Iterable[str | None]) -> list[str]:
    return sorted({value for value in values if value})


def _number(value: Document | None) -> Decimal | None:
    return Decimal(str(value["number"])) if value and value["number"] is not None else None


def _start(block: Document | None) -> date | None:
    return _day(block["start"]) if block else None


def _end(block: Document | None) -> date | None:
    return _day(block["end"]) if block else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


_COLUMNS = {
    "sources": _of_source,
    "actors": _of_actor,
    "articles": _of_article,
    "events": _of_event,
    "claims": _of_claim,
}
