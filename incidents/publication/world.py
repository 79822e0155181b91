"""What is public, as it will be once the change in hand is committed: the tables, overlaid with the change."""

from collections.abc import Callable, Hashable, Iterable
from typing import Any, NamedTuple, TypeVar

from django.db.models import Q

from incidents.publication.keys import Key, Snapshot, references
from incidents.publication.models import RECORD_TABLES, PublishedClaim, PublishedClaimRelation

T = TypeVar("T")


class Relation(NamedTuple):
    from_claim: str
    to_claim: str
    relation: str
    aspect: str
    note: str


class NotPublic(LookupError):
    """A record was asked for that is not, and would not become, public."""


class World:
    """Snapshots and claim relations by key. Nothing is read twice; `expect` reads many at once."""

    def __init__(self) -> None:
        self._changes: dict[Key, Snapshot | None] = {}
        self._stored: dict[Key, Snapshot | None] = {}
        self._relations: set[Relation] = set()
        self._relations_gone: set[Relation] = set()
        self._claims: dict[Key, tuple[str, ...]] = {}
        self._related: dict[str, tuple[Relation, ...]] = {}

    # The change in hand

    def put(self, key: Key, snapshot: Snapshot) -> None:
        self._changes[key] = snapshot

    def remove(self, key: Key) -> None:
        self._changes[key] = None

    def put_relations(self, *, present: Iterable[Relation], gone: Iterable[Relation]) -> None:
        self._relations |= set(present)
        self._relations_gone |= set(gone)

    # Reading

    def get(self, key: Key) -> Snapshot:
        """The record's public snapshot; raises NotPublic where it has none."""
        snapshot = self.find(key)
        if snapshot is None:
            raise NotPublic(str(key))
        return snapshot

    def find(self, key: Key) -> Snapshot | None:
        if key in self._changes:
            return self._changes[key]
        if key not in self._stored:
            self._load([key])
        return self._stored[key]

    def before(self, key: Key) -> Snapshot | None:
        """What is public of the record without the change in hand."""
        if key not in self._stored:
            self._load([key])
        return self._stored[key]

    def claims_of(self, key: Key) -> tuple[str, ...]:
        """Ids of the public claims about an event or in an article, in order."""
        if key not in self._claims:
            self._load_claims([key])
        stored = {slug for slug in self._claims[key] if Key("claims", slug) not in self._changes}
        changed = {
            slug
            for (resource, slug), snapshot in self._changes.items()
            if resource == "claims" and snapshot and key in references(Key("claims", slug), snapshot)
        }
        return tuple(sorted(stored | changed))

    def relations_of(self, claim: str) -> tuple[Relation, ...]:
        """Public relations that have the claim at either end, in order."""
        if claim not in self._related:
            self._load_relations([claim])
        touching = {relation for relation in self._relations if claim in relation[:2]}
        both = (set(self._related[claim]) - self._relations_gone) | touching
        return tuple(sorted(relation for relation in both if self._joins_public(relation)))

    def _joins_public(self, relation: Relation) -> bool:
        ends = (Key("claims", relation.from_claim), Key("claims", relation.to_claim))
        return all(self.find(end) is not None for end in ends)

    # Reading many at once

    def expect(self, keys: Iterable[Key]) -> None:
        """Read in a constant number of queries what rendering these records will ask for."""
        wanted = set(keys)
        self._load(wanted)
        gathering = [key for key in wanted if key.resource in ("events", "articles")]
        self._load_claims(gathering)
        claims = {Key("claims", slug) for key in gathering for slug in self.claims_of(key)}
        claims |= {key for key in wanted if key.resource == "claims"}
        self._load(claims)
        self._load_relations([key.slug for key in claims])
        related = {Key("claims", end) for key in claims for relation in self._related[key.slug] for end in relation[:2]}
        self._load(related)
        first = self._referenced(wanted | claims | related)
        self._load(first)
        self._load(self._referenced(key for key in first if key.resource == "articles"))

    def _referenced(self, keys: Iterable[Key]) -> set[Key]:
        return {target for key in keys if (snapshot := self.find(key)) for target in references(key, snapshot)}

    def _load(self, keys: Iterable[Key]) -> None:
        missing = {key for key in keys if key not in self._stored}
        self._stored.update(dict.fromkeys(missing))
        for resource in {key.resource for key in missing}:
            slugs = [key.slug for key in missing if key.resource == resource]
            rows = RECORD_TABLES[resource].objects.current().filter(slug__in=slugs).values_list("slug", "snapshot")
            self._stored.update({Key(resource, slug): snapshot for slug, snapshot in rows})

    def _load_claims(self, keys: Iterable[Key]) -> None:
        missing = [key for key in keys if key not in self._claims]
        found: dict[Key, list[str]] = {key: [] for key in missing}
        events = [key.slug for key in missing if key.resource == "events"]
        articles = [key.slug for key in missing if key.resource == "articles"]
        rows = PublishedClaim.objects.current().filter(Q(events__overlap=events) | Q(article__in=articles))
        for slug, of_events, article in rows.values_list("slug", "events", "article") if missing else ():
            for key in [*(Key("events", event) for event in of_events), Key("articles", article)]:
                if key in found:
                    found[key].append(slug)
        self._claims.update({key: tuple(slugs) for key, slugs in found.items()})

    def _load_relations(self, claims: Iterable[str]) -> None:
        missing = [slug for slug in claims if slug not in self._related]
        found: dict[str, list[Relation]] = {slug: [] for slug in missing}
        rows = PublishedClaimRelation.objects.current().filter(Q(from_claim__in=missing) | Q(to_claim__in=missing))
        fields = rows.values_list("from_claim", "to_claim", "relation", "aspect", "note") if missing else ()
        for relation in (Relation(*row) for row in fields):
            for end in {relation.from_claim, relation.to_claim} & found.keys():
                found[end].append(relation)
        self._related.update({slug: tuple(relations) for slug, relations in found.items()})


class Reader:
    """Reads from a world and remembers what was read: the record's document depends on just that."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._found: dict[tuple[str, str], Snapshot] = {}
        self._made: dict[Hashable, Any] = {}

    @property
    def seen(self) -> set[Key]:
        return {Key(*key) for key in self._found}

    def get(self, resource: str, slug: str) -> Snapshot:
        found = self._found.get((resource, slug))
        if found is None:
            found = self._found[resource, slug] = self._world.get(Key(resource, slug))
        return found

    def claims_of(self, resource: str, slug: str) -> tuple[str, ...]:
        return self._world.claims_of(Key(resource, slug))

    def relations_of(self, claim: str) -> tuple[Relation, ...]:
        return self._world.relations_of(claim)

    def once(self, name: Hashable, make: Callable[[], T]) -> T:
        """What is made of the records read, made once under this name."""
        if name not in self._made:
            self._made[name] = make()
        made: T = self._made[name]
        return made
