"""Searching all kinds of records at once: the best hits, and for each the words that show why it was found."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import orjson
from django.db.models import F, QuerySet, TextField, Value

from eventsapi.rest.finding import counts
from incidents.highlights import Highlighter, Snippet, Text
from incidents.publication.documents.shared import LABELS, url_of
from incidents.publication.models import DOCUMENT_MODELS
from incidents.ranking import BEST, COMPARED, counted, ranked
from incidents.search import TextQuery, query_of

Rows = QuerySet[Any]
Document = dict[str, Any]

# What is searched, in the order of equal hits.
RESOURCES = ("actors", "articles", "claims", "events")
# Hits are counted so far: one more than answers say exactly.
COUNTABLE = 10_001


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A record that was found; `score` is from 0 to 1, the best first."""

    resource: str
    id: str
    score: float

    @property
    def position(self) -> tuple[float, str, str]:
        """Where it stands among the hits."""
        return -self.score, self.resource, self.id


def best(
    text: str,
    *,
    resources: Iterable[str],
    version: int | None = None,
    countable: int = COUNTABLE,
    edition: Hashable = None,
) -> tuple[list[Hit], int]:
    """The best hits in order, and how many there are in all, counted up to `countable`.

    Takes three queries, five where there are very many hits; none without resources. `version` is a past one of the
    dataset. Ranks of the past are those of then: no word weighs less because it became frequent since, for a rank
    rests on the record alone. `edition` names the state of the dataset that is read: where one is given, what was
    counted in it is not counted again.
    """
    query, chosen = query_of(text), set(resources)
    kinds = [resource for resource in RESOURCES if resource in chosen]
    found = ranked(query, resources=kinds, version=version)
    hits = [Hit(resource=resource, id=slug, score=round(score, 6)) for resource, slug, score in found.rows]
    total = sum(found.compared.values())
    if COMPARED in found.compared.values():
        total = _counted_once(query, kinds, version, countable, edition)
    return sorted(hits, key=lambda hit: hit.position)[:BEST], total


def _counted_once(
    query: TextQuery, kinds: Sequence[str], version: int | None, countable: int, edition: Hashable
) -> int:
    def count() -> int:
        return counted(query, resources=kinds, version=version, limit=countable)

    if edition is None:
        return count()
    return counts().of((query, tuple(kinds), version, countable, edition), count)


def shown(text: str, hits: Sequence[Hit], *, version: int | None = None) -> list[Document]:
    """The hits as they are sent. Two queries, none without hits."""
    if not hits:
        return []
    texts = {
        (resource, slug): (document, extra) for resource, slug, document, extra in _together(_documents(hits, version))
    }
    documents = {key: orjson.loads(document) for key, (document, _) in texts.items()}
    candidates = {key: TEXTS[key[0]](document, orjson.loads(texts[key][1])) for key, document in documents.items()}
    highlighter = Highlighter(text, [one for of_record in candidates.values() for one in of_record])
    # A record that was withdrawn since it was found is left out.
    return [
        _shown(hit, documents[hit.resource, hit.id], highlighter.best(candidates[hit.resource, hit.id]))
        for hit in hits
        if (hit.resource, hit.id) in documents
    ]


def _public(resource: str, version: int | None) -> Rows:
    """The records that are public, or were at a past version."""
    objects = DOCUMENT_MODELS[resource].objects
    return objects.current() if version is None else objects.as_of(version)


def _documents(hits: Sequence[Hit], version: int | None) -> list[Rows]:
    """The documents of the hits; of events also what is held about them."""
    branches = []
    for resource in RESOURCES:
        slugs = [hit.id for hit in hits if hit.resource == resource]
        extra = F("disagreements") if resource == "events" else Value("null", output_field=TextField())
        rows = _public(resource, version).filter(slug__in=slugs)
        named = rows.annotate(resource=Value(resource, output_field=TextField()), extra=extra)
        branches.append(named.values_list("resource", "slug", "document", "extra"))
    return branches


def _together(branches: Sequence[Rows]) -> Rows:
    return reduce(lambda one, other: one.union(other, all=True), branches)


def _shown(hit: Hit, document: Document, snippet: Snippet) -> Document:
    label, field = LABELS[hit.resource]
    return {
        "type": hit.resource,
        "id": hit.id,
        label: document[field],
        "url": url_of(hit.resource, hit.id),
        "score": hit.score,
        "field": snippet.field,
        "snippet": {"text": snippet.text, "highlights": [list(span) for span in snippet.highlights]},
    }


def _texts(field: str, language: str, texts: Iterable[str | None]) -> list[Text]:
    return [Text(field, language, text) for text in texts if text]


def _of_claim(claim: Document, extra: None) -> list[Text]:
    """The quote first: it is what was said."""
    return [
        *_texts("quote", "german", [item["quote"] for item in claim["evidence"]]),
        *_texts("name", "", [claim["speaker"]["name"]] if claim["speaker"] else []),
        *_texts("statement", "english", [claim["statement"]]),
    ]


def _of_event(event: Document, held: Document) -> list[Text]:
    claims = [claim for aspect in held["aspects"] for value in aspect["values"] for claim in value["claims"]]
    quotes = dict.fromkeys(item["quote"] for claim in claims for item in claim["evidence"])
    involved = [item["actor"]["name"] for item in event["participants"]]
    title = _texts("title", "english", [event["title"]])
    return [
        *title,
        *_texts("summary", "english", [event["summary"]]),
        *_texts("statement", "english", dict.fromkeys(claim["statement"] for claim in claims)),
        *_texts("quote", "german", quotes),
        *_texts("name", "", [*involved, *(item["place"]["name"] for item in event["places"])]),
        *title,
    ]


def _of_actor(actor: Document, extra: None) -> list[Text]:
    name = _texts("name", "", [actor["name"]])
    spellings = _texts("name", "", (item["name"] for item in actor["names"]))
    return [*name, *spellings, *_texts("summary", "english", [actor["description"]]), *name]


def _of_article(article: Document, extra: None) -> list[Text]:
    names = _texts("name", "", [article["source"]["name"], *article["authors"]])
    title = _texts("title", "german", [article["title"]])
    return [*title, *names, *title]


# What of a record may show why it was found, the best first, and last what is shown where nothing does.
TEXTS: dict[str, Callable[[Document, Any], list[Text]]] = {
    "actors": _of_actor,
    "articles": _of_article,
    "claims": _of_claim,
    "events": _of_event,
}
