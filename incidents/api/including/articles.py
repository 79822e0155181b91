"""What `include` adds to articles. No list is long: an article makes some dozens of claims, about fewer events."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from eventsapi.rest.shaping import Inclusion, Read
from incidents.api.including.shared import (
    ClaimEvidenceSerializer,
    ClaimsField,
    ListedEventSerializer,
    as_read,
    evidence,
    of_row,
    refs_to,
    rows_at,
    texts,
)
from incidents.publication.documents.articles import ArticleSerializer, ArticleSummarySerializer
from incidents.publication.documents.claims import ClaimSerializer
from incidents.publication.models import PublishedClaim, PublishedEvent


@extend_schema_serializer(component_name="ArticleSummary")
class ArticleRowSerializer(ArticleSummarySerializer):
    """A published text, as lists show it, with what `include` adds. Its full text is never served."""

    claims = ClaimSerializer(many=True, required=False, help_text="Only where included: the claims it reports.")
    evidence = ClaimEvidenceSerializer(many=True, required=False, help_text="Only where included: their quotes.")
    events = ListedEventSerializer(many=True, required=False, help_text="Only where included: what they are about.")


@extend_schema_field({"type": "array", "items": {"anyOf": refs_to("ListedEvent", "TitledRef")}})
class EventsField(serializers.ListField):
    """Events as lists show them, where they are included; references to them otherwise."""


@extend_schema_serializer(component_name="ArticlePart")
class ArticlePartSerializer(ArticleSerializer):
    """An article, with those keys only that `fields` names, or with what `include` adds."""

    claims = ClaimsField(help_text="Claims it reports; in full where included.")  # type: ignore[assignment]  # on request
    events = EventsField(help_text="Events they are about; as lists show them where included.")  # type: ignore[assignment]  # on request
    evidence = ClaimEvidenceSerializer(many=True, help_text="Only where included: the quotes of its claims.")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields: dict[str, serializers.Field[Any, Any, Any, Any]] = super().get_fields()
        for field in fields.values():
            field.required = False
        return fields


def claims_of(version: int | None) -> ArraySubquery:
    return texts(rows_at(PublishedClaim, version).filter(article=OuterRef("slug")), "document")


def events_in(version: int | None) -> ArraySubquery:
    return texts(rows_at(PublishedEvent, version).filter(articles__contains=[of_row("slug")]), "summary")


READS: dict[str, Read] = {"claims": claims_of, "events": events_in}
INCLUSIONS = {
    "claims": Inclusion(
        key="claims",
        meaning="the claims that it reports, in full",
        reads=["claims"],
        show=as_read("claims"),
    ),
    "evidence": Inclusion(
        key="evidence",
        meaning="its quotes that those claims rest on, each with its claim",
        reads=["claims"],
        show=evidence,
    ),
    "events": Inclusion(
        key="events",
        meaning="the events that those claims are about, as lists show them",
        reads=["events"],
        show=as_read("events"),
    ),
}
