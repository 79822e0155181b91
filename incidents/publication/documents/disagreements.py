from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from incidents import agreement
from incidents.publication.documents.claims import (
    ClaimValueSerializer,
    EvidenceSerializer,
    evidence_document,
    value_document,
)
from incidents.publication.documents.shared import (
    DateBlockSerializer,
    IdField,
    NamedRefSerializer,
    TitledRefSerializer,
    UrlField,
    opening,
    optional_ref,
    ref,
)
from incidents.publication.evidence_base import EvidenceBase
from incidents.publication.world import Reader, Relation
from incidents.vocabularies import Agreement, Aspect, ClaimRelation, Modality, SpeechAct, SpeechMode

# What is most disputed comes first.
ORDER = [Agreement.CONTESTED, Agreement.COMPATIBLE, Agreement.AGREED, Agreement.SINGLE_SOURCE]


def disagreements_document(slug: str, reader: Reader) -> dict[str, Any]:
    """Per aspect of the event: how far its claims agree, the distinct values, and who holds each."""
    base = EvidenceBase.of_event(slug, reader)
    aspects = [_aspect(aspect, facts, base, reader) for aspect, facts in base.facts().items()]
    aspects.sort(key=lambda item: (ORDER.index(item["agreement"]), item["aspect"]))
    return opening("events", slug) | {"title": reader.get("events", slug)["title"], "aspects": aspects}


def _aspect(aspect: str, facts: list[agreement.ClaimFact], base: EvidenceBase, reader: Reader) -> dict[str, Any]:
    links = base.links(aspect)
    groups = agreement.group_by_value(facts, links)
    return {
        "aspect": aspect,
        "agreement": agreement.agreement(facts, links),
        "claim_count": len(facts),
        "independent_source_count": len(agreement.independent_roots(facts)),
        "values": [_holders([fact.id for fact in group], base, reader) for group in groups],
        "relations": [_relation(item, reader) for item in base.relations if item.aspect == aspect],
    }


def _holders(claims: list[str], base: EvidenceBase, reader: Reader) -> dict[str, Any]:
    return {
        "value": value_document(base.claims[claims[0]]["value"], reader),
        "claims": [_claim(slug, base, reader) for slug in claims],
    }


def _claim(slug: str, base: EvidenceBase, reader: Reader) -> dict[str, Any]:
    claim = base.claims[slug]
    article = claim["article"]
    return opening("claims", slug) | {
        "statement": claim["statement"],
        "speaker": optional_ref(reader, "actors", claim["speaker"]),
        "speaker_text": claim["speaker_text"],
        "article": ref(reader, "articles", article),
        "source": ref(reader, "sources", base.publishers[article]),
        "attribution": [ref(reader, "sources", source) for source in claim["attribution"]],
        "speech_act": claim["speech_act"],
        "speech_mode": claim["speech_mode"],
        "modality": claim["modality"],
        "said": claim["said"],
        "evidence": evidence_document(claim, reader),
    }


def _relation(relation: Relation, reader: Reader) -> dict[str, Any]:
    return {
        "from": ref(reader, "claims", relation.from_claim),
        "to": ref(reader, "claims", relation.to_claim),
        "relation": relation.relation,
        "note": relation.note or None,
    }


@extend_schema_serializer(component_name="HeldClaim")
class HeldClaimSerializer(serializers.Serializer[Any]):
    """A claim beside those it agrees or disagrees with."""

    id = IdField()
    url = UrlField()
    statement = serializers.CharField(help_text="What is claimed, in our own words.")
    speaker = NamedRefSerializer(
        allow_null=True, help_text="Who holds it; null where the article speaks in its own voice."
    )
    speaker_text = serializers.CharField(allow_null=True, help_text="The words that name the speaker, as printed.")
    article = TitledRefSerializer(help_text="The article that reports it.")
    source = NamedRefSerializer(help_text="Who published the article.")  # type: ignore[assignment]  # a key of the answer
    attribution = NamedRefSerializer(many=True, help_text="The sources it came through, the root last.")
    speech_act = serializers.ChoiceField(choices=SpeechAct.choices, help_text="What the speaker does by it.")
    speech_mode = serializers.ChoiceField(choices=SpeechMode.choices, help_text="Quoted, reported, or own voice.")
    modality = serializers.ChoiceField(choices=Modality.choices, help_text="Fact, possibility, plan, or not so.")
    said = DateBlockSerializer(allow_null=True, help_text="When it was said; null where unknown.")
    evidence = EvidenceSerializer(many=True, help_text="The quotes it rests on.")


@extend_schema_serializer(component_name="HeldValue")
class HeldValueSerializer(serializers.Serializer[Any]):
    """One of the things that are held, and the claims that hold it."""

    value = ClaimValueSerializer(allow_null=True, help_text="The typed value; null where it is held in words only.")
    claims = HeldClaimSerializer(many=True, help_text="Who holds it, in whose words.")


@extend_schema_serializer(component_name="DisagreementRelation")
class DisagreementRelationSerializer(serializers.Serializer[Any]):
    """How two of the claims stand to one another."""

    to = TitledRefSerializer(help_text="The claim it is related to.")
    relation = serializers.ChoiceField(choices=ClaimRelation.choices, help_text="How they stand to one another.")
    note = serializers.CharField(allow_null=True, help_text="Why, in one sentence.")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Put `from` first: Python does not allow an attribute of that name."""
        return {"from": TitledRefSerializer(help_text="The claim that is related."), **super().get_fields()}


@extend_schema_serializer(component_name="AspectDisagreement")
class AspectDisagreementSerializer(serializers.Serializer[Any]):
    """All that is held about one aspect of the event."""

    aspect = serializers.ChoiceField(choices=Aspect.choices, help_text="What of the event it is about.")
    agreement = serializers.ChoiceField(choices=Agreement.choices, help_text="How far the claims agree.")
    claim_count = serializers.IntegerField(help_text="Claims on this aspect.")
    independent_source_count = serializers.IntegerField(help_text="Distinct roots of attribution among them.")
    values = HeldValueSerializer(many=True, help_text="The distinct things that are held.")
    relations = DisagreementRelationSerializer(many=True, help_text="How the claims stand to one another.")


@extend_schema_serializer(component_name="Disagreements")
class DisagreementsSerializer(serializers.Serializer[Any]):
    """What is held about an event, aspect by aspect, the most disputed first."""

    id = IdField()
    url = UrlField()
    title = serializers.CharField(help_text="The event.")
    aspects = AspectDisagreementSerializer(many=True, help_text="Aspects that some claim is about.")
