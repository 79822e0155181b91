from drf_spectacular.utils import extend_schema, extend_schema_view

from eventsapi.rest.shaping import Shape
from eventsapi.rest.views import StoredListView
from incidents.api.including.events import INCLUSIONS, READS, EventPartSerializer, EventRowSerializer
from incidents.api.records import RecordDetailView, id_in_path
from incidents.exports import EVENT_LIST
from incidents.filters import EventFilterSet
from incidents.publication.documents.events import EventSerializer, EventSummarySerializer
from incidents.publication.models import PublishedEvent
from incidents.publication.walking import WALK

EVENT_ID = id_in_path("azerbaijani-embassy-strike-2025-11-14")


@extend_schema_view(
    get=extend_schema(
        operation_id="listEvents",
        tags=["events"],
        summary="List events",
        description="Events that match all of the filters, with the agreement of what is claimed about each.",
        responses=EventRowSerializer(many=True),
    )
)
class EventListView(StoredListView):
    renderer_classes = EVENT_LIST
    queryset = PublishedEvent.objects.current()
    serializer_class = EventRowSerializer
    filterset_class = EventFilterSet
    orderings = {"date": "date_start", "updated_at": "changed_at", "claim_count": "claim_count", "id": "slug"}
    default_ordering = "-date"
    walks = (WALK,)
    shape = Shape(keys=list(EventSummarySerializer().fields), inclusions=INCLUSIONS, reads=READS)
    has_past = True


@extend_schema_view(
    get=extend_schema(
        operation_id="getEvent",
        tags=["events"],
        summary="Get an event",
        description="One event with its places, participants, relations, claims and articles.",
        parameters=[EVENT_ID],
    )
)
class EventDetailView(RecordDetailView):
    resource = "events"
    queryset = PublishedEvent.objects.current()
    serializer_class = EventSerializer
    shape = Shape(keys=list(EventSerializer().fields), inclusions=INCLUSIONS, reads=READS, part=EventPartSerializer)
