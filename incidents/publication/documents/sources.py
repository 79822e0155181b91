from typing import Any

from django_countries import countries
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from incidents.publication.documents.shared import IdField, UpdatedAtField, UrlField, opening
from incidents.publication.world import Reader
from incidents.vocabularies import SourceKind, StateControlled


def source_document(slug: str, reader: Reader) -> dict[str, Any]:
    return opening("sources", slug) | reader.get("sources", slug)


@extend_schema_serializer(component_name="Source")
class SourceSerializer(serializers.Serializer[Any]):
    """An outlet, agency or organisation that publishes or is cited."""

    id = IdField()
    url = UrlField()
    name = serializers.CharField(help_text="The name the source goes by.")
    kind = serializers.ChoiceField(choices=SourceKind.choices, help_text="What sort of publisher it is.")
    country = serializers.ChoiceField(
        choices=list(countries), allow_null=True, help_text="Country it is based in (ISO 3166-1 alpha-2)."
    )
    languages = serializers.ListField(
        child=serializers.CharField(), help_text="Languages it publishes in (BCP 47); empty where unknown."
    )
    homepage = serializers.URLField(allow_null=True, help_text="Address of its home page.")
    wikidata_id = serializers.CharField(allow_null=True, help_text="Wikidata item, e.g. Q1140187.")
    description = serializers.CharField(allow_null=True, help_text="What it is, in a sentence.")
    state_controlled = serializers.ChoiceField(
        choices=StateControlled.choices, help_text="Whether a state decides what it publishes."
    )
    updated_at = UpdatedAtField()
