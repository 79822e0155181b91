"""What the dataset is, as a whole: what to cite, and under which terms to use it."""

from typing import Any

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema, extend_schema_serializer, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from eventsapi.rest.strict import StrictAPIView
from incidents.publication.about import NAME, TERMS, citation
from incidents.publication.models import DOCUMENT_MODELS, PublishedDocument

LICENCE = {"name": "Free to use with credit", "file": "LICENSE-DATA", "terms": TERMS}


@extend_schema_serializer(component_name="Licence")
class LicenceSerializer(serializers.Serializer[Any]):
    """Terms of use."""

    name = serializers.CharField(help_text="The licence in a few words.")
    file = serializers.CharField(help_text="Name of the file that holds its text, beside the program.")
    terms = serializers.CharField(help_text="What it covers and asks for, and what it does not cover.")


@extend_schema_serializer(component_name="DatasetCounts")
class CountsSerializer(serializers.Serializer[Any]):
    """How many records are public."""

    sources = serializers.IntegerField(help_text="Sources.")
    articles = serializers.IntegerField(help_text="Articles.")
    actors = serializers.IntegerField(help_text="Actors.")
    events = serializers.IntegerField(help_text="Events.")
    claims = serializers.IntegerField(help_text="Claims.")


@extend_schema_serializer(component_name="Dataset")
class DatasetSerializer(serializers.Serializer[Any]):
    """The dataset as a whole."""

    name = serializers.CharField(help_text="What it is called.")
    version = serializers.IntegerField(help_text="Rises with every published change; 0 before the first.")
    licence = LicenceSerializer(help_text="Under which terms it may be used.")
    citation = serializers.CharField(help_text="How to cite this version of it.")
    counts = CountsSerializer(help_text="How much it holds.")
    last_change = serializers.DateTimeField(
        allow_null=True, help_text="When this version was published (UTC); null before the first."
    )


@extend_schema_view(
    get=extend_schema(
        operation_id="getDataset",
        tags=["dataset"],
        summary="Get the dataset",
        description="Name, version, licence, citation, counts and last change.",
    )
)
class DatasetView(StrictAPIView):
    has_past = True
    serializer_class = DatasetSerializer

    def answer(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        dataset = {
            "name": NAME,
            "version": self.version.number,
            "licence": LICENCE,
            "citation": citation(self.version, address=request.build_absolute_uri(request.path)),
            "counts": {name: self.rows(table).count() for name, table in DOCUMENT_MODELS.items()},
            "last_change": self.version.changed_at,
        }
        return Response(DatasetSerializer(dataset).data)

    def rows(self, table: type[PublishedDocument]) -> QuerySet[Any]:
        """The records of a table that are public, or were at the past version that was asked for."""
        return table.objects.current() if self.as_of is None else table.objects.as_of(self.as_of)
