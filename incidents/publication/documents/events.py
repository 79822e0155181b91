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
    ref,
)
from incidents.publication.evidence_base import EvidenceBase
from incidents.publication.world import Reader
from incidents.vocabularies import (
    Agreement,
    Aspect,
    EventRelation,
    EventType,
    Mode,
    ParticipantRole,
    PlaceRole,
    QuadClass,
    Realis,
)


def event_document(slug: str, reader: Reader) -> dict[str, Any]:
    event = reader.get("events", slug)
    base = EvidenceBase.of_event(slug, reader)
    agreement = base.agreement()
    return (
        opening("events", slug)
        | event
        | {
            "places": [{"place": place_document(i["place"], reader), "role": i["role"]} for i in event["places"]],
            "participants": [
                {"actor": ref(reader, "actors", item["actor"]), "role": item["role"]} for item in event["participants"]
            ],
            "part_of": ref(reader, "events", event["part_of"]) if event["part_of"] else None,
            "relations": [
                {"event": ref(reader, "events", item["event"]), "relation": item["relation"]}
                for item in event["relations"]
            ],
            "agreement": agreement,
            "contested_aspects": [aspect for aspect, word in agreement.items() if word == Agreement.CONTESTED],
            "claim_count": len(base.claims),
            "article_count": len(base.articles),
            "source_count": len(base.sources),
            "independent_source_count": len(base.roots),
            "claims": [ref(reader, "claims", claim) for claim in base.claims],
            "articles": [ref(reader, "articles", article) for article in base.articles],
        }
    )


@extend_schema_serializer(component_name="EventPlace")
class EventPlaceSerializer(serializers.Serializer[Any]):
    """A place and what it is to the event."""

    place = PlaceSerializer(help_text="The place.")
    role = serializers.ChoiceField(choices=PlaceRole.choices, help_text="What it is to the event.")


@extend_schema_serializer(component_name="EventParticipant")
class EventParticipantSerializer(serializers.Serializer[Any]):
    """Who took part, and as what."""

    actor = NamedRefSerializer(help_text="Who took part.")
    role = serializers.ChoiceField(choices=ParticipantRole.choices, help_text="In which role.")


@extend_schema_serializer(component_name="EventRelation")
class EventRelationSerializer(serializers.Serializer[Any]):
    """How this event stands to another one."""

    event = TitledRefSerializer(help_text="The other event.")
    relation = serializers.ChoiceField(choices=EventRelation.choices, help_text="How this one stands to it.")


class AgreementField(serializers.DictField):
    """Aspect to agreement, for every aspect that some claim about the event is about."""

    child = serializers.ChoiceField(choices=Agreement.choices)


class EventSummarySerializer(serializers.Serializer[Any]):
    """Something that happened, is under way or is planned, as lists show it."""

    id = IdField()
    url = UrlField()
    title = serializers.CharField(help_text="What happened, in our own words.")
    summary = serializers.CharField(allow_null=True, help_text="What is said to have happened, in our own words.")
    event_type = serializers.ChoiceField(
        choices=EventType.choices, allow_null=True, help_text="PLOVER event type; null where none fits."
    )
    mode = serializers.ChoiceField(choices=Mode.choices, allow_null=True, help_text="PLOVER mode of that type.")
    quad_class = serializers.ChoiceField(
        choices=QuadClass.choices, allow_null=True, help_text="PLOVER quad class, which follows from the type."
    )
    realis = serializers.ChoiceField(
        choices=Realis.choices, help_text="Whether it happened, is under way, is planned, or is only alleged."
    )
    date = DateBlockSerializer(help_text="When; all its parts are null where nothing is known.")
    places = EventPlaceSerializer(many=True, help_text="Where.")
    participants = EventParticipantSerializer(many=True, help_text="Who took part.")
    part_of = TitledRefSerializer(allow_null=True, help_text="The larger event it was part of.")
    agreement = AgreementField(help_text="Per aspect, whether what is claimed agrees.")
    contested_aspects = serializers.ListField(
        child=serializers.ChoiceField(choices=Aspect.choices), help_text="Aspects on which claims contradict."
    )
    claim_count = serializers.IntegerField(help_text="Claims about it.")
    article_count = serializers.IntegerField(help_text="Articles that report those claims.")
    source_count = serializers.IntegerField(help_text="Sources that published those articles.")
    independent_source_count = serializers.IntegerField(
        help_text="Distinct roots of attribution: articles that all quote one agency count once."
    )
    updated_at = UpdatedAtField()


@extend_schema_serializer(component_name="Event")
class EventSerializer(EventSummarySerializer):
    """Something that happened, is under way or is planned, with all that is claimed about it."""

    relations = EventRelationSerializer(many=True, help_text="How it stands to other events.")
    claims = TitledRefSerializer(many=True, help_text="Claims about it.")
    articles = TitledRefSerializer(many=True, help_text="Articles that report those claims.")
