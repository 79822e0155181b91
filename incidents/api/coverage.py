"""Coverage: which article reports what of an event, and what it is silent on."""

from collections.abc import Sequence
from typing import Any

import orjson
from drf_spectacular.utils import extend_schema, extend_schema_serializer, extend_schema_view
from rest_framework import serializers

from incidents.api.events import EVENT_ID
from incidents.api.records import RecordDetailView
from incidents.publication.documents.shared import IdField, NamedRefSerializer, TitledRefSerializer, UrlField
from incidents.publication.models import PublishedEvent
from incidents.vocabularies import Aspect

REPORTS = "reports"
SILENT = "silent"


def coverage_of(disagreements: dict[str, Any]) -> dict[str, Any]:
    """The matrix, from what is held about the event: each claim stands in it with its aspect and its article."""
    cells: dict[tuple[str, str], list[dict[str, Any]]] = {}
    sources: dict[str, dict[str, Any]] = {}
    for aspect in disagreements["aspects"]:
        for claim in (claim for value in aspect["values"] for claim in value["claims"]):
            article = claim["article"]
            sources[article["id"]] = {"article": article, "source": claim["source"]}
            ref = {"id": claim["id"], "title": claim["statement"], "url": claim["url"]}
            cells.setdefault((article["id"], aspect["aspect"]), []).append(ref)
    aspects = sorted(aspect["aspect"] for aspect in disagreements["aspects"])
    return {
        **{key: disagreements[key] for key in ("id", "url", "title")},
        "aspects": aspects,
        "articles": [
            head | {"aspects": [_cell(aspect, cells.get((article, aspect), [])) for aspect in aspects]}
            for article, head in sorted(sources.items())
        ],
    }


def _cell(aspect: str, claims: list[dict[str, Any]]) -> dict[str, Any]:
    in_order = sorted(claims, key=lambda claim: str(claim["id"]))
    return {"aspect": aspect, "coverage": REPORTS if claims else SILENT, "claims": in_order}


@extend_schema_serializer(component_name="CoverageCell")
class CellSerializer(serializers.Serializer[Any]):
    """What one article says on one aspect of the event."""

    aspect = serializers.ChoiceField(choices=Aspect.choices, help_text="What of the event it is about.")
    coverage = serializers.ChoiceField(
        choices=[(REPORTS, "Reports"), (SILENT, "Silent")],
        help_text="silent: the article reports the event and claims nothing on this aspect, which is no denial.",
    )
    claims = TitledRefSerializer(many=True, help_text="Its claims on the aspect; empty where it is silent.")


@extend_schema_serializer(component_name="CoverageRow")
class RowSerializer(serializers.Serializer[Any]):
    """An article that reports the event."""

    article = TitledRefSerializer(help_text="The article.")
    source = NamedRefSerializer(help_text="Who published it.")  # type: ignore[assignment]  # a key of the answer
    aspects = CellSerializer(many=True, help_text="Every aspect of the event, in the order of the head.")


@extend_schema_serializer(component_name="Coverage")
class CoverageSerializer(serializers.Serializer[Any]):
    """Articles by aspects. Articles that say nothing of the event, and aspects that none is about, are left out."""

    id = IdField()
    url = UrlField()
    title = serializers.CharField(help_text="The event.")
    aspects = serializers.ListField(
        child=serializers.ChoiceField(choices=Aspect.choices), help_text="Aspects that some article reports, in order."
    )
    articles = RowSerializer(many=True, help_text="The articles that report the event, in the order of their ids.")


class CoverageRowSerializer(serializers.Serializer[Any]):
    """A cell of the matrix as a table shows it."""

    event = TitledRefSerializer()
    article = TitledRefSerializer()
    source = NamedRefSerializer()  # type: ignore[assignment]  # a key of the answer
    aspect = serializers.CharField()
    coverage = serializers.CharField()
    claims = TitledRefSerializer(many=True)


def cells_in_rows(matrix: dict[str, Any]) -> list[dict[str, Any]]:
    """A row for each cell, article by article."""
    event = {key: matrix[key] for key in ("id", "title", "url")}
    return [
        {"event": event, "article": row["article"], "source": row["source"], **cell}
        for row in matrix["articles"]
        for cell in row["aspects"]
    ]


@extend_schema_view(
    get=extend_schema(
        operation_id="getEventCoverage",
        tags=["events"],
        summary="Get who reports what of an event",
        description=(
            "A matrix: for every article that reports the event and every aspect that any of them reports, whether it "
            "reports it or is silent, with its claims. Events that a source is silent on altogether are found by "
            "`/api/v1/events/?not_reported_by=`. As csv and jsonl, a row for each article and aspect."
        ),
        parameters=[EVENT_ID],
    )
)
class EventCoverageView(RecordDetailView):
    resource = "events"
    queryset = PublishedEvent.objects.current()
    serializer_class = CoverageSerializer
    row_serializer = CoverageRowSerializer
    # Names every claim with its aspect, article and source, so the matrix needs nothing else.
    column = "disagreements"

    def shown(self, row: tuple[Any, ...]) -> Any:
        return coverage_of(orjson.loads(row[0]))

    def rows(self, row: tuple[Any, ...]) -> Sequence[Any]:
        return cells_in_rows(self.shown(row))
