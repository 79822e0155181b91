from typing import Any

from django_countries import countries
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from incidents.publication.documents.shared import IdField
from incidents.publication.world import Reader
from incidents.vocabularies import PlacePrecision


def place_document(slug: str, reader: Reader) -> dict[str, Any]:
    """The place as events show it."""
    place = reader.get("places", slug)
    shown = ("name", "country", "latitude", "longitude", "precision")
    return {"id": slug} | {field: place[field] for field in shown}


@extend_schema_serializer(component_name="Place")
class PlaceSerializer(serializers.Serializer[Any]):
    """A place and how precisely it is known. One known only by its country has no coordinates."""

    id = IdField()
    name = serializers.CharField(help_text="Its name in English.")
    country = serializers.ChoiceField(
        choices=list(countries), allow_null=True, help_text="Country it lies in (ISO 3166-1 alpha-2)."
    )
    latitude = serializers.FloatField(allow_null=True, help_text="Degrees north (WGS 84).")
    longitude = serializers.FloatField(allow_null=True, help_text="Degrees east (WGS 84).")
    precision = serializers.ChoiceField(
        choices=PlacePrecision.choices, help_text="How precisely it is known (UCDP where_prec): 1 exact … 6 country."
    )
