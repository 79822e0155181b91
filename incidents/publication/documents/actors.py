from typing import Any

from django_countries import countries
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from incidents.publication.documents.shared import IdField, NamedRefSerializer, UpdatedAtField, UrlField, opening, ref
from incidents.publication.world import Reader
from incidents.vocabularies import ActorKind, NameKind, Sector


def actor_document(slug: str, reader: Reader) -> dict[str, Any]:
    actor = reader.get("actors", slug)
    affiliations = [
        item | {"organisation": ref(reader, "actors", item["organisation"])} for item in actor["affiliations"]
    ]
    return opening("actors", slug) | actor | {"affiliations": affiliations}


@extend_schema_serializer(component_name="ActorName")
class ActorNameSerializer(serializers.Serializer[Any]):
    """One spelling of an actor's name."""

    name = serializers.CharField(help_text="The name exactly as written.")
    language = serializers.CharField(allow_null=True, help_text="Language of the spelling (BCP 47).")
    script = serializers.CharField(help_text="Script it is written in (ISO 15924).")
    kind = serializers.ChoiceField(choices=NameKind.choices, help_text="What sort of name it is.")


@extend_schema_serializer(component_name="Affiliation")
class AffiliationSerializer(serializers.Serializer[Any]):
    """That a person holds or held a role."""

    organisation = NamedRefSerializer(help_text="The state or organisation the role is held at.")
    role = serializers.CharField(help_text="The role, e.g. president.")
    until = serializers.CharField(allow_null=True, help_text="Until when (EDTF); null where unknown.")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Put `from` before `until`: Python does not allow an attribute of that name."""
        fields = super().get_fields()
        until = fields.pop("until")
        since = serializers.CharField(allow_null=True, help_text="Since when (EDTF); null where unknown.")
        return {**fields, "from": since, "until": until}


@extend_schema_serializer(component_name="Actor")
class ActorSerializer(serializers.Serializer[Any]):
    """A person, state, organisation or group that acts or speaks."""

    id = IdField()
    url = UrlField()
    name = serializers.CharField(help_text="The name shown, in English usage.")
    names = ActorNameSerializer(many=True, help_text="Every spelling that is known.")
    kind = serializers.ChoiceField(choices=ActorKind.choices, help_text="What sort of actor it is.")
    country = serializers.ChoiceField(
        choices=list(countries), allow_null=True, help_text="Country it belongs to (ISO 3166-1 alpha-2)."
    )
    wikidata_id = serializers.CharField(allow_null=True, help_text="Wikidata item, e.g. Q227.")
    sectors = serializers.ListField(
        child=serializers.ChoiceField(choices=Sector.choices), help_text="PLOVER sector codes."
    )
    affiliations = AffiliationSerializer(many=True, help_text="Roles held at states and organisations.")
    description = serializers.CharField(allow_null=True, help_text="Who it is, in a sentence.")
    updated_at = UpdatedAtField()
