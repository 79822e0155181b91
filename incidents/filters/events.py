from collections.abc import Sequence

from django.db.models import Q

from eventsapi.rest.fields import Selection
from eventsapi.rest.filters import (
    Asked,
    BooleanFilter,
    ChoiceFilter,
    CountryFilter,
    IdFilter,
    IntegerFilter,
    LanguageFilter,
    NumberFilter,
    PairFilter,
    StrictFilterSet,
    WordFilter,
    selected,
)
from incidents.filters.days import DATE_MATCHES, OVERLAP, FromDay, ToDay
from incidents.filters.participation import agreement_of_event, of_event
from incidents.filters.records import Rows, members, own_id, rows_of, search, updated_since
from incidents.filters.whereabouts import MAX_RADIUS_KM, BoxFilter, NearFilter
from incidents.publication.models import PublishedEvent
from incidents.vocabularies import (
    Agreement,
    Aspect,
    DatePrecision,
    EventType,
    Mode,
    ParticipantRole,
    QuadClass,
    Realis,
)

STRIKE = "azerbaijani-embassy-strike-2025-11-14"
MANY = 1_000_000


class NotReportedBy(IdFilter):
    """Events that no article of any of the sources reports."""

    def filter(self, queryset: Rows, value: Selection) -> Rows:
        return super().filter(queryset, Selection(include=(), exclude=value.include))


class RelatedEvent(IdFilter):
    """Events at either end of a relation: a row holds only the relations that start at it."""

    def apply(self, queryset: Rows, value: Selection, asked: Asked) -> Rows:
        rows = rows_of(PublishedEvent, asked)

        def related(ids: Sequence[str]) -> Q:
            starting = rows.filter(related_to__overlap=list(ids)).values("pk")
            ending = rows.filter(slug__in=members(rows.filter(slug__in=ids), "related_to")).values("pk")
            # A union, because no index serves the two ends joined by OR.
            return Q(pk__in=starting.union(ending))

        return selected(queryset, value, related)


class EventFilterSet(StrictFilterSet):
    ranges = (("date_from", "date_to"),)
    companions = {
        "date_match": ("date_from", "date_to"),
        "near": ("radius_km",),
        "radius_km": ("near",),
        "affiliated": ("actor",),
    }
    modifiers = ("date_match", "radius_km", "affiliated")
    together = {("actor", "role"): of_event, ("aspect", "agreement"): agreement_of_event}

    q = search(
        "Words in titles, summaries, claims and quotes, and names of places, participants and speakers.",
        example="embassy deliberate",
    )
    id = own_id("events", example=STRIKE)
    type = WordFilter(
        "event_type",
        choices=EventType.values,
        help_text="PLOVER event type: the vocabulary event_type.",
        example="ASSAULT",
    )
    mode = WordFilter(
        "mode", choices=Mode.values, help_text="PLOVER mode of that type: the vocabulary mode.", example="drone"
    )
    quad = WordFilter(
        "quad_class",
        choices=QuadClass.values,
        help_text="PLOVER quad class: the vocabulary quad_class.",
        example="material_conflict",
    )
    realis = WordFilter(
        "realis",
        choices=Realis.values,
        help_text="Whether it happened, is under way, is planned or only alleged: the vocabulary realis.",
        example="actual",
    )
    date_from = FromDay(
        "date", help_text="Events that may have lasted on this day or later. Events without any date never match."
    )
    date_to = ToDay(
        "date", help_text="Events that may have begun on this day or earlier. Events without any date never match."
    )
    date_match = ChoiceFilter(
        choices=DATE_MATCHES,
        default=OVERLAP,
        help_text=(
            "How date_from and date_to are meant. overlap: the event may have been under way on one of the days. "
            "within: its first and last possible day are both known and among them."
        ),
    )
    precision = WordFilter(
        "date_precision",
        choices=DatePrecision.values,
        help_text="How precise its date is: the vocabulary date_precision.",
        example="day",
    )
    country = CountryFilter("countries", help_text="Countries of its places (ISO 3166-1 alpha-2).")
    place = IdFilter("places", resource="places", help_text="Ids of its places.", example="kyiv")
    bbox = BoxFilter(
        help_text=(
            "west,south,east,north in degrees: one of its points lies in the box. Where west is greater than east, "
            "the box reaches across the antimeridian."
        ),
        example="22.1,44.3,40.2,52.4",
    )
    near = NearFilter(
        help_text="latitude,longitude in degrees: one of its points is at most radius_km away.", example="50.45,30.52"
    )
    radius_km = NumberFilter(
        minimum=0,
        maximum=MAX_RADIUS_KM,
        help_text="Kilometres from the point of near, along the great circle.",
        example=50,
    )
    actor = IdFilter("actors", resource="actors", help_text="Ids of its participants.", example="azerbaijan")
    role = WordFilter(
        "roles",
        choices=ParticipantRole.values,
        help_text="What actor took part as; without actor, what anybody took part as.",
        example="target",
    )
    affiliated = BooleanFilter(
        default=False,
        help_text="With true, actor also finds events in which somebody took part who holds or held a role there.",
    )
    pair = PairFilter(
        "actors",
        resource="actors",
        help_text="Ids of two actors that both took part, in whatever roles.",
        example="azerbaijan,russia",
    )
    speaker = IdFilter(
        "speakers", resource="actors", help_text="Ids of who makes claims about it.", example="ilham-aliyev"
    )
    source = IdFilter(
        "sources",
        resource="sources",
        help_text="Ids of the sources that published its articles.",
        example="unnamed-publisher-001",
    )
    via = IdFilter(
        "via", resource="sources", help_text="Ids of sources that claims about it came through.", example="euronews"
    )
    article = IdFilter(
        "articles",
        resource="articles",
        help_text="Ids of the articles that report it.",
        example="001-azerbaijan-russia-tensions-after-embassy-strike",
    )
    not_reported_by = NotReportedBy(
        "sources",
        resource="sources",
        negatable=False,
        help_text="Ids of sources none of which published an article that reports it.",
        example="unnamed-publisher-004",
    )
    language = LanguageFilter("languages", help_text="Languages of the articles that report it (BCP 47).")
    aspect = WordFilter(
        "aspects",
        choices=Aspect.values,
        help_text="What claims about it are about: the vocabulary aspect.",
        example="intent",
    )
    agreement = WordFilter(
        "agreements",
        choices=Agreement.values,
        help_text="How far the claims on aspect agree; without aspect, those on any one of its aspects.",
        example="contested",
    )
    min_articles = IntegerFilter(
        "article_count",
        lookup="gte",
        minimum=0,
        maximum=MANY,
        help_text="At least so many articles report it.",
        example=2,
    )
    min_independent_sources = IntegerFilter(
        "independent_source_count",
        lookup="gte",
        minimum=0,
        maximum=MANY,
        help_text="Its claims go back to at least so many roots: articles that all quote one agency count once.",
        example=2,
    )
    part_of = IdFilter(
        "part_of",
        resource="events",
        help_text="Ids of larger events that it was part of.",
        example="strikes-on-azerbaijani-embassy-in-kyiv",
    )
    related_to = RelatedEvent(
        resource="events", help_text="Ids of events that it is related to, whichever way.", example=STRIKE
    )
    updated_since = updated_since()
