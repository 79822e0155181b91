from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from incidents.publication.documents.places import PlaceSerializer, place_document
from incidents.publication.documents.shared import (
    DateBlockSerializer,
    IdField,
    NamedRefSerializer,
    TitledRefSerializer,
    UpdatedAtField,
    UrlField,
    opening,
    optional_ref,
    ref,
)
from incidents.publication.keys import Snapshot
from incidents.publication.world import Reader, Relation
from incidents.vocabularies import (
    Aspect,
    ClaimRelation,
    EvidenceStatus,
    Modality,
    SpeechAct,
    SpeechMode,
    ValueQualifier,
    ValueType,
)


def claim_document(slug: str, reader: Reader) -> dict[str, Any]:
    claim = reader.get("claims", slug)
    return (
        opening("claims", slug)
        | claim
        | {
            "article": ref(reader, "articles", claim["article"]),
            "events": [ref(reader, "events", event) for event in claim["events"]],
            "speaker": optional_ref(reader, "actors", claim["speaker"]),
            "attribution": [ref(reader, "sources", source) for source in claim["attribution"]],
            "value": value_document(claim["value"], reader),
            "evidence": evidence_document(claim, reader),
            "relations": [_relation(item, slug, reader) for item in reader.relations_of(slug)],
        }
    )


def value_document(value: dict[str, Any] | None, reader: Reader) -> dict[str, Any] | None:
    if value is None:
        return None
    return value | {
        "actor": optional_ref(reader, "actors", value["actor"]),
        "place": place_document(value["place"], reader) if value["place"] else None,
    }


def evidence_document(claim: Snapshot, reader: Reader) -> list[dict[str, Any]]:
    article = ref(reader, "articles", claim["article"])
    language = reader.get("articles", claim["article"])["language"]
    return [item | {"article": article, "language": language} for item in claim["evidence"]]


def _relation(relation: Relation, slug: str, reader: Reader) -> dict[str, Any]:
    other = relation.to_claim if relation.from_claim == slug else relation.from_claim
    return {
        "claim": ref(reader, "claims", other),
        "relation": relation.relation,
        "direction": "to" if relation.from_claim == slug else "from",
        "aspect": relation.aspect,
        "note": relation.note or None,
    }


class NumberField(serializers.FloatField):
    """A number that stays whole where it is whole: 38, not 38.0."""

    def to_representation(self, value: Any) -> Any:
        return value


@extend_schema_serializer(component_name="ClaimValue")
class ClaimValueSerializer(serializers.Serializer[Any]):
    """The typed value a claim states. All keys are present; those its type does not have are null."""

    type = serializers.ChoiceField(choices=ValueType.choices, help_text="Which of the other keys are filled.")
    number = NumberField(allow_null=True, help_text="For a quantity, sum of money or percentage.")
    qualifier = serializers.ChoiceField(
        choices=ValueQualifier.choices, allow_null=True, help_text="How exactly the number is meant."
    )
    unit = serializers.CharField(allow_null=True, help_text="What is counted; for money the currency (ISO 4217).")
    text = serializers.CharField(allow_null=True, help_text="A value in words.")
    date = serializers.CharField(allow_null=True, help_text="A date (EDTF).")
    actor = NamedRefSerializer(allow_null=True, help_text="An actor.")
    place = PlaceSerializer(allow_null=True, help_text="A place.")


@extend_schema_serializer(component_name="Evidence")
class EvidenceSerializer(serializers.Serializer[Any]):
    """An exact quote: `quote` is the article's text from `start` to `end`, code point for code point."""

    article = TitledRefSerializer(help_text="The article the words stand in.")
    quote = serializers.CharField(help_text="The words exactly as they stand in the text.")
    start = serializers.IntegerField(help_text="Where the quote begins, in Unicode code points from 0.")
    end = serializers.IntegerField(help_text="One past its last code point.")
    prefix = serializers.CharField(help_text="Up to 32 code points before it.", allow_blank=True)
    suffix = serializers.CharField(help_text="Up to 32 code points after it.", allow_blank=True)
    language = serializers.CharField(help_text="Language of the quote (BCP 47).")
    status = serializers.ChoiceField(choices=EvidenceStatus.choices, help_text="Whether it was found in the text.")


@extend_schema_serializer(component_name="ClaimRelation")
class ClaimRelationSerializer(serializers.Serializer[Any]):
    """How this claim stands to another one. Each relation is listed on both its claims."""

    claim = TitledRefSerializer(help_text="The other claim.")
    relation = serializers.ChoiceField(choices=ClaimRelation.choices, help_text="How they stand to one another.")
    direction = serializers.ChoiceField(
        choices=[("to", "To"), ("from", "From")],
        help_text="`to`: this claim contradicts, supports … the other; `from`: the other does so to this one.",
    )
    aspect = serializers.ChoiceField(choices=Aspect.choices, help_text="In respect of what.")
    note = serializers.CharField(allow_null=True, help_text="Why, in one sentence.")


@extend_schema_serializer(component_name="Claim")
class ClaimSerializer(serializers.Serializer[Any]):
    """One attributed assertion about one or more events, with the words it rests on."""

    id = IdField()
    url = UrlField()
    statement = serializers.CharField(help_text="What is claimed, in our own words.")
    article = TitledRefSerializer(help_text="The article that reports it.")
    events = TitledRefSerializer(many=True, help_text="The events it is about.")
    speaker = NamedRefSerializer(
        allow_null=True, help_text="Who makes the claim; null where the article speaks in its own voice."
    )
    speaker_text = serializers.CharField(allow_null=True, help_text="The words that name the speaker, as printed.")
    attribution = NamedRefSerializer(
        many=True, help_text="The sources it came through, the nearest to the article first, the root last."
    )
    speech_act = serializers.ChoiceField(choices=SpeechAct.choices, help_text="What the speaker does by it.")
    speech_mode = serializers.ChoiceField(
        choices=SpeechMode.choices, help_text="Quoted directly, reported, or the article's own voice."
    )
    modality = serializers.ChoiceField(
        choices=Modality.choices, help_text="Put as fact, as possibility, as plan, or as not being so."
    )
    aspect = serializers.ChoiceField(choices=Aspect.choices, help_text="What of the event it is about.")
    value = ClaimValueSerializer(allow_null=True, help_text="The typed value it states; null where none.")
    said = DateBlockSerializer(allow_null=True, help_text="When it was said; null where unknown.")
    evidence = EvidenceSerializer(many=True, help_text="The quotes it rests on, at least one.")
    relations = ClaimRelationSerializer(many=True, help_text="How it stands to other claims.")
    updated_at = UpdatedAtField()
