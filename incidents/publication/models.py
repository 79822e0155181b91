"""The public side. What these tables hold is all that anonymous clients can ever see.

Rows are kept per version: a row is public from dataset version `valid_from` until `valid_to`, so that a past
version of the dataset can be asked for again and answers the same bytes.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q

from incidents.publication import walking
from incidents.publication.actor_names import PublishedActorName as PublishedActorName
from incidents.publication.changes import Change as Change
from incidents.publication.changes import Withdrawal as Withdrawal
from incidents.publication.counts import KEEPS_COUNTS
from incidents.publication.counts import PublishedCount as PublishedCount
from incidents.publication.days import begins, ends
from incidents.publication.merges import Merge as Merge
from incidents.publication.versions import CURRENT, Versioned, slug_list


class PublishedRecord(Versioned):
    """One version of a published record: its own content, frozen, and what it mentions."""

    slug = models.CharField(max_length=80, db_collation="C", help_text="Public id.")
    seq = models.BigIntegerField(help_text="Number of the change that brought this row.")
    changed_at = models.DateTimeField(help_text="When that change was published (UTC).")
    snapshot = models.JSONField(help_text="The record's own content at publication, other records by id only.")
    mentions = slug_list("Keys (resource:id) of all records its document was made from; when they change, so does it.")

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["slug"], condition=CURRENT, name="%(class)s_current_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=models.F("valid_from")),
                name="%(class)s_versions_in_order",
            ),
        ]
        indexes = [
            # Publishing: which current documents mention a record that changes.
            GinIndex(fields=["mentions"], condition=CURRENT, name="%(class)s_mentions"),
        ]

    def __str__(self) -> str:
        return self.slug


# Rows that are written one after the other are in one block.
BLOCK_SIZE = 8_192
BLOCK = Func(F("id") / BLOCK_SIZE, template="ARRAY[%(expressions)s]")


class PublishedDocument(PublishedRecord):
    """A published record that the API serves, as the texts that it sends."""

    document = models.TextField(help_text="The detail answer, as JSON text.")
    summary = models.TextField(help_text="The record as lists show it, as JSON text.")
    search = SearchVectorField(help_text="Words of the document: English, German and names.")
    words_digest = models.CharField(max_length=64, help_text="SHA-256 of those words, to tell whether they changed.")

    class Meta(PublishedRecord.Meta):
        abstract = True
        indexes = [
            *PublishedRecord.Meta.indexes,
            # Lists: ?q=, now and at a past version. /search/: the same, among the newest rows.
            GinIndex("search", BLOCK, name="%(class)s_search"),
            # Lists: ?ordering=updated_at, both ways.
            models.Index("changed_at", "slug", condition=CURRENT, name="%(class)s_changed_at"),
            # A record at a past version.
            models.Index("slug", "valid_from", name="%(class)s_versions"),
        ]


class PublishedSource(PublishedDocument):
    name = models.CharField(max_length=200, help_text="Sort key.")
    kind = models.CharField(max_length=20, blank=True, help_text="Source kind.")
    country = models.CharField(max_length=2, blank=True, help_text="Country it is based in (ISO 3166-1 alpha-2).")
    languages = slug_list("Languages it publishes in (BCP 47).")

    class Meta(PublishedDocument.Meta):
        # Lists: ?ordering=name, both ways.
        indexes = [
            *PublishedDocument.Meta.indexes,
            models.Index("name", "slug", condition=CURRENT, name="%(class)s_name"),
            # ?kind=, ?country=, ?language=
            models.Index("kind", condition=CURRENT, name="%(class)s_kind"),
            models.Index("country", condition=CURRENT, name="%(class)s_country"),
            GinIndex(fields=["languages"], condition=CURRENT, name="%(class)s_languages"),
        ]


class PublishedPlace(PublishedRecord):
    """Places are served inside events, so they have no document of their own."""


class PublishedActor(PublishedDocument):
    name = models.CharField(max_length=200, help_text="Sort key.")
    kind = models.CharField(max_length=30, blank=True, help_text="Actor kind.")
    country = models.CharField(max_length=2, blank=True, help_text="Country it belongs to (ISO 3166-1 alpha-2).")
    sectors = slug_list("PLOVER sectors.")
    affiliated_with = slug_list("Ids of the states and organisations it holds or held a role at.")

    class Meta(PublishedDocument.Meta):
        # Lists: ?ordering=name, both ways.
        indexes = [
            *PublishedDocument.Meta.indexes,
            models.Index("name", "slug", condition=CURRENT, name="%(class)s_name"),
            # ?affiliated_with=, ?sector=
            GinIndex(fields=["affiliated_with"], condition=CURRENT, name="%(class)s_affiliated"),
            GinIndex(fields=["sectors"], condition=CURRENT, name="%(class)s_sectors"),
            # ?kind=, ?country=
            models.Index("kind", condition=CURRENT, name="%(class)s_kind"),
            models.Index("country", condition=CURRENT, name="%(class)s_country"),
        ]


class PublishedArticle(PublishedDocument):
    published_start = models.DateField(null=True, help_text="First day it may have been published; sort key.")
    published_end = models.DateField(null=True, help_text="Last day it may have been published.")
    source = models.CharField(
        max_length=80, db_collation="C", blank=True, help_text="Id of the source that published it."
    )
    language = models.CharField(max_length=35, blank=True, help_text="Language of the text (BCP 47).")
    cites = slug_list("Ids of the sources it names.")
    events = slug_list("Ids of the events that its claims are about.")
    actors = slug_list("Ids of who speaks in it, or takes part in one of its events.")

    class Meta(PublishedDocument.Meta):
        indexes = [
            *PublishedDocument.Meta.indexes,
            # Lists: ?ordering=published, both ways.
            models.Index("published_start", "slug", condition=CURRENT, name="%(class)s_published"),
            # ?source=, ?cites=, ?event=, ?actor=
            models.Index("source", "slug", condition=CURRENT, name="%(class)s_source"),
            # ?language=, ?published_from=, ?published_to=
            models.Index("language", condition=CURRENT, name="%(class)s_language"),
            models.Index(ends("published"), condition=CURRENT, name="publishedarticle_pub_ends"),
            models.Index(begins("published"), condition=CURRENT, name="publishedarticle_pub_begins"),
            GinIndex(fields=["cites"], condition=CURRENT, name="%(class)s_cites"),
            GinIndex(fields=["events"], condition=CURRENT, name="%(class)s_events"),
            GinIndex(fields=["actors"], condition=CURRENT, name="%(class)s_actors"),
            # What is included at a past version: of sources, of events.
            models.Index("source", name="%(class)s_ever_source"),
            GinIndex(fields=["events"], name="%(class)s_ever_events"),
        ]


# The members of roles as words of a text, so that how they begin can be looked for.
AS_WORDS = Func(F("roles"), function="array_to_tsvector", output_field=SearchVectorField())


class PublishedEvent(PublishedDocument):
    disagreements = models.TextField(help_text="What is disputed about it and who holds what, as JSON text.")
    event_type = models.CharField(max_length=20, blank=True, help_text="PLOVER event type.")
    date_start = models.DateField(null=True, help_text="First day it may have begun.")
    date_end = models.DateField(null=True, help_text="Last day it may have ended.")
    countries = slug_list("Countries of its places (ISO 3166-1 alpha-2).")
    actors = slug_list("Ids of its participants.")
    sources = slug_list("Ids of the sources whose articles report it.")
    articles = slug_list("Ids of the articles that report it.")
    mode = models.CharField(max_length=30, blank=True, help_text="PLOVER mode.")
    quad_class = models.CharField(max_length=30, blank=True, help_text="PLOVER quad class.")
    realis = models.CharField(max_length=10, blank=True, help_text="Actual, ongoing, planned or alleged.")
    date_precision = models.CharField(max_length=10, blank=True, help_text="How precise the date is.")
    places = slug_list("Ids of its places.")
    roles = slug_list("Its participants with their roles: role:actor.")
    affiliates = slug_list("Ids of its participants and of what they are affiliated with.")
    affiliate_roles = slug_list("The same with their roles: role:actor.")
    speakers = slug_list("Ids of who makes claims about it.")
    via = slug_list("Ids of the sources that claims about it came through.")
    languages = slug_list("Languages of the articles that report it (BCP 47).")
    aspects = slug_list("Aspects that its claims are about.")
    agreements = slug_list("Aspects with their agreement: aspect:agreement.")
    part_of = models.CharField(max_length=80, db_collation="C", blank=True, help_text="Id of the larger event.")
    related_to = slug_list("Ids of the events that it is related to.")
    claim_count = models.PositiveIntegerField(help_text="Published claims about it; sort key.")
    article_count = models.PositiveIntegerField(default=0, help_text="Articles that report it.")
    independent_source_count = models.PositiveIntegerField(default=0, help_text="Roots its claims go back to.")

    class Meta(PublishedDocument.Meta):
        triggers = KEEPS_COUNTS
        indexes = [
            *PublishedDocument.Meta.indexes,
            # Lists: ?ordering=date, both ways.
            models.Index("date_start", "slug", condition=CURRENT, name="%(class)s_date"),
            # The same with filters.
            *walking.INDEXES,
            # Lists: ?ordering=claim_count, both ways.
            models.Index("claim_count", "slug", condition=CURRENT, name="%(class)s_claim_count"),
            # ?type= with the default ordering.
            models.Index("event_type", "date_start", "slug", condition=CURRENT, name="%(class)s_type"),
            # ?date_from=, ?date_to=; ?date_to= with ?date_match=within
            models.Index(ends("date"), condition=CURRENT, name="publishedevent_ends"),
            models.Index(begins("date"), condition=CURRENT, name="publishedevent_begins"),
            models.Index("date_end", condition=CURRENT, name="%(class)s_date_end"),
            # ?quad=, ?realis= with the default ordering: some of their words are of events without a date mostly.
            models.Index("quad_class", "date_start", "slug", condition=CURRENT, name="%(class)s_quad_class"),
            models.Index("realis", "date_start", "slug", condition=CURRENT, name="%(class)s_realis"),
            # ?mode=, ?precision=
            models.Index("mode", condition=CURRENT, name="%(class)s_mode"),
            models.Index("date_precision", condition=CURRENT, name="%(class)s_precision"),
            # ?min_articles=, ?min_independent_sources=
            models.Index("article_count", condition=CURRENT, name="%(class)s_article_count"),
            models.Index("independent_source_count", condition=CURRENT, name="%(class)s_independent"),
            # ?language=
            GinIndex(fields=["languages"], condition=CURRENT, name="%(class)s_languages"),
            # ?role= without ?actor=
            GinIndex(AS_WORDS, condition=CURRENT, name="%(class)s_role_words"),
            # ?country=, ?actor=, ?source=, ?article=
            GinIndex(fields=["countries"], condition=CURRENT, name="%(class)s_countries"),
            GinIndex(fields=["actors"], condition=CURRENT, name="%(class)s_actors"),
            GinIndex(fields=["sources"], condition=CURRENT, name="%(class)s_sources"),
            GinIndex(fields=["articles"], condition=CURRENT, name="%(class)s_articles"),
            # ?place=, ?actor= with ?role= or ?affiliated=
            GinIndex(fields=["places"], condition=CURRENT, name="%(class)s_places"),
            GinIndex(fields=["roles"], condition=CURRENT, name="%(class)s_roles"),
            GinIndex(fields=["affiliates"], condition=CURRENT, name="%(class)s_affiliates"),
            GinIndex(fields=["affiliate_roles"], condition=CURRENT, name="%(class)s_affiliate_roles"),
            # ?speaker=, ?via=, ?aspect=, ?agreement=, ?related_to=
            GinIndex(fields=["speakers"], condition=CURRENT, name="%(class)s_speakers"),
            GinIndex(fields=["via"], condition=CURRENT, name="%(class)s_via"),
            GinIndex(fields=["agreements"], condition=CURRENT, name="%(class)s_agreements"),
            GinIndex(fields=["related_to"], condition=CURRENT, name="%(class)s_related_to"),
            # What is included at a past version: of articles, of actors.
            GinIndex(fields=["articles"], name="%(class)s_ever_articles"),
            GinIndex(fields=["actors"], name="%(class)s_ever_actors"),
            # ?country= with other filters: PostgreSQL combines no two indexes that have the same condition.
            GinIndex(fields=["countries"], name="%(class)s_ever_countries"),
            # ?part_of=
            models.Index("part_of", "slug", condition=CURRENT & ~Q(part_of=""), name="%(class)s_part_of"),
        ]


class PublishedEventPoint(models.Model):
    """A place of an event that is a point on the map; countries and unknown places are none."""

    event = models.ForeignKey(
        PublishedEvent,
        on_delete=models.CASCADE,
        related_name="points",
        db_index=False,
        help_text="The version of the event.",
    )
    latitude = models.FloatField(help_text="Degrees north (WGS 84).")
    longitude = models.FloatField(help_text="Degrees east (WGS 84).")

    class Meta:
        # ?bbox=, ?near=: what lies there, where that is little; else what is in the next events, one after the other.
        indexes = [
            models.Index(fields=["latitude", "longitude"], include=["event"], name="publishedeventpoint_there"),
            models.Index(fields=["event"], include=["latitude", "longitude"], name="publishedeventpoint_of"),
        ]

    def __str__(self) -> str:
        return f"{self.latitude},{self.longitude}"


class PublishedClaim(PublishedDocument):
    events = slug_list("Ids of the events it is about.")
    article = models.CharField(max_length=80, db_collation="C", help_text="Id of the article that reports it.")
    speaker = models.CharField(max_length=80, db_collation="C", blank=True, help_text="Id of the speaker.")
    aspect = models.CharField(max_length=20, help_text="What of the event it is about.")
    said_start = models.DateField(null=True, help_text="First day it may have been said; sort key.")
    said_end = models.DateField(null=True, help_text="Last day it may have been said.")
    source = models.CharField(max_length=80, db_collation="C", blank=True, help_text="Id of its article's publisher.")
    via = slug_list("Ids of the sources it came through.")
    speaker_affiliates = slug_list("Ids of the speaker and of what the speaker is affiliated with.")
    speech_act = models.CharField(max_length=30, blank=True, help_text="What the speaker does by it.")
    speech_mode = models.CharField(max_length=20, blank=True, help_text="Whose words stand in the article.")
    modality = models.CharField(max_length=20, blank=True, help_text="Fact, possibility, plan or negation.")
    relations = slug_list("Kinds of the relations it has to other claims.")
    related_to = slug_list("Ids of the claims it is related to, whichever way.")
    value_number = models.DecimalField(
        max_digits=30, decimal_places=6, null=True, help_text="The number it states, in whatever unit."
    )
    language = models.CharField(max_length=35, blank=True, help_text="Language of its article (BCP 47).")
    published_start = models.DateField(null=True, help_text="First day its article may have been published.")
    published_end = models.DateField(null=True, help_text="Last day its article may have been published.")
    quotes = models.TextField(blank=True, help_text="Its quotes, divided by U+001F, for exact substrings.")

    class Meta(PublishedDocument.Meta):
        indexes = [
            *PublishedDocument.Meta.indexes,
            # ?event=, and the claims of an event when it is rendered.
            GinIndex(fields=["events"], condition=CURRENT, name="%(class)s_events"),
            # ?article=, and the claims of an article when it is rendered.
            models.Index("article", "slug", condition=CURRENT, name="%(class)s_article"),
            models.Index("speaker", "slug", condition=CURRENT, name="%(class)s_speaker"),
            models.Index("aspect", "slug", condition=CURRENT, name="%(class)s_aspect"),
            # Lists: ?ordering=said, both ways.
            models.Index("said_start", "slug", condition=CURRENT, name="%(class)s_said"),
            models.Index("source", "slug", condition=CURRENT, name="%(class)s_source"),
            # ?act=, ?speech_mode=, ?modality=, ?language=
            models.Index("speech_act", condition=CURRENT, name="%(class)s_speech_act"),
            models.Index("speech_mode", condition=CURRENT, name="%(class)s_speech_mode"),
            models.Index("modality", condition=CURRENT, name="%(class)s_modality"),
            models.Index("language", condition=CURRENT, name="%(class)s_language"),
            # ?said_from=, ?said_to=, ?published_from=, ?published_to=
            models.Index(ends("said"), condition=CURRENT, name="publishedclaim_said_ends"),
            models.Index(begins("said"), condition=CURRENT, name="publishedclaim_said_begins"),
            models.Index(ends("published"), condition=CURRENT, name="publishedclaim_pub_ends"),
            models.Index(begins("published"), condition=CURRENT, name="publishedclaim_pub_begins"),
            GinIndex(fields=["via"], condition=CURRENT, name="%(class)s_via"),
            GinIndex(fields=["speaker_affiliates"], condition=CURRENT, name="%(class)s_affiliates"),
            GinIndex(fields=["relations"], condition=CURRENT, name="%(class)s_relations"),
            GinIndex(fields=["related_to"], condition=CURRENT, name="%(class)s_related_to"),
            models.Index("value_number", "slug", condition=CURRENT, name="%(class)s_value_number"),
            # What is included at a past version: of events, of articles, of actors.
            GinIndex(fields=["events"], name="%(class)s_ever_events"),
            models.Index("article", name="%(class)s_ever_article"),
            models.Index("speaker", name="%(class)s_ever_speaker"),
            # ?quote=
            GinIndex(fields=["quotes"], opclasses=["gin_trgm_ops"], condition=CURRENT, name="%(class)s_quotes"),
        ]


class PublishedClaimRelation(Versioned):
    """A relation between two published claims; public once both of them are."""

    from_claim = models.CharField(max_length=80, db_collation="C", help_text="Id of the claim that is related.")
    to_claim = models.CharField(max_length=80, db_collation="C", help_text="Id of the claim it is related to.")
    relation = models.CharField(max_length=20, help_text="How the first stands to the second.")
    aspect = models.CharField(max_length=20, help_text="In respect of what.")
    note = models.TextField(blank=True, help_text="Why, in one sentence.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["from_claim", "to_claim", "relation", "aspect"],
                condition=CURRENT,
                name="publishedclaimrelation_current_once",
            ),
        ]
        indexes = [
            # The relations of a claim, seen from its other end.
            models.Index("to_claim", condition=CURRENT, name="publishedclaimrelation_to"),
        ]

    def __str__(self) -> str:
        return f"{self.from_claim} {self.relation} {self.to_claim}"


DOCUMENT_MODELS: dict[str, type[PublishedDocument]] = {
    "sources": PublishedSource,
    "actors": PublishedActor,
    "articles": PublishedArticle,
    "events": PublishedEvent,
    "claims": PublishedClaim,
}
# In the order in which they can be created: what comes later refers to what comes earlier.
RECORD_TABLES: dict[str, type[PublishedRecord]] = {
    "sources": PublishedSource,
    "places": PublishedPlace,
    "actors": PublishedActor,
    "articles": PublishedArticle,
    "events": PublishedEvent,
    "claims": PublishedClaim,
}
