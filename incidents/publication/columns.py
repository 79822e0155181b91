"""Filter columns and sort keys of published rows, taken from their documents."""

from datetime import date
from typing import Any

from incidents.publication.keys import Key
from incidents.publication.world import Reader

Document = dict[str, Any]


def of(key: Key, document: Document, reader: Reader) -> dict[str, Any]:
    """The columns of a record by name."""
    return _COLUMNS[key.resource](document, reader)


def _of_named(record: Document, reader: Reader) -> Document:
    return {"name": record["name"]}


def _of_article(article: Document, reader: Reader) -> Document:
    return {"published_start": _start(article["published"])}


def _of_event(event: Document, reader: Reader) -> Document:
    return {
        "event_type": event["event_type"] or "",
        "date_start": _day(event["date"]["start"]),
        "date_end": _day(event["date"]["end"]),
        "countries": _distinct(item["place"]["country"] for item in event["places"]),
        "actors": _distinct(item["actor"]["id"] for item in event["participants"]),
        "sources": _distinct(reader.get("articles", item["id"])["source"] for item in event["articles"]),
        "articles": _distinct(item["id"] for item in event["articles"]),
        "claim_count": event["claim_count"],
    }


def _of_claim(claim: Document, reader: Reader) -> Document:
    return {
        "events": _distinct(event["id"] for event in claim["events"]),
        "article": claim["article"]["id"],
        "speaker": claim["speaker"]["id"] if claim["speaker"] else "",
        "aspect": claim["aspect"],
        "said_start": _start(claim["said"]),
    }


def _distinct(values: Any) -> list[str]:
    return sorted({value for value in values if value})


def _start(block: Document | None) -> date | None:
    return _day(block["start"]) if block else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


_COLUMNS = {
    "sources": _of_named,
    "actors": _of_named,
    "articles": _of_article,
    "events": _of_event,
    "claims": _of_claim,
}
