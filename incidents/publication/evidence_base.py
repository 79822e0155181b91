"""What an event rests on: its published claims, where they come from, and how far they agree."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from incidents import agreement
from incidents.publication.keys import Snapshot
from incidents.publication.world import Reader, Relation


@dataclass(frozen=True)
class EvidenceBase:
    """The claims about one event, in order of their ids, and the relations among them."""

    claims: dict[str, Snapshot]
    publishers: dict[str, str]
    relations: tuple[Relation, ...]

    @classmethod
    def of_event(cls, slug: str, reader: Reader) -> Self:
        """What is read for one of the event's documents serves the other."""
        return reader.once(("evidence base", slug), lambda: cls._read(slug, reader))

    @classmethod
    def _read(cls, slug: str, reader: Reader) -> Self:
        claims = {claim: reader.get("claims", claim) for claim in reader.claims_of("events", slug)}
        articles = sorted({claim["article"] for claim in claims.values()})
        publishers = {article: reader.get("articles", article)["source"] for article in articles}
        among = {
            relation
            for claim in claims
            for relation in reader.relations_of(claim)
            if relation.from_claim in claims and relation.to_claim in claims
        }
        return cls(claims, publishers, tuple(sorted(among)))

    @property
    def articles(self) -> list[str]:
        return sorted(self.publishers)

    @property
    def sources(self) -> list[str]:
        return sorted(set(self.publishers.values()))

    @property
    def roots(self) -> list[str]:
        """Where the claims ultimately come from, each once."""
        return sorted({self._root(claim) for claim in self.claims.values()})

    def _root(self, claim: Snapshot) -> str:
        root: str = claim["attribution"][-1] if claim["attribution"] else self.publishers[claim["article"]]
        return root

    def facts(self) -> dict[str, list[agreement.ClaimFact]]:
        """Per aspect, in alphabetical order, the claims on it as the rule of agreement takes them."""
        by_aspect: dict[str, list[agreement.ClaimFact]] = defaultdict(list)
        for slug, claim in self.claims.items():
            fact = agreement.ClaimFact(id=slug, root=self._root(claim), value=_value(claim["value"]))
            by_aspect[claim["aspect"]].append(fact)
        return dict(sorted(by_aspect.items()))

    def links(self, aspect: str) -> list[agreement.Link]:
        """The relations in respect of one aspect."""
        return [
            agreement.Link(item.from_claim, item.to_claim, item.relation)
            for item in self.relations
            if item.aspect == aspect
        ]

    def agreement(self) -> dict[str, str]:
        """Per aspect, the word for how far its claims agree."""
        return {aspect: agreement.agreement(facts, self.links(aspect)) for aspect, facts in self.facts().items()}


def _value(value: dict[str, Any] | None) -> agreement.Value | None:
    if value is None:
        return None
    number = None if value["number"] is None else Decimal(str(value["number"]))
    return agreement.Value(
        type=value["type"],
        number=number,
        qualifier=value["qualifier"] or "",
        unit=value["unit"] or "",
        text=value["text"] or "",
        date=value["date"] or "",
        ref=value["actor"] or value["place"] or "",
    )
