"""Counts over the rows of a list, exact at any size: the database groups and counts. docs/aggregates.md has the rules.

A dimension says what a row counts under: nothing, one value, or each of several. A date counts under a period only
where all of its days lie in it; it is never spread over several.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import starmap
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Case, Count, DateField, F, Func, Q, QuerySet, TextField, When, Window
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Collate, Trunc
from django.db.models.lookups import Exact
from django.utils.translation import get_language_info
from django_countries import countries

from incidents.publication.documents.shared import LABELS
from incidents.publication.models import RECORD_TABLES, PublishedEvent
from incidents.vocabularies import (
    Agreement,
    Aspect,
    ClaimRelation,
    EventType,
    Modality,
    QuadClass,
    SpeechAct,
    SpeechMode,
    Vocabulary,
)

Rows = QuerySet[Any]

# How many letters of an ISO date name a year, and a month.
YEAR, MONTH = 4, 7
INTERVALS = ("day", "week", "month", "year")
# More than there are years, so that every timeline can be had by the year.
MAX_BUCKETS = 10_000


class Counted(NamedTuple):
    value: str
    rows: int


class Bucket(NamedTuple):
    """A period, its first and last day, and the rows in it."""

    start: date
    end: date
    rows: int


@dataclass(frozen=True, kw_only=True)
class Facet:
    """The values of a dimension, the most frequent first, and how many rows are behind them.

    `missing` rows have no value, `imprecise` ones a date that spans several; `value_count` values exist in all.
    """

    total: int
    missing: int
    imprecise: int
    value_count: int
    counts: Sequence[Counted]


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """Buckets in order, those without rows left out. `total` is their sum and that of `imprecise` and `undated`."""

    total: int
    imprecise: int
    undated: int
    buckets: Sequence[Bucket]


class Members(Func):
    """SQL: a row for each member of an array"""

    function = "unnest"
    set_returning = True
    output_field = TextField()


class OfAll(Func):
    """SQL: what is counted of a group, summed over all groups"""

    template = "CAST(SUM(%(expressions)s) OVER () AS bigint)"
    output_field = BigIntegerField()


class Dimension:
    """What a row counts under: the text of `column`. Ids are of a `resource`, other values have a `label`."""

    def __init__(self, column: str, *, resource: str = "", label: Callable[[str], str] = str) -> None:
        self.column = column
        self.resource = resource
        self.label = label

    def facet(self, rows: Rows, *, limit: int, aspects: Sequence[str] = (), version: int | None = None) -> Facet:
        """`aspects` are those the rows were chosen by, `version` a past one that they are of.

        Takes one query: a filter may leave more rows than can be read twice in the time that an answer has.
        """
        groups = rows.order_by().values(value=Case(When(self.placed(), then=self.value())))
        counts = groups.annotate(
            count=Count("pk"),
            groups=Window(Count("*")),
            total=OfAll(Count("pk")),
            missing=OfAll(Count("pk", filter=self.missing())),
            placed=OfAll(Count("pk", filter=self.placed())),
        ).order_by("-count", "value")
        # One more, for the rows without a value are a group as well.
        found = list(counts[: limit + 1])
        first = found[0] if found else {"groups": 0, "total": 0, "missing": 0, "placed": 0}
        listed = [Counted(self.text(one["value"]), one["count"]) for one in found if one["value"] is not None]
        return Facet(
            total=first["total"],
            missing=first["missing"],
            imprecise=first["total"] - first["missing"] - first["placed"],
            value_count=first["groups"] - (first["total"] > first["placed"]),
            counts=listed[:limit],
        )

    def totals(self, rows: Rows) -> tuple[int, int, int]:
        """All rows, those without a value, and those whose date is not under one value only."""
        having = {"missing": self.missing(), "placed": self.placed()}
        filtered = {name: Count("pk", filter=condition) for name, condition in having.items()}
        found = rows.order_by().aggregate(total=Count("pk"), **filtered)
        return found["total"], found["missing"], found["total"] - found["missing"] - found["placed"]

    def value(self) -> Any:
        """What rows are grouped by."""
        return Collate(F(self.column), "C")

    def missing(self) -> Q:
        return Q((self.column, ""))

    def placed(self) -> Q:
        """The rows that have a value."""
        return ~self.missing()

    def text(self, value: Any) -> str:
        return str(value)


class ArrayDimension(Dimension):
    """Counts a row under each member of an array, which holds none twice."""

    def facet(self, rows: Rows, *, limit: int, aspects: Sequence[str] = (), version: int | None = None) -> Facet:
        """Takes two queries: what a row has several of says nothing of how many rows there are."""
        valued = rows.filter(self.placed()).order_by().values(value=self.value())
        counts = valued.annotate(count=Count("pk"), groups=Window(Count("*"))).order_by("-count", "value")
        found = list(counts.values_list("value", "count", "groups")[:limit])
        total, missing, _ = self.totals(rows)
        return Facet(
            total=total,
            missing=missing,
            imprecise=0,
            value_count=found[0][2] if found else 0,
            counts=[Counted(self.text(value), count) for value, count, _ in found],
        )

    def value(self) -> Any:
        return Collate(Members(F(self.column)), "C")

    def missing(self) -> Q:
        return Q((self.column, []))


class PeriodDimension(Dimension):
    """Counts a row under the day, week, month or year that holds all days of its date."""

    def __init__(self, column: str, *, interval: str, letters: int = 10) -> None:
        super().__init__(column)
        self.interval = interval
        self.letters = letters

    def value(self) -> Any:
        return self.period("start")

    def missing(self) -> Q:
        return Q((f"{self.column}_start__isnull", True), (f"{self.column}_end__isnull", True))

    def placed(self) -> Q:
        """All days are in one period, which is never so where a bound is open."""
        return Q(Exact(self.period("start"), self.period("end")))

    def period(self, bound: str) -> Trunc:
        return Trunc(f"{self.column}_{bound}", self.interval, output_field=DateField())

    def text(self, value: date) -> str:
        return value.isoformat()[: self.letters]


class AgreementDimension(Dimension):
    """Counts an event under each word that holds for one of its aspects, or for one of the aspects asked for."""

    def facet(self, rows: Rows, *, limit: int, aspects: Sequence[str] = (), version: int | None = None) -> Facet:
        pairs = {word: [f"{aspect}:{word}" for aspect in aspects or Aspect.values] for word in Agreement.values}
        of_any = Q((f"{self.column}__overlap", [pair for of_word in pairs.values() for pair in of_word]))
        having = {word: Count("pk", filter=Q((f"{self.column}__overlap", of_word))) for word, of_word in pairs.items()}
        found = rows.order_by().aggregate(total=Count("pk"), missing=Count("pk", filter=~of_any), **having)
        counts = [Counted(word, found[word]) for word in pairs if found[word]]
        return Facet(
            total=found["total"],
            missing=found["missing"],
            imprecise=0,
            value_count=len(counts),
            counts=sorted(counts, key=lambda item: (-item.rows, item.value))[:limit],
        )


class EventDimension(Dimension):
    """Counts a claim once under each value that the events it is about have between them: see docs/aggregates.md.

    The database counts the claims on each event or group of events, by `also` apart; what those events have is looked
    up here. A join of all claims with their events would take longer than an answer may.
    """

    also: Sequence[str] = ()

    def facet(self, rows: Rows, *, limit: int, aspects: Sequence[str] = (), version: int | None = None) -> Facet:
        counts: Counter[str] = Counter()
        total = missing = 0
        values = self.values(rows, version)
        groups = rows.order_by().values("events", *self.also).annotate(count=Count("pk"))
        for events, *also, count in groups.values_list("events", *self.also, "count"):
            found = {value for event in events for value in self.of(values.get(event, ()), *also)}
            counts.update(dict.fromkeys(found, count))
            total += count
            missing += 0 if found else count
        listed = sorted(starmap(Counted, counts.items()), key=lambda item: (-item.rows, item.value))[:limit]
        return Facet(total=total, missing=missing, imprecise=0, value_count=len(counts), counts=listed)

    def values(self, rows: Rows, version: int | None) -> dict[str, Sequence[str]]:
        """What each event has that one of the claims is about."""
        events = PublishedEvent.objects.current() if version is None else PublishedEvent.objects.as_of(version)
        about = rows.order_by().annotate(about=Members(F("events"))).values("about")
        found = events.filter(slug__in=about).values_list("slug", self.column)
        return {slug: [value] if isinstance(value, str) else value for slug, value in found}

    def of(self, values: Sequence[str], *also: str) -> Iterable[str]:
        """The values under which an event's claims count."""
        return filter(None, values)


class EventAgreementDimension(EventDimension):
    """Counts a claim under how far the claims on its own aspect agree, at each event it is about."""

    also = ("aspect",)

    def of(self, values: Sequence[str], *also: str) -> Iterable[str]:
        [aspect] = also
        return [word for of_aspect, _, word in (pair.partition(":") for pair in values) if of_aspect == aspect]


def label_in(vocabulary: type[Vocabulary]) -> Callable[[str], str]:
    """A word for people; a word that is in no list any more, but in the past of the dataset, as it is."""
    labels = {word.value: word.english for word in vocabulary}
    return lambda word: labels.get(word, word)


def country_name(code: str) -> str:
    """The English name of a country (ISO 3166-1 alpha-2), the code itself where none is known."""
    return str(countries.name(code)) or code


def language_name(tag: str) -> str:
    """The English name of a language (BCP 47), the tag itself where none is known."""
    try:
        return str(get_language_info(tag)["name"])
    except KeyError:
        return tag


EVENT_DIMENSIONS: Mapping[str, Dimension] = {
    "event_type": Dimension("event_type", label=label_in(EventType)),
    "quad_class": Dimension("quad_class", label=label_in(QuadClass)),
    "country": ArrayDimension("countries", label=country_name),
    "place": ArrayDimension("places", resource="places"),
    "actor": ArrayDimension("actors", resource="actors"),
    "source": ArrayDimension("sources", resource="sources"),
    "year": PeriodDimension("date", interval="year", letters=YEAR),
    "month": PeriodDimension("date", interval="month", letters=MONTH),
    "agreement": AgreementDimension("agreements", label=label_in(Agreement)),
    "language": ArrayDimension("languages", label=language_name),
}
CLAIM_DIMENSIONS: Mapping[str, Dimension] = {
    "aspect": Dimension("aspect", label=label_in(Aspect)),
    "speech_act": Dimension("speech_act", label=label_in(SpeechAct)),
    "speech_mode": Dimension("speech_mode", label=label_in(SpeechMode)),
    "modality": Dimension("modality", label=label_in(Modality)),
    "event": ArrayDimension("events", resource="events"),
    "event_type": EventDimension("event_type", label=label_in(EventType)),
    "quad_class": EventDimension("quad_class", label=label_in(QuadClass)),
    "country": EventDimension("countries", label=country_name),
    "place": EventDimension("places", resource="places"),
    "actor": EventDimension("actors", resource="actors"),
    "agreement": EventAgreementDimension("agreements", label=label_in(Agreement)),
    "article": Dimension("article", resource="articles"),
    "source": Dimension("source", resource="sources"),
    "via": ArrayDimension("via", resource="sources"),
    "speaker": Dimension("speaker", resource="actors"),
    "relation": ArrayDimension("relations", label=label_in(ClaimRelation)),
    "year": PeriodDimension("said", interval="year", letters=YEAR),
    "month": PeriodDimension("said", interval="month", letters=MONTH),
    "language": Dimension("language", label=language_name),
}


def timeline(rows: Rows, *, interval: str) -> Timeline | None:
    """The rows by their dates; None where there are more buckets than MAX_BUCKETS. Takes two queries."""
    period = PeriodDimension("date", interval=interval)
    placed = rows.filter(period.placed()).order_by().values(value=period.value())
    found = list(placed.annotate(count=Count("pk")).order_by("value").values_list("value", "count")[: MAX_BUCKETS + 1])
    if len(found) > MAX_BUCKETS:
        return None
    total, undated, imprecise = period.totals(rows)
    buckets = [Bucket(start, last_day(start, interval=interval), count) for start, count in found]
    return Timeline(total=total, imprecise=imprecise, undated=undated, buckets=buckets)


def last_day(start: date, *, interval: str) -> date:
    """The last day of the day, week, month or year that starts then; none is later than the last day there is."""
    match interval:
        case "day":
            return start
        case "week":
            return start + min(timedelta(days=6), date.max - start)
        case "month" if start.month < 12:
            return start.replace(month=start.month + 1) - timedelta(days=1)
    return date(start.year, 12, 31)


def names_of(resource: str, ids: Sequence[str], *, as_of: int | None = None) -> dict[str, str]:
    """The name or title of each record, as it is or was public. Takes one query."""
    table = RECORD_TABLES[resource].objects
    rows = table.current() if as_of is None else table.as_of(as_of)
    _, field = LABELS.get(resource, ("name", "name"))
    named = rows.filter(slug__in=ids).annotate(label=KeyTextTransform(field, "snapshot"))
    return dict(named.values_list("slug", "label"))
