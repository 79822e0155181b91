"""The front door: every address of the API."""

from typing import Any

from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema, extend_schema_serializer, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from eventsapi.rest.strict import StrictAPIView
from incidents.publication.documents.shared import API_ROOT

# Addresses with braces are templates (RFC 6570).
ADDRESSES = {
    "sources": f"{API_ROOT}/sources/",
    "source": f"{API_ROOT}/sources/{{id}}/",
    "articles": f"{API_ROOT}/articles/",
    "article": f"{API_ROOT}/articles/{{id}}/",
    "actors": f"{API_ROOT}/actors/",
    "actor": f"{API_ROOT}/actors/{{id}}/",
    "actor_match": f"{API_ROOT}/actors/match/{{?name}}",
    "events": f"{API_ROOT}/events/",
    "event": f"{API_ROOT}/events/{{id}}/",
    "event_disagreements": f"{API_ROOT}/events/{{id}}/disagreements/",
    "event_coverage": f"{API_ROOT}/events/{{id}}/coverage/",
    "event_facets": f"{API_ROOT}/events/facets/{{?by}}",
    "event_timeline": f"{API_ROOT}/events/timeline/{{?interval}}",
    "claims": f"{API_ROOT}/claims/",
    "claim": f"{API_ROOT}/claims/{{id}}/",
    "claim_facets": f"{API_ROOT}/claims/facets/{{?by}}",
    "search": f"{API_ROOT}/search/{{?q}}",
    "changes": f"{API_ROOT}/changes/",
    "dataset": f"{API_ROOT}/dataset/",
    "vocabularies": f"{API_ROOT}/vocabularies/",
    "vocabulary": f"{API_ROOT}/vocabularies/{{name}}/",
    "openapi_json": f"{API_ROOT}/openapi.json",
    "openapi_yaml": f"{API_ROOT}/openapi.yaml",
    "docs": "/api/docs/",
}


@extend_schema_serializer(component_name="Index")
class IndexSerializer(serializers.Serializer[Any]):
    """Every address of the API, relative to the server; those with braces are templates (RFC 6570)."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {name: serializers.CharField(help_text=f"`{address}`") for name, address in ADDRESSES.items()}


@extend_schema_view(
    get=extend_schema(
        operation_id="getIndex",
        tags=["dataset"],
        summary="Get the index",
        description="Every address of the API.",
    )
)
class IndexView(StrictAPIView):
    serializer_class = IndexSerializer

    def answer(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        return Response(ADDRESSES)
