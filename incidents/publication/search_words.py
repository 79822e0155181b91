"""The words a published row is found by: English for our own words, German for quotes, plain keys for names."""

import hashlib
from typing import Any, NamedTuple

from django.contrib.postgres.search import SearchVector
from django.db.models import Value
from django.db.models.expressions import CombinedExpression

from incidents import names
from incidents.publication.keys import Key
from incidents.publication.world import Reader

Document = dict[str, Any]

# Characters of each kind that can be searched: PostgreSQL refuses to index more than a megabyte of distinct words.
SEARCHABLE = 100_000


class Words(NamedTuple):
    """Texts by the way they are searched."""

    english: str
    german: str
    names: str

    def digest(self) -> str:
        """Tells whether the words have changed without storing them twice."""
        return hashlib.sha256("\0".join(self).encode()).hexdigest()

    def vector(self) -> CombinedExpression:
        return (
            SearchVector(Value(self.english), config="english", weight="A")
            + SearchVector(Value(self.german), config="german", weight="B")
            + SearchVector(Value(self.names), config="simple", weight="A")
        )


def words_of(key: Key, document: Document, reader: Reader) -> Words:
    return _WORDS[key.resource](document, reader)


def _words(*, english: list[str | None], german: list[str], spellings: list[str]) -> Words:
    """Names are found as printed, and by their ASCII keys in any script."""
    keys = [form for name in spellings for form in names.search_keys(name)]
    distinct = dict.fromkeys([*spellings, *keys])
    texts = (" ".join(text for text in english if text), " ".join(german), " ".join(distinct))
    return Words(*(text[:SEARCHABLE] for text in texts))


def _spellings(reader: Reader, slug: str | None) -> list[str]:
    """Every name of the actor; none where there is no actor."""
    if slug is None:
        return []
    actor = reader.get("actors", slug)
    return [actor["name"], *(name["name"] for name in actor["names"])]


def _of_event(event: Document, reader: Reader) -> Words:
    claims = [reader.get("claims", item["id"]) for item in event["claims"]]
    speakers = {claim["speaker"] for claim in claims if claim["speaker"]}
    involved = speakers | {item["actor"]["id"] for item in event["participants"]}
    actors = [name for slug in sorted(involved) for name in _spellings(reader, slug)]
    return _words(
        english=[event["title"], event["summary"], *(claim["statement"] for claim in claims)],
        german=[item["quote"] for claim in claims for item in claim["evidence"]],
        spellings=[*actors, *(item["place"]["name"] for item in event["places"])],
    )


def _of_claim(claim: Document, reader: Reader) -> Words:
    return _words(
        english=[claim["statement"]],
        german=[item["quote"] for item in claim["evidence"]],
        spellings=_spellings(reader, claim["speaker"]["id"] if claim["speaker"] else None),
    )


def _of_article(article: Document, reader: Reader) -> Words:
    return _words(english=[], german=[article["title"]], spellings=[article["source"]["name"], *article["authors"]])


def _of_actor(actor: Document, reader: Reader) -> Words:
    return _words(english=[actor["description"]], german=[], spellings=_spellings(reader, actor["id"]))


def _of_source(source: Document, reader: Reader) -> Words:
    return _words(english=[source["description"]], german=[], spellings=[source["name"]])


_WORDS = {
    "sources": _of_source,
    "actors": _of_actor,
    "articles": _of_article,
    "events": _of_event,
    "claims": _of_claim,
}
