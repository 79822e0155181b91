"""What will be public once a bundle is loaded: the public tables, overlaid with the rows of the bundle."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from types import SimpleNamespace
from typing import Any

from django.db import connection
from psycopg import sql

from incidents.dataset.bulk.checking import texts
from incidents.dataset.bulk.tables import beside, columns, publishing, rows, table, text_of
from incidents.dataset.schema import SPEC_OF, Spec
from incidents.models import (
    ActorName,
    Affiliation,
    Article,
    ArticleCitation,
    Claim,
    ClaimAttribution,
    ClaimRelation,
    EventParticipant,
    EventPlace,
    EventRelation,
    Evidence,
)
from incidents.publication.keys import Key, Snapshot
from incidents.publication.snapshots import (
    CONTEXT,
    MODELS,
    actor_content,
    article_content,
    claim_content,
    event_content,
    place_content,
    source_content,
)
from incidents.publication.world import Relation, World
from incidents.vocabularies import EvidenceStatus

Parts = dict[str, list[Snapshot]]


class StagedWorld(World):
    """A world in which the new records of the bundle are public."""

    def _load(self, keys: Iterable[Key]) -> None:
        missing = {key for key in keys if key not in self._stored}
        found = dict(_snapshots(missing))
        self._stored.update(found)
        super()._load(missing - found.keys())

    def _load_claims(self, keys: Iterable[Key]) -> None:
        missing = [key for key in keys if key not in self._claims]
        super()._load_claims(missing)
        found: dict[Key, set[str]] = defaultdict(set)
        for key, claim in _claims_of(missing):
            found[key].add(claim)
        for key, claims in found.items():
            self._claims[key] = tuple(sorted({*self._claims[key], *claims}))

    def _load_relations(self, claims: Iterable[str]) -> None:
        missing = [slug for slug in claims if slug not in self._related]
        super()._load_relations(missing)
        for relation in _relations_of(missing):
            for end in {relation.from_claim, relation.to_claim} & set(missing):
                self._related[end] = tuple({*self._related[end], relation})


def _snapshots(keys: Iterable[Key]) -> Iterator[tuple[Key, Snapshot]]:
    slugs: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        slugs[key.resource].append(key.slug)
    for resource, wanted in slugs.items():
        found = _records(SPEC_OF[MODELS[resource]], wanted)
        owners = [row.slug for row in found]
        parts = [read(owners) for read in _PARTS[resource]]
        for row in found:
            yield Key(resource, row.slug), _CONTENT[resource](row, *(part.get(row.slug, []) for part in parts))


def _records(spec: Spec, slugs: list[str]) -> list[Any]:
    """The new public records among these, their columns as attributes; of a text only how long it is."""
    names = [sql.Identifier("s", name) for name in columns(spec) if name != "text"]
    if spec.model is Article:
        names.append(sql.SQL("char_length(s.text) AS text_length"))  # type: ignore[arg-type]  # both are composable
    query = sql.SQL("SELECT {} FROM {} s WHERE s.slug = ANY(%s) AND {}").format(
        sql.SQL(", ").join(names), table(spec), publishing()
    )
    with connection.cursor() as cursor:
        cursor.execute(text_of(query), [slugs])
        called = [column.name for column in cursor.description]
        return [SimpleNamespace(**dict(zip(called, row, strict=True))) for row in cursor.fetchall()]


def _listed(
    model: type[Any], owner: str, *names: str, order: str = "n", **renamed: str
) -> Callable[[list[str]], Parts]:
    """Reads the rows of a model by their owners, with the columns that a snapshot names as they are or otherwise."""
    called = dict.fromkeys(names) | {column: name for name, column in renamed.items()}
    query = sql.SQL("SELECT {} FROM {} WHERE {} = ANY(%s) ORDER BY {}").format(
        sql.SQL(", ").join(sql.Identifier(name) for name in (owner, *called)),
        table(SPEC_OF[model]),
        sql.Identifier(owner),
        sql.Identifier(order),
    )

    def read(owners: list[str]) -> Parts:
        found: Parts = defaultdict(list)
        for slug, *values in rows(query, [owners]):
            found[slug].append(
                {called[name] or name: value or None for name, value in zip(called, values, strict=True)}
            )
        return found

    return read


def _evidence(owners: list[str]) -> Parts:
    """Quotes with the words around them, from texts that the bundle brings or that are there."""
    found: Parts = defaultdict(list)
    for staged in (True, False):
        query = sql.SQL(
            "SELECT s.claim, s.quote, s.start, s.start + char_length(s.quote) AS end, "
            "substr(a.text, greatest(s.start - {n}, 0) + 1, least(s.start, {n})) AS prefix, "
            "substr(a.text, s.start + char_length(s.quote) + 1, {n}) AS suffix "
            "FROM {table} s JOIN {texts} WHERE s.claim = ANY(%s)"
        ).format(n=sql.Literal(CONTEXT), table=table(SPEC_OF[Evidence]), texts=texts(SPEC_OF[Evidence], staged=staged))
        for claim, *values in rows(query, [owners]):
            item = dict(zip(("quote", "start", "end", "prefix", "suffix"), values, strict=True))
            found[claim].append(item | {"status": str(EvidenceStatus.VERIFIED)})
    return found


def _claim(row: Any, attribution: list[Snapshot], evidence: list[Snapshot]) -> Snapshot:
    return claim_content(
        row,
        article=row.article,
        events=row.events,
        speaker=row.speaker,
        value_actor=row.value_actor,
        value_place=row.value_place,
        attribution=[item["source"] for item in attribution],
        evidence=evidence,
    )


def _event(row: Any, places: list[Snapshot], participants: list[Snapshot], relations: list[Snapshot]) -> Snapshot:
    return event_content(row, part_of=row.part_of, places=places, participants=participants, relations=relations)


def _article(row: Any, cites: list[Snapshot]) -> Snapshot:
    return article_content(row, source=row.source, length=row.text_length, cites=cites)


def _actor(row: Any, names: list[Snapshot], affiliations: list[Snapshot]) -> Snapshot:
    return actor_content(row, names=names, affiliations=affiliations)


_CONTENT: dict[str, Callable[..., Snapshot]] = {
    "sources": source_content,
    "places": place_content,
    "actors": _actor,
    "articles": _article,
    "events": _event,
    "claims": _claim,
}
# What besides its own row a snapshot is made of.
_PARTS: dict[str, tuple[Callable[[list[str]], Parts], ...]] = {
    "sources": (),
    "places": (),
    "actors": (
        _listed(ActorName, "actor", "name", "language", "script", "kind"),
        _listed(Affiliation, "person", "organisation", "role", **{"from": "from_date", "until": "until_date"}),
    ),
    "articles": (_listed(ArticleCitation, "article", "source", "mention"),),
    "events": (
        _listed(EventPlace, "event", "place", "role"),
        _listed(EventParticipant, "event", "actor", "role"),
        _listed(EventRelation, "from_event", "relation", event="to_event"),
    ),
    "claims": (_listed(ClaimAttribution, "claim", "source", order="position"), _evidence),
}


def _claims_of(keys: list[Key]) -> Iterator[tuple[Key, str]]:
    """The new public claims about these events and in these articles."""
    wanted = {resource: [key.slug for key in keys if key.resource == resource] for resource in ("events", "articles")}
    claims = table(SPEC_OF[Claim])
    about = sql.SQL("SELECT l.event, s.slug FROM {} l JOIN {} s ON s.slug = l.claim WHERE l.event = ANY(%s) AND {}")
    for event, claim in rows(about.format(beside("claim_event"), claims, publishing()), [wanted["events"]]):
        yield Key("events", event), claim
    within = sql.SQL("SELECT s.article, s.slug FROM {} s WHERE s.article = ANY(%s) AND {}")
    for article, claim in rows(within.format(claims, publishing()), [wanted["articles"]]):
        yield Key("articles", article), claim


def _relations_of(claims: list[str]) -> Iterator[Relation]:
    """The new relations of these claims, whichever end they are; whether both ends are public is asked elsewhere."""
    query = sql.SQL(
        "SELECT from_claim, to_claim, relation, aspect, note FROM {table} WHERE from_claim = ANY(%s) UNION "
        "SELECT from_claim, to_claim, relation, aspect, note FROM {table} WHERE to_claim = ANY(%s)"
    ).format(table=table(SPEC_OF[ClaimRelation]))
    yield from (Relation(*row) for row in rows(query, [claims, claims]))
