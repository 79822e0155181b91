"""Facets and timelines of all public events, read from the numbers that are kept: the same as aggregates.py counts."""

from datetime import date

from django.db.models import Count, Q, Sum

from incidents import aggregates
from incidents.aggregates import EVENT_DIMENSIONS, Bucket, Counted, Facet, PeriodDimension, Timeline, last_day
from incidents.publication.counts import ALL, NO_VALUE
from incidents.publication.models import PublishedCount


def facet_of_all(by: str, *, limit: int) -> Facet:
    """The events by one of EVENT_DIMENSIONS. Takes two queries."""
    dimension = EVENT_DIMENSIONS[by]
    is_period = isinstance(dimension, PeriodDimension)
    valued = Q(dimension=by) & ~Q(value=NO_VALUE)
    in_all = PublishedCount.objects.filter(dimension__in=[ALL, by], rows__gt=0).aggregate(
        total=_sum(Q(dimension=ALL)),
        missing=_sum(Q(dimension=by, value=NO_VALUE)),
        valued=_sum(valued),
        values=Count("pk", filter=valued),
    )
    found = PublishedCount.objects.filter(valued, rows__gt=0).order_by("-rows", "value")[:limit]
    return Facet(
        total=in_all["total"],
        missing=in_all["missing"],
        # Elsewhere an event may have several values, but none that is not told.
        imprecise=in_all["total"] - in_all["missing"] - in_all["valued"] if is_period else 0,
        value_count=in_all["values"],
        counts=[
            Counted(dimension.text(date.fromisoformat(kept.value) if is_period else kept.value), kept.rows)
            for kept in found
        ],
    )


def timeline_of_all(*, interval: str) -> Timeline | None:
    """The events by their dates; None where there are more buckets than MAX_BUCKETS. Takes one query."""
    asked = Q(dimension=ALL) | Q(dimension=interval)
    # In order, so that first come those of all events and those without a date.
    kept = PublishedCount.objects.filter(asked, rows__gt=0).order_by("dimension", "value")
    found = list(kept.values_list("dimension", "value", "rows")[: aggregates.MAX_BUCKETS + 3])
    rows = {value: rows for of, value, rows in found if of == interval}
    total, undated = sum(rows for of, _, rows in found if of == ALL), rows.pop(NO_VALUE, 0)
    if len(rows) > aggregates.MAX_BUCKETS:
        return None
    starts = [(date.fromisoformat(value), number) for value, number in rows.items()]
    buckets = [Bucket(start, last_day(start, interval=interval), number) for start, number in starts]
    return Timeline(total=total, imprecise=total - undated - sum(rows.values()), undated=undated, buckets=buckets)


def _sum(condition: Q) -> Sum:
    return Sum("rows", filter=condition, default=0)
