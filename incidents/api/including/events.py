"""What `include` adds to events."""

from collections.abc import Callable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from eventsapi.rest.shaping import Inclusion, Read, Result, Surroundings
from incidents.api.including.shared import (
    ClaimEvidenceSerializer,
    ClaimsField,
    IsAnyOf,
    ListedActorSerializer,
    ListedArticleSerializer,
    as_read,
    evidence,
    of_row,
    refs_to,
    rows_at,
    texts,
)
from incidents.publication.documents.claims import ClaimSerializer
from incidents.publication.documents.events import EventRelationSerializer, EventSerializer, EventSummarySerializer
from incidents.publication.models import PublishedActor, PublishedArticle, PublishedClaim
from incidents.vocabularies import Agreement, Aspect


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


def claims_about(version: int | None) -> ArraySubquery:
    return texts(rows_at(PublishedClaim, version).filter(events__contains=[of_row("slug")]), "document")


def articles_on(version: int | None) -> ArraySubquery:
    return texts(rows_at(PublishedArticle, version).filter(events__contains=[of_row("slug")]), "summary")


def participants_of(version: int | None) -> ArraySubquery:
    return texts(rows_at(PublishedActor, version).filter(IsAnyOf(F("slug"), OuterRef("actors"))), "document")


def provenance(event: Result, around: Surroundings) -> Result:
    """The ids of the claims behind each derived value of the event."""
    found = around.read["claims"]
    publisher = {article["id"]: article["source"]["id"] for article in around.read["articles"]}
    aspects = _grouped(found, lambda claim: claim["aspect"])
    contested = [aspect for aspect, word in event["agreement"].items() if word == Agreement.CONTESTED]
    return {
        "claim_count": [claim["id"] for claim in found],
        "article_count": _grouped(found, lambda claim: claim["article"]["id"]),
        "source_count": _grouped(found, lambda claim: publisher[claim["article"]["id"]]),
        "independent_source_count": _grouped(found, lambda claim: _root(claim) or publisher[claim["article"]["id"]]),
        "agreement": aspects,
        "contested_aspects": {aspect: aspects[aspect] for aspect in contested},
        "date": aspects.get(Aspect.DATE, []),
        "places": aspects.get(Aspect.PLACE, []),
        "participants": aspects.get(Aspect.PARTICIPANTS, []),
    }


def _root(claim: Result) -> str:
    """The last source that the claim came through; "" where it came through none."""
    chain = claim["attribution"]
    return chain[-1]["id"] if chain else ""


def _grouped(found: list[Result], group: Callable[[Result], str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for claim in sorted(found, key=lambda claim: (group(claim), claim["id"])):
        groups.setdefault(group(claim), []).append(claim["id"])
    return groups


READS: dict[str, Read] = {
    "claims": claims_about,
    "articles": articles_on,
    "actors": participants_of,
    "document": lambda version: "document",
}
INCLUSIONS = {
    "relations": Inclusion(
        key="relations",
        meaning="how it stands to other events",
        reads=["document"],
        show=lambda event, around: around.read["document"]["relations"],
    ),
    "claims": Inclusion(
        key="claims",
        meaning="the claims about it, in full",
        reads=["claims"],
        show=as_read("claims"),
    ),
    "evidence": Inclusion(
        key="evidence",
        meaning="the quotes that those claims rest on, each with its claim",
        reads=["claims"],
        show=evidence,
    ),
    "articles": Inclusion(
        key="articles",
        meaning="the articles that report it",
        reads=["articles"],
        show=as_read("articles"),
    ),
    "participants": Inclusion(
        key="actors",
        meaning="who took part, in full, under `actors`",
        reads=["actors"],
        show=as_read("actors"),
    ),
    "provenance": Inclusion(
        key="provenance",
        meaning="the claims that each derived value rests on",
        reads=["claims", "articles"],
        show=provenance,
    ),
}
