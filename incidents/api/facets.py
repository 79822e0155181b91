"""Facets: how many results of a list there are for each country, speaker, year …"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_serializer, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from eventsapi.rest.fields import IntegerField, QueryField, WordField
from eventsapi.rest.strict import FilteredView
from incidents.aggregates import CLAIM_DIMENSIONS, EVENT_DIMENSIONS, Dimension, Facet, names_of
from incidents.exports import ANY_ANSWER
from incidents.filters import ClaimFilterSet, EventFilterSet
from incidents.kept_counts import facet_of_all
from incidents.publication.documents.shared import LABELS, UrlField, url_of
from incidents.publication.models import PublishedClaim, PublishedEvent

DEFAULT_LIMIT = 100
MAX_LIMIT = 1_000


@extend_schema_field({"oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in ("NamedRef", "TitledRef")]})
class RecordField(serializers.JSONField):
    """A reference to a record of any resource."""


@extend_schema_serializer(component_name="FacetValue")
class FacetValueSerializer(serializers.Serializer[Any]):
    """A value and how many results have it."""

    value = serializers.CharField(help_text="The word, code, year, month or id.")
    label = serializers.CharField(help_text="The same for people.")  # type: ignore[assignment]  # a key of the answer
    record = RecordField(allow_null=True, help_text="The record that the id is of; null for other values and places.")
    count = serializers.IntegerField(help_text="Results that have it, each counted once.")


@extend_schema_serializer(component_name="Facets")
class FacetsSerializer(serializers.Serializer[Any]):
    """The values of one dimension. A result with several of them counts once under each."""

    by = serializers.CharField(help_text="The dimension.")
    total = serializers.IntegerField(help_text="Results that match the filters, each counted once.")
    missing = serializers.IntegerField(help_text="Results among them without any value; by time, without any date.")
    imprecise = serializers.IntegerField(
        help_text="By year and month: results whose date is not known to lie in a single one. Otherwise 0."
    )
    value_count = serializers.IntegerField(help_text="Values that some result has.")
    remaining = serializers.IntegerField(
        help_text="Values among them that are not listed: limit leaves out the rarest."
    )
    results = FacetValueSerializer(many=True, help_text="The values, the most frequent first, equal ones in order.")


class RecordAddressSerializer(serializers.Serializer[Any]):
    """Of a record, what the value and its label do not say."""

    url = UrlField()


class FacetRowSerializer(FacetValueSerializer):
    """A value as a table shows it."""

    record = RecordAddressSerializer()  # type: ignore[assignment]  # id and name stand in the row already


def parameters(dimensions: Mapping[str, Dimension]) -> dict[str, QueryField]:
    return {
        "by": WordField(choices=list(dimensions), required=True, help_text="What to count by."),
        "limit": IntegerField(
            minimum=1, maximum=MAX_LIMIT, default=DEFAULT_LIMIT, help_text="How many values are listed at most."
        ),
    }


class FacetsView(FilteredView):
    renderer_classes = ANY_ANSWER
    serializer_class = FacetsSerializer
    row_serializer = FacetRowSerializer
    dimensions: ClassVar[Mapping[str, Dimension]]
    has_past = True

    def answer(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        by: str = self.query.values["by"]
        facet = self.facet(by, limit=self.query.values.get("limit", DEFAULT_LIMIT))
        results = self.results(self.dimensions[by], facet)
        if self.is_file(request):
            return self.file(request, [results])
        return Response(
            {
                "by": by,
                "total": facet.total,
                "missing": facet.missing,
                "imprecise": facet.imprecise,
                "value_count": facet.value_count,
                "remaining": facet.value_count - len(results),
                "results": results,
            }
        )

    def facet(self, by: str, *, limit: int) -> Facet:
        chosen = self.query.values.get("aspect")
        return self.dimensions[by].facet(
            self.filter_queryset(self.get_queryset()),
            limit=limit,
            aspects=chosen.include if chosen else (),
            version=self.as_of,
        )

    def results(self, dimension: Dimension, facet: Facet) -> list[dict[str, Any]]:
        if not dimension.resource:
            return [
                {"value": value, "label": dimension.label(value), "record": None, "count": count}
                for value, count in facet.counts
            ]
        names = names_of(dimension.resource, [item.value for item in facet.counts], as_of=self.as_of)
        return [
            {
                "value": slug,
                # A record that was withdrawn since the rows were counted has no name any more.
                "label": names.get(slug, slug),
                "record": record(dimension.resource, slug, name=names.get(slug)),
                "count": count,
            }
            for slug, count in facet.counts
        ]


def record(resource: str, slug: str, *, name: str | None) -> dict[str, str] | None:
    """The reference to a record; None where it has no address of its own."""
    if name is None or resource not in LABELS:
        return None
    return {"id": slug, LABELS[resource][0]: name, "url": url_of(resource, slug)}


@extend_schema_view(
    get=extend_schema(
        operation_id="getEventFacets",
        tags=["events"],
        summary="Count events",
        description=(
            "How many of the events that match the filters there are for each value of a dimension. Counts are exact. "
            "They do not add up to `total` where events have several values."
        ),
    )
)
class EventFacetsView(FacetsView):
    queryset = PublishedEvent.objects.current()
    filterset_class = EventFilterSet
    dimensions = EVENT_DIMENSIONS
    parameters = parameters(EVENT_DIMENSIONS)

    def facet(self, by: str, *, limit: int) -> Facet:
        return facet_of_all(by, limit=limit) if self.is_of_all() else super().facet(by, limit=limit)


@extend_schema_view(
    get=extend_schema(
        operation_id="getClaimFacets",
        tags=["claims"],
        summary="Count claims",
        description=(
            "How many of the claims that match the filters there are for each value of a dimension; years and months "
            "are of when it was said; types, quad classes, countries, places and actors are of the events it is about, "
            "and agreement is that on its own aspect of them. Counts are exact. They do not add up to `total` where "
            "claims have several values."
        ),
    )
)
class ClaimFacetsView(FacetsView):
    queryset = PublishedClaim.objects.current()
    filterset_class = ClaimFilterSet
    dimensions = CLAIM_DIMENSIONS
    parameters = parameters(CLAIM_DIMENSIONS)
