from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from incidents.publication.documents.shared import (
    DateBlockSerializer,
    IdField,
    NamedRefSerializer,
    TitledRefSerializer,
    UpdatedAtField,
    UrlField,
    opening,
    ref,
)
from incidents.publication.world import Reader


def article_document(slug: str, reader: Reader) -> dict[str, Any]:
    article = reader.get("articles", slug)
    claims = reader.claims_of("articles", slug)
    events = sorted({event for claim in claims for event in reader.get("claims", claim)["events"]})
    return (
        opening("articles", slug)
        | article
        | {
            "source": ref(reader, "sources", article["source"]),
            "cites": [ref(reader, "sources", item["source"]) for item in article["cites"]],
            "claims": [ref(reader, "claims", claim) for claim in claims],
            "events": [ref(reader, "events", event) for event in events],
        }
    )


@extend_schema_serializer(component_name="ArticleSummary")
class ArticleSummarySerializer(serializers.Serializer[Any]):
    """A published text, as lists show it. Its full text is never served."""

    id = IdField()
    url = UrlField()
    title = serializers.CharField(help_text="Its headline, or its first words where it has none.")
    source = NamedRefSerializer(help_text="Who published it.")  # type: ignore[assignment]  # a key of the answer
    web_url = serializers.URLField(allow_null=True, help_text="Address it was published at.")
    language = serializers.CharField(help_text="Language it is written in (BCP 47).")
    authors = serializers.ListField(child=serializers.CharField(), help_text="Its authors as printed.")
    published = DateBlockSerializer(allow_null=True, help_text="When it was published; null where unknown.")
    document = serializers.CharField(help_text="Name of the file that holds the text the quotes are checked against.")
    text_sha256 = serializers.CharField(help_text="SHA-256 of that text in UTF-8, hexadecimal.")
    text_length = serializers.IntegerField(help_text="Length of that text in Unicode code points.")
    cites = NamedRefSerializer(many=True, help_text="Sources it names as where its information comes from.")
    credits = serializers.CharField(allow_null=True, help_text="Photo and agency credits as printed.")
    updated_at = UpdatedAtField()


@extend_schema_serializer(component_name="Article")
class ArticleSerializer(ArticleSummarySerializer):
    """A published text, with the claims it makes and the events they are about. Its full text is never served."""

    claims = TitledRefSerializer(many=True, help_text="Claims it reports.")
    events = TitledRefSerializer(many=True, help_text="Events those claims are about.")
