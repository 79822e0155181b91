"""Disagreements: what is disputed about an event, and who holds what in which words."""

from collections.abc import Sequence
from typing import Any

import orjson
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from incidents.api.events import EVENT_ID
from incidents.api.records import RecordDetailView
from incidents.publication.documents.claims import ClaimRelationSerializer, ClaimValueSerializer
from incidents.publication.documents.disagreements import DisagreementsSerializer, HeldClaimSerializer
from incidents.publication.documents.shared import TitledRefSerializer
from incidents.publication.models import PublishedEvent


class DisagreementRowSerializer(serializers.Serializer[Any]):
    """A claim as a table shows it, beside what it holds and how it stands to others on the aspect."""

    event = TitledRefSerializer()
    aspect = serializers.CharField()
    agreement = serializers.CharField()
    value = ClaimValueSerializer()
    claim = HeldClaimSerializer()
    relations = ClaimRelationSerializer(many=True)


def claims_in_rows(found: dict[str, Any]) -> list[dict[str, Any]]:
    """A row for each claim, in the order of aspects and of the values that are held."""
    event = {key: found[key] for key in ("id", "title", "url")}
    return [
        {
            "event": event,
            "aspect": aspect["aspect"],
            "agreement": aspect["agreement"],
            "value": value["value"],
            "claim": claim,
            "relations": _relations(claim["id"], aspect),
        }
        for aspect in found["aspects"]
        for value in aspect["values"]
        for claim in value["claims"]
    ]


def _relations(claim: str, aspect: dict[str, Any]) -> list[dict[str, Any]]:
    """How the claim stands to others on the aspect, as the claim itself lists it."""
    ends = [("to", "from", "to"), ("from", "to", "from")]
    return [
        {"claim": item[other], "relation": item["relation"], "direction": direction}
        | {"aspect": aspect["aspect"], "note": item["note"]}
        for direction, own, other in ends
        for item in aspect["relations"]
        if item[own]["id"] == claim
    ]


@extend_schema_view(
    get=extend_schema(
        operation_id="getEventDisagreements",
        tags=["events"],
        summary="Get what is disputed about an event",
        description=(
            "Per aspect, the most disputed first: how far the claims agree, the distinct values, who holds each in "
            "which words, and how the claims stand to one another. As csv and jsonl, a row a claim."
        ),
        parameters=[EVENT_ID],
    )
)
class EventDisagreementsView(RecordDetailView):
    resource = "events"
    queryset = PublishedEvent.objects.current()
    serializer_class = DisagreementsSerializer
    row_serializer = DisagreementRowSerializer
    column = "disagreements"

    def rows(self, row: tuple[Any, ...]) -> Sequence[Any]:
        return claims_in_rows(orjson.loads(row[0]))
