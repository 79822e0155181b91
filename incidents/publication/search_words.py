"""The words a published row is found by: English for our own words, German for quotes, plain keys for names.

Stems say nothing of how a word begins or is accented, so every word is kept once more as it is written, folded to
ASCII. Names are kept once more by their loose keys. Both are marked, so that they never pass for anything else.
"""

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func, JSONField, Value
from django.db.models.expressions import Combinable, CombinedExpression

from incidents import names
from incidents.publication.keys import Key
from incidents.publication.world import Reader

Document = dict[str, Any]

# Bytes of each kind that can be searched: PostgreSQL refuses to index more than a megabyte of distinct words.
SEARCHABLE = 80_000
# Bytes that a character takes at most.
LONGEST_CHARACTER = 4
# A letter and a digit, which PostgreSQL reads as one word with the letters that follow.
WRITTEN = "w0"
LOOSE = "l0"
REMEMBERED = 10_000


class Words(NamedTuple):
    """Texts by the way they are searched. A phrase never reaches from one text into the next."""

    english: tuple[str, ...]
    german: tuple[str, ...]
    names: tuple[str, ...]

    def digest(self) -> str:
        """Tells whether the words have changed without storing them twice."""
        kinds = ("\0".join(texts) for _, _, texts in self.kinds())
        return hashlib.sha256("\1".join(kinds).encode()).hexdigest()

    def vector(self) -> CombinedExpression:
        english, german, spellings, written = (_vector(*kind) for kind in self.kinds())
        return _joined(_joined(english, german), _joined(spellings, written))

    def kinds(self) -> list[tuple[str, str, list[str]]]:
        """Configuration, weight and texts, as far as they can be searched."""
        return _kinds(self)


# A record is asked when it is rendered, and once more when it is written, by batches.
@lru_cache(maxsize=4_000)
def _kinds(words: Words) -> list[tuple[str, str, list[str]]]:
    keys = list(dict.fromkeys(key for name in words.names for key in _search_keys(name)))
    loose = dict.fromkeys(_loose(key) for key in keys)
    written = (_written(text) for text in (*words.english, *words.german))
    kinds = [
        ("english", "B", words.english),
        ("german", "C", words.german),
        ("simple", "A", dict.fromkeys([*words.names, *keys, *loose])),
        ("simple", "D", written),
    ]
    return [(config, weight, _cut(texts)) for config, weight, texts in kinds]


# The words of a claim are those of its event too, and a name is one of many claims and events.
@lru_cache(maxsize=REMEMBERED)
def _written(text: str) -> str:
    return marked(WRITTEN, names.search_key(text))


@lru_cache(maxsize=REMEMBERED)
def _search_keys(name: str) -> tuple[str, ...]:
    return names.search_keys(name)


@lru_cache(maxsize=REMEMBERED)
def _loose(key: str) -> str:
    return marked(LOOSE, names.loose_key(key))


def marked(mark: str, key: str) -> str:
    """The words of a key, each with the mark."""
    return " ".join(f"{mark}{word}" for word in key.split())


def words_of(key: Key, document: Document, reader: Reader) -> Words:
    return _WORDS[key.resource](document, reader)


def _vector(config: str, weight: str, texts: list[str]) -> Func:
    """SQL: setweight(to_tsvector(config, texts), weight). A list leaves a gap between its members."""
    configuration = Func(Value(config), template="%(expressions)s::regconfig")
    vector = Func(configuration, Value(texts, JSONField()), function="to_tsvector", output_field=SearchVectorField())
    label = Func(Value(weight), template='%(expressions)s::"char"')
    return Func(vector, label, function="setweight", output_field=SearchVectorField())


def _joined(one: Combinable, other: Combinable) -> CombinedExpression:
    return CombinedExpression(one, "||", other, output_field=SearchVectorField())


def _cut(texts: Iterable[str]) -> list[str]:
    """The texts up to the limit, the one in which it is reached up to there."""
    whole = [text for text in texts if text]
    if sum(map(len, whole)) * LONGEST_CHARACTER <= SEARCHABLE:
        return whole
    ends = accumulate(len(text.encode()) for text in whole)
    room = ((text, SEARCHABLE - end) for text, end in zip(whole, ends, strict=True))
    return [_start(text, left) for text, left in room if left > -len(text.encode())]


def _start(text: str, left: int) -> str:
    return text if left >= 0 else text.encode()[:left].decode(errors="ignore")


def _words(*, english: Iterable[str | None], german: Iterable[str], spellings: Iterable[str]) -> Words:
    return Words(tuple(text for text in english if text), tuple(german), tuple(dict.fromkeys(spellings)))


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
