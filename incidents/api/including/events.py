"""What `include` adds to events."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

import orjson
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from eventsapi.rest.shaping import Inclusion, Result
from incidents.api.including.shared import (
    ClaimEvidenceSerializer,
    ClaimsField,
    ListedActorSerializer,
    ListedArticleSerializer,
    evidence_of,
    expansion,
    refs_to,
    rows_at,
)
from incidents.publication.documents.claims import ClaimSerializer
from incidents.publication.documents.events import EventRelationSerializer, EventSerializer, EventSummarySerializer
from incidents.publication.models import (
    PublishedActor,
    PublishedArticle,
    PublishedClaim,
    PublishedDocument,
    PublishedEvent,
)
from incidents.vocabularies import Agreement, Aspect

INCLUSIONS = {
    "relations": Inclusion(key="relations", meaning="how it stands to other events"),
    "claims": Inclusion(key="claims", meaning="the claims about it, in full"),
    "evidence": Inclusion(key="evidence", meaning="the quotes that those claims rest on, each with its claim"),
    "articles": Inclusion(key="articles", meaning="the articles that report it"),
    "participants": Inclusion(key="actors", meaning="who took part, in full, under `actors`"),
    "provenance": Inclusion(key="provenance", meaning="the claims that each derived value rests on"),
}


class IdsField(serializers.ListField):
    """Ids of claims, in order."""

    child = serializers.CharField()


class GroupedIdsField(serializers.DictField):
    """Ids of claims, in order, by what they have in common."""

    child = IdsField()


@extend_schema_serializer(component_name="Provenance")
class ProvenanceSerializer(serializers.Serializer[Any]):
    """For each derived value of an event, the ids of the claims that it rests on."""

    claim_count = IdsField(help_text="All claims about the event.")
    article_count = GroupedIdsField(help_text="By the article that reports them.")
    source_count = GroupedIdsField(help_text="By the source that published the article.")
    independent_source_count = GroupedIdsField(help_text="By the source they go back to.")
    agreement = GroupedIdsField(help_text="By the aspect they are about.")
    contested_aspects = GroupedIdsField(help_text="The same for the aspects that are contested.")
    date = IdsField(help_text="Claims on when it happened.")
    places = IdsField(help_text="Claims on where it happened.")
    participants = IdsField(help_text="Claims on who took part.")


@extend_schema_serializer(component_name="EventSummary")
class EventRowSerializer(EventSummarySerializer):
    """Something that happened, is under way or is planned, as lists show it, with what `include` adds."""

    relations = EventRelationSerializer(many=True, required=False, help_text="Only where included.")
    claims = ClaimSerializer(many=True, required=False, help_text="Only where included: the claims about it.")
    evidence = ClaimEvidenceSerializer(many=True, required=False, help_text="Only where included: their quotes.")
    articles = ListedArticleSerializer(many=True, required=False, help_text="Only where included.")
    actors = ListedActorSerializer(many=True, required=False, help_text="Only where participants are included.")
    provenance = ProvenanceSerializer(required=False, help_text="Only where included.")


@extend_schema_field({"type": "array", "items": {"anyOf": refs_to("ListedArticle", "TitledRef")}})
class ArticlesField(serializers.ListField):
    """Articles as lists show them, where they are included; references to them otherwise."""


@extend_schema_serializer(component_name="EventPart")
class EventPartSerializer(EventSerializer):
    """An event, with those keys only that `fields` names, or with what `include` adds."""

    claims = ClaimsField(help_text="Claims about it; in full where included.")  # type: ignore[assignment]  # on request
    articles = ArticlesField(help_text="Articles that report it; as lists show them where included.")  # type: ignore[assignment]  # on request
    evidence = ClaimEvidenceSerializer(many=True, help_text="Only where included: the quotes of its claims.")
    actors = ListedActorSerializer(many=True, help_text="Only where participants are included.")
    provenance = ProvenanceSerializer(help_text="Only where included.")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields: dict[str, serializers.Field[Any, Any, Any, Any]] = super().get_fields()
        for field in fields.values():
            field.required = False
        return fields


class Surroundings:
    """What is public around some events, each kind read once for all of them."""

    def __init__(self, events: list[Result], version: int | None) -> None:
        self._events = events
        self._version = version

    @cached_property
    def claims(self) -> dict[str, list[Result]]:
        """The claims about each event, in order of their ids."""
        about: dict[str, list[Result]] = {event["id"]: [] for event in self._events}
        rows = rows_at(PublishedClaim, self._version).filter(events__overlap=list(about)).order_by("slug")
        for slugs, text in rows.values_list("events", "document"):
            claim = orjson.loads(text)
            for slug in about.keys() & set(slugs):
                about[slug].append(claim)
        return about

    @cached_property
    def details(self) -> dict[str, Result]:
        return self._documents(PublishedEvent, (event["id"] for event in self._events))

    @cached_property
    def articles(self) -> dict[str, Result]:
        slugs = {claim["article"]["id"] for claims in self.claims.values() for claim in claims}
        return self._documents(PublishedArticle, slugs, column="summary")

    @cached_property
    def actors(self) -> dict[str, Result]:
        participants = (item for event in self._events for item in event["participants"])
        return self._documents(PublishedActor, {item["actor"]["id"] for item in participants})

    def _documents(
        self, table: type[PublishedDocument], slugs: Iterable[str], *, column: str = "document"
    ) -> dict[str, Result]:
        rows = rows_at(table, self._version).filter(slug__in=list(slugs)).values_list("slug", column)
        return {slug: orjson.loads(text) for slug, text in rows}


def relations(around: Surroundings, event: Result) -> list[Result]:
    found: list[Result] = around.details[event["id"]]["relations"]
    return found


def claims(around: Surroundings, event: Result) -> list[Result]:
    return around.claims[event["id"]]


def evidence(around: Surroundings, event: Result) -> list[Result]:
    return evidence_of(around.claims[event["id"]])


def articles(around: Surroundings, event: Result) -> list[Result]:
    return [around.articles[slug] for slug in sorted({claim["article"]["id"] for claim in around.claims[event["id"]]})]


def actors(around: Surroundings, event: Result) -> list[Result]:
    return [around.actors[slug] for slug in sorted({item["actor"]["id"] for item in event["participants"]})]


def provenance(around: Surroundings, event: Result) -> Result:
    """The ids of the claims behind each derived value of the event."""
    found = around.claims[event["id"]]
    publisher = {claim["id"]: around.articles[claim["article"]["id"]]["source"]["id"] for claim in found}
    aspects = _grouped(found, lambda claim: claim["aspect"])
    contested = [aspect for aspect, word in event["agreement"].items() if word == Agreement.CONTESTED]
    return {
        "claim_count": [claim["id"] for claim in found],
        "article_count": _grouped(found, lambda claim: claim["article"]["id"]),
        "source_count": _grouped(found, lambda claim: publisher[claim["id"]]),
        "independent_source_count": _grouped(found, lambda claim: _root(claim) or publisher[claim["id"]]),
        "agreement": aspects,
        "contested_aspects": {aspect: aspects[aspect] for aspect in contested},
        "date": aspects.get(Aspect.DATE, []),
        "places": aspects.get(Aspect.PLACE, []),
        "participants": aspects.get(Aspect.PARTICIPANTS, []),
    }


WAYS: dict[str, Callable[[Surroundings, Result], Any]] = {
    "relations": relations,
    "claims": claims,
    "evidence": evidence,
    "articles": articles,
    "participants": actors,
    "provenance": provenance,
}


expand = expansion(INCLUSIONS, WAYS, Surroundings)


def _root(claim: Result) -> str:
    """The last source that the claim came through; "" where it came through none."""
    chain = claim["attribution"]
    return chain[-1]["id"] if chain else ""


def _grouped(found: list[Result], group: Callable[[Result], str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for claim in sorted(found, key=lambda claim: (group(claim), claim["id"])):
        groups.setdefault(group(claim), []).append(claim["id"])
    return groups
