"""What `include` adds to actors and sources. Nobody knows how long such a list is, a state may take part in 100,000
events: so it is an excerpt, the first page of another list of the API, with that list's address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import orjson
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q
from django.db.models.functions import Collate
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from eventsapi.rest.shaping import Expand, Inclusion, Result
from incidents.api.including.shared import ListedArticleSerializer, ListedEventSerializer, rows_at
from incidents.publication.documents.actors import ActorSerializer
from incidents.publication.documents.claims import ClaimSerializer
from incidents.publication.documents.shared import API_ROOT
from incidents.publication.documents.sources import SourceSerializer
from incidents.publication.models import DOCUMENT_MODELS

MOST = 10
MORE = "Address of the whole list, in the same order; null where these are all."


class MoreField(serializers.CharField):
    def __init__(self) -> None:
        super().__init__(allow_null=True, help_text=MORE)


@extend_schema_serializer(component_name="ClaimExcerpt")
class ClaimExcerptSerializer(serializers.Serializer[Any]):
    """The first of a list of claims."""

    results = ClaimSerializer(many=True, help_text=f"The first {MOST}.")
    more = MoreField()


@extend_schema_serializer(component_name="EventExcerpt")
class EventExcerptSerializer(serializers.Serializer[Any]):
    """The first of a list of events."""

    results = ListedEventSerializer(many=True, help_text=f"The first {MOST}.")
    more = MoreField()


@extend_schema_serializer(component_name="ArticleExcerpt")
class ArticleExcerptSerializer(serializers.Serializer[Any]):
    """The first of a list of articles."""

    results = ListedArticleSerializer(many=True, help_text=f"The first {MOST}.")
    more = MoreField()


@extend_schema_serializer(component_name="Actor")
class ActorRowSerializer(ActorSerializer):
    """A person, state, organisation or group that acts or speaks, with what `include` adds."""

    claims = ClaimExcerptSerializer(required=False, help_text="Only where included: what it says, the latest first.")
    events = EventExcerptSerializer(required=False, help_text="Only where included: what it takes part in, likewise.")


@extend_schema_serializer(component_name="Source")
class SourceRowSerializer(SourceSerializer):
    """An outlet, agency or organisation that publishes or is cited, with what `include` adds."""

    articles = ArticleExcerptSerializer(
        required=False, help_text="Only where included: what it published, the latest first."
    )


@dataclass(frozen=True, kw_only=True)
class Excerpt:
    """The first rows of the list of a `resource` that one record stands in, chosen by `parameter` from `column`."""

    resource: str
    parameter: str
    column: str
    is_array: bool = False
    # The word of `ordering`, and the column behind it: its greatest come first, as lists have it.
    ordering: str
    key: str

    def of(self, owners: str, slugs: list[str], version: int | None) -> dict[str, Result]:
        """For each record of the resource `owners`. Takes one query."""
        # Arrays have the collation of the database, and an index on them serves no other.
        member = [Collate(OuterRef("slug"), "default")]
        which = (f"{self.column}__contains", member) if self.is_array else (self.column, OuterRef("slug"))
        rows = rows_at(DOCUMENT_MODELS[self.resource], version).filter(Q(which))
        # One more than are shown tells whether there are more.
        first = rows.order_by(F(self.key).desc(nulls_last=True), "-slug").values("summary")[: MOST + 1]
        records = rows_at(DOCUMENT_MODELS[owners], version).filter(slug__in=slugs)
        found = dict(records.values_list("slug", ArraySubquery(first)))
        # One that was withdrawn since the page was read has none any more.
        return {slug: self._shown(slug, found.get(slug, []), version) for slug in slugs}

    def _shown(self, slug: str, texts: list[str], version: int | None) -> Result:
        past = {} if version is None else {"as_of": version}
        query = urlencode({self.parameter: slug, "ordering": f"-{self.ordering}", **past})
        return {
            "results": [orjson.loads(text) for text in texts[:MOST]],
            "more": f"{API_ROOT}/{self.resource}/?{query}" if len(texts) > MOST else None,
        }


ACTOR_EXCERPTS = {
    "claims": Excerpt(resource="claims", parameter="speaker", column="speaker", ordering="said", key="said_start"),
    "events": Excerpt(
        resource="events", parameter="actor", column="actors", is_array=True, ordering="date", key="date_start"
    ),
}
ACTOR_INCLUSIONS = {
    "claims": Inclusion(
        key="claims", meaning=f"the {MOST} latest claims that it makes, and the address of the list of all"
    ),
    "events": Inclusion(key="events", meaning=f"likewise the {MOST} latest events that it takes part in"),
}
SOURCE_EXCERPTS = {
    "articles": Excerpt(
        resource="articles", parameter="source", column="source", ordering="published", key="published_start"
    ),
}
SOURCE_INCLUSIONS = {
    "articles": Inclusion(
        key="articles", meaning=f"the {MOST} latest articles that it published, and the address of the list of all"
    ),
}


def excerpting(owners: str, excerpts: Mapping[str, Excerpt]) -> Expand:
    """Adds excerpts to records of the resource `owners`, with one query for each word."""

    def expand(results: list[Result], words: Sequence[str], version: int | None) -> None:
        for word in words:
            found = excerpts[word].of(owners, [result["id"] for result in results], version)
            for result in results:
                result[word] = found[result["id"]]

    return expand


expand_actors = excerpting("actors", ACTOR_EXCERPTS)
expand_sources = excerpting("sources", SOURCE_EXCERPTS)
