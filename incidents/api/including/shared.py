"""What the resources have in common: the records that are included, without what they could include themselves."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Func, OuterRef, QuerySet
from django.db.models.functions import Collate
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from eventsapi.rest.shaping import Result, Show, Surroundings
from incidents.publication.documents.actors import ActorSerializer
from incidents.publication.documents.articles import ArticleSummarySerializer
from incidents.publication.documents.claims import EvidenceSerializer
from incidents.publication.documents.events import EventSummarySerializer
from incidents.publication.documents.shared import TitledRefSerializer
from incidents.publication.models import PublishedDocument


def refs_to(*components: str) -> list[dict[str, str]]:
    return [{"$ref": f"#/components/schemas/{name}"} for name in components]


@extend_schema_serializer(component_name="ListedActor")
class ListedActorSerializer(ActorSerializer):
    """A person, state, organisation or group, where it is included."""


@extend_schema_serializer(component_name="ListedArticle")
class ListedArticleSerializer(ArticleSummarySerializer):
    """A published text, where it is included."""


@extend_schema_serializer(component_name="ListedEvent")
class ListedEventSerializer(EventSummarySerializer):
    """Something that happened, is under way or is planned, where it is included."""


@extend_schema_serializer(component_name="ClaimEvidence")
class ClaimEvidenceSerializer(EvidenceSerializer):
    """A quote, and the claim that rests on it."""

    claim = TitledRefSerializer(help_text="The claim that rests on it.")


@extend_schema_field({"type": "array", "items": {"anyOf": refs_to("Claim", "TitledRef")}})
class ClaimsField(serializers.ListField):
    """Claims in full, where they are included; references to them otherwise."""


def as_read(name: str) -> Show:
    """What was read by that name, as it is."""
    return lambda result, around: around.read[name]


def evidence(result: Result, around: Surroundings) -> list[Result]:
    """The quotes of the claims that were read, each with its claim."""
    return [
        {"claim": {"id": claim["id"], "title": claim["statement"], "url": claim["url"]}, **item}
        for claim in around.read["claims"]
        for item in claim["evidence"]
    ]


def rows_at(table: type[PublishedDocument], version: int | None) -> QuerySet[Any]:
    """What is public, or was at a past version."""
    return table.objects.current() if version is None else table.objects.as_of(version)


def of_row(column: str) -> Collate:
    """The id in a column of the row that something is read for, to be looked for in arrays.

    Arrays have the collation of the database, and an index on them serves no other.
    """
    return Collate(OuterRef(column), "default")


class IsAnyOf(Func):
    """SQL: a = ANY(b)."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def texts(rows: QuerySet[Any], column: str) -> ArraySubquery:
    """The stored texts of rows in an array, in order of their ids."""
    return ArraySubquery(rows.order_by("slug").values(column))
