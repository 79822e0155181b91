"""What `include` adds to actors and sources. Nobody knows how long such a list is, a state may take part in 100,000
events: so it is an excerpt, the first page of another list of the API, with that list's address."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Collate
from django.db.models.lookups import GreaterThan
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from eventsapi.rest.orders import Column
from eventsapi.rest.shaping import Inclusion, Result, Surroundings
from incidents.api.including.shared import IsAnyOf, ListedArticleSerializer, ListedEventSerializer, of_row, rows_at
from incidents.publication.counts import ALL, NO_VALUE, PublishedCount
from incidents.publication.documents.actors import ActorSerializer
from incidents.publication.documents.claims import ClaimSerializer
from incidents.publication.documents.shared import API_ROOT
from incidents.publication.documents.sources import SourceSerializer
from incidents.publication.models import DOCUMENT_MODELS, PublishedEvent
from incidents.publication.walking import NARROW, WALK

Rows = QuerySet[Any]
MOST = 10
# So many events of an actor are gathered at once.
FEW = 1_000
# Of all events, those that are walked to find the latest of an actor: some milliseconds.
LATEST = 10_000
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

    def read(self, version: int | None) -> Column:
        """The texts of the first rows, and of one more, which tells whether there are more."""
        which = (f"{self.column}__contains", [of_row("slug")]) if self.is_array else (self.column, OuterRef("slug"))
        return self.texts(rows_at(DOCUMENT_MODELS[self.resource], version).filter(Q(which)))

    def texts(self, rows: Rows) -> ArraySubquery:
        return ArraySubquery(rows.order_by(F(self.key).desc(nulls_last=True), "-slug").values("summary")[: MOST + 1])

    def included(self, meaning: str) -> Inclusion:
        return Inclusion(key=self.resource, meaning=meaning, reads=[self.resource], show=self._shown)

    def _shown(self, owner: Result, around: Surroundings) -> Result:
        found = around.read[self.resource]
        past = {} if around.version is None else {"as_of": around.version}
        query = urlencode({self.parameter: owner["id"], "ordering": f"-{self.ordering}", **past})
        return {
            "results": found[:MOST],
            "more": f"{API_ROOT}/{self.resource}/?{query}" if len(found) > MOST else None,
        }


class EventExcerpt(Excerpt):
    """The latest events that an actor takes part in.

    PostgreSQL does not know beforehand whose, and would gather all that each has, which are 100,000 of a state. How
    many they are is kept: where they are many, they are looked for among the latest events of all, and gathered only
    if too few are there.
    """

    def read(self, version: int | None) -> Column:
        gathered = super().read(version)
        if version is not None:
            return gathered
        return Case(When(_has_many(), then=Coalesce(Subquery(self._among_latest()), gathered)), default=gathered)

    def _among_latest(self) -> Rows:
        """The texts, and some more, as one array in one row; no row, where too few are among the latest."""
        events = PublishedEvent.objects.current()
        # The date at which the latest of all end. No index finds `= ANY`, so that they are walked.
        walked = events.filter(NARROW, date_start__isnull=False).order_by("-date_start", "-slug").values("date_start")
        since = Coalesce(Subquery(walked[LATEST : LATEST + 1]), Value(date.min))
        taking_part = IsAnyOf(Collate(OuterRef(OuterRef("slug")), "default"), F(self.column))
        dated = events.filter(taking_part, date_start__gte=since).order_by("-date_start", "-slug")
        narrow, wide = WALK.ids(dated, limit=MOST + 1)
        found = PublishedEvent.objects.filter(pk__in=narrow.union(wide, all=True)).order_by()
        texts = ArrayAgg("summary", order_by=["-date_start", "-slug"])
        of_all = found.values(all=Value(1)).annotate(texts=texts, number=Count("pk"))
        enough: Rows = of_all.filter(number__gt=MOST).values("texts")
        return enough


def _has_many() -> Q:
    """Whether an actor takes part in so many events that the latest of all may be expected to hold enough of them."""
    kept = PublishedCount.objects.values("rows")
    of_actor = Subquery(kept.filter(dimension="actor", value=OuterRef("slug")))
    of_all = Subquery(kept.filter(dimension=ALL, value=NO_VALUE))
    return Q(GreaterThan(of_actor, FEW)) & Q(GreaterThan(of_actor * LATEST, of_all * 2 * MOST))


SPOKEN = Excerpt(resource="claims", parameter="speaker", column="speaker", ordering="said", key="said_start")
TAKEN_PART_IN = EventExcerpt(
    resource="events", parameter="actor", column="actors", is_array=True, ordering="date", key="date_start"
)
ACTOR_READS = {"claims": SPOKEN.read, "events": TAKEN_PART_IN.read}
ACTOR_INCLUSIONS = {
    "claims": SPOKEN.included(f"the {MOST} latest claims that it makes, and the address of the list of all"),
    "events": TAKEN_PART_IN.included(f"likewise the {MOST} latest events that it takes part in"),
}
PUBLISHED = Excerpt(
    resource="articles", parameter="source", column="source", ordering="published", key="published_start"
)
SOURCE_READS = {"articles": PUBLISHED.read}
SOURCE_INCLUSIONS = {
    "articles": PUBLISHED.included(f"the {MOST} latest articles that it published, and the address of the list of all")
}
