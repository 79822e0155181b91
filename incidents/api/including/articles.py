"""What `include` adds to articles. No list is long: an article makes some dozens of claims, about fewer events."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

import orjson
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from eventsapi.rest.shaping import Inclusion, Result
from incidents.api.including.shared import (
    ClaimEvidenceSerializer,
    ClaimsField,
    ListedEventSerializer,
    evidence_of,
    expansion,
    refs_to,
    rows_at,
)
from incidents.publication.documents.articles import ArticleSerializer, ArticleSummarySerializer
from incidents.publication.documents.claims import ClaimSerializer
from incidents.publication.models import PublishedClaim, PublishedEvent

INCLUSIONS = {
    "claims": Inclusion(key="claims", meaning="the claims that it reports, in full"),
    "evidence": Inclusion(key="evidence", meaning="its quotes that those claims rest on, each with its claim"),
    "events": Inclusion(key="events", meaning="the events that those claims are about, as lists show them"),
}


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


class Surroundings:
    """What is public of some articles, each kind read once for all of them."""

    def __init__(self, articles: list[Result], version: int | None) -> None:
        self._slugs = [article["id"] for article in articles]
        self._version = version

    @cached_property
    def claims(self) -> dict[str, list[Result]]:
        """The claims of each article, in order of their ids."""
        found: dict[str, list[Result]] = {slug: [] for slug in self._slugs}
        rows = rows_at(PublishedClaim, self._version).filter(article__in=self._slugs).order_by("slug")
        for slug, text in rows.values_list("article", "document"):
            found[slug].append(orjson.loads(text))
        return found

    @cached_property
    def events(self) -> dict[str, list[Result]]:
        """The events that each article reports, in order of their ids."""
        found: dict[str, list[Result]] = {slug: [] for slug in self._slugs}
        rows = rows_at(PublishedEvent, self._version).filter(articles__overlap=self._slugs).order_by("slug")
        for slugs, text in rows.values_list("articles", "summary"):
            event = orjson.loads(text)
            for slug in found.keys() & set(slugs):
                found[slug].append(event)
        return found


WAYS: dict[str, Callable[[Surroundings, Result], Any]] = {
    "claims": lambda around, article: around.claims[article["id"]],
    "evidence": lambda around, article: evidence_of(around.claims[article["id"]]),
    "events": lambda around, article: around.events[article["id"]],
}
expand = expansion(INCLUSIONS, WAYS, Surroundings)
