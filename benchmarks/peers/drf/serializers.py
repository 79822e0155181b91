"""Serializers that give the product's keys, as the REST framework's tutorial writes them."""

from typing import Any

from rest_framework import serializers

from benchmarks.peers.drf.models import (
    Actor,
    Claim,
    Event,
    EventArticle,
    EventParticipant,
    EventPlace,
    EventRelation,
    Place,
)


def url(resource: str, slug: str) -> str:
    return f"/api/v1/{resource}/{slug}/"


class RefSerializer(serializers.ModelSerializer[Any]):
    """id, name or title, and url of another record."""

    resource = ""
    id = serializers.CharField(source="slug")
    url = serializers.SerializerMethodField()

    def get_url(self, record: Any) -> str:
        return url(self.resource, record.slug)


class ActorSerializer(RefSerializer):
    resource = "actors"

    class Meta:
        model = Actor
        fields = ["id", "name", "url"]


class EventRefSerializer(RefSerializer):
    resource = "events"

    class Meta:
        model = Event
        fields = ["id", "title", "url"]


class ClaimSerializer(RefSerializer):
    resource = "claims"

    class Meta:
        model = Claim
        fields = ["id", "title", "url"]


class ArticleSerializer(RefSerializer):
    resource = "articles"

    class Meta:
        model = EventArticle
        fields = ["id", "title", "url"]


class PlaceSerializer(serializers.ModelSerializer[Any]):
    id = serializers.CharField(source="slug")

    class Meta:
        model = Place
        fields = ["id", "name", "country", "latitude", "longitude", "precision"]


class EventPlaceSerializer(serializers.ModelSerializer[Any]):
    place = PlaceSerializer()

    class Meta:
        model = EventPlace
        fields = ["place", "role"]


class EventParticipantSerializer(serializers.ModelSerializer[Any]):
    actor = ActorSerializer()

    class Meta:
        model = EventParticipant
        fields = ["actor", "role"]


class EventRelationSerializer(serializers.ModelSerializer[Any]):
    event = EventRefSerializer(source="to_event")

    class Meta:
        model = EventRelation
        fields = ["event", "relation"]


class DateSerializer(serializers.Serializer[Any]):
    edtf = serializers.CharField(source="date_edtf")
    start = serializers.DateField(source="date_start")
    end = serializers.DateField(source="date_end")
    precision = serializers.CharField(source="date_precision")
    note = serializers.CharField(source="date_note")


class EventSummarySerializer(serializers.ModelSerializer[Any]):
    id = serializers.CharField(source="slug")
    url = serializers.SerializerMethodField()
    date = DateSerializer(source="*")
    places = EventPlaceSerializer(many=True)
    participants = EventParticipantSerializer(many=True)
    part_of = EventRefSerializer()

    class Meta:
        model = Event
        fields = [
            "id", "url", "title", "summary", "event_type", "mode", "quad_class", "realis", "date", "places",
            "participants", "part_of", "agreement", "contested_aspects", "claim_count", "article_count", "source_count",
            "independent_source_count", "updated_at",
        ]  # fmt: skip

    def get_url(self, event: Event) -> str:
        return url("events", event.slug)


class EventSerializer(EventSummarySerializer):
    relations = EventRelationSerializer(many=True)
    claims = ClaimSerializer(many=True)
    articles = ArticleSerializer(many=True)

    class Meta(EventSummarySerializer.Meta):
        fields = [*EventSummarySerializer.Meta.fields, "relations", "claims", "articles"]
