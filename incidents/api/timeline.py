"""The timeline: how many events there are in each day, week, month or year."""

from typing import Any

from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema, extend_schema_serializer, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from eventsapi.rest.errors import Code, Fault, InvalidParameters
from eventsapi.rest.fields import WordField
from eventsapi.rest.strict import FilteredView
from incidents.aggregates import INTERVALS, MAX_BUCKETS, timeline
from incidents.exports import ANY_ANSWER
from incidents.filters import EventFilterSet
from incidents.kept_counts import timeline_of_all
from incidents.publication.models import PublishedEvent

DEFAULT_INTERVAL = "month"


@extend_schema_serializer(component_name="TimelineBucket")
class BucketSerializer(serializers.Serializer[Any]):
    """A day, week, month or year, and the events of which all possible days lie in it."""

    start = serializers.DateField(help_text="Its first day; of a week, the Monday (ISO 8601).")
    end = serializers.DateField(help_text="Its last day, inclusive.")
    count = serializers.IntegerField(help_text="Events in it, each in no other.")


@extend_schema_serializer(component_name="Timeline")
class TimelineSerializer(serializers.Serializer[Any]):
    """Events by time. The counts of the buckets, `imprecise` and `undated` add up to `total`."""

    interval = serializers.CharField(help_text="How long a bucket is.")
    total = serializers.IntegerField(help_text="Events that match the filters.")
    imprecise = serializers.IntegerField(help_text="Events whose date is not known to lie in a single bucket.")
    undated = serializers.IntegerField(help_text="Events of which neither a first nor a last possible day is known.")
    results = BucketSerializer(many=True, help_text="Buckets in order of time; those without events are left out.")


@extend_schema_view(
    get=extend_schema(
        operation_id="getEventTimeline",
        tags=["events"],
        summary="Count events over time",
        description=(
            "The events that match the filters, by day, week, month or year. An event counts in a bucket only where "
            "its date lies wholly in it; one that is less precise is counted apart and never spread. "
            f"At most {MAX_BUCKETS:,} buckets: beyond, a longer interval is asked for."
        ),
    )
)
class EventTimelineView(FilteredView):
    renderer_classes = ANY_ANSWER
    queryset = PublishedEvent.objects.current()
    serializer_class = TimelineSerializer
    row_serializer = BucketSerializer
    filterset_class = EventFilterSet
    has_past = True
    parameters = {"interval": WordField(choices=INTERVALS, default=DEFAULT_INTERVAL, help_text="How long a bucket is.")}

    def answer(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        interval = self.query.values.get("interval", DEFAULT_INTERVAL)
        found = (
            timeline_of_all(interval=interval)
            if self.is_of_all()
            else timeline(self.filter_queryset(self.get_queryset()), interval=interval)
        )
        if found is None:
            raise InvalidParameters([_too_fine(interval)])
        results = [{"start": start, "end": end, "count": rows} for start, end, rows in found.buckets]
        if self.is_file(request):
            return self.file(request, [results])
        return Response(
            {
                "interval": interval,
                "total": found.total,
                "imprecise": found.imprecise,
                "undated": found.undated,
                "results": results,
            }
        )


def _too_fine(interval: str) -> Fault:
    detail = f"'interval': by {interval} there are more than {MAX_BUCKETS:,} buckets; ask for a longer one, or filter."
    longer = INTERVALS[INTERVALS.index(interval) + 1 :]
    return Fault(parameter="interval", code=Code.OUT_OF_RANGE, detail=detail, allowed=longer)
