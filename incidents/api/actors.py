from drf_spectacular.utils import extend_schema, extend_schema_view

from eventsapi.rest.shaping import Shape
from eventsapi.rest.views import StoredListView
from incidents.api.including.excerpts import ACTOR_INCLUSIONS, ACTOR_READS, ActorRowSerializer
from incidents.api.records import RecordDetailView, id_in_path
from incidents.exports import ANY_ANSWER
from incidents.filters import ActorFilterSet
from incidents.publication.documents.actors import ActorSerializer
from incidents.publication.models import PublishedActor

SHAPE = Shape(keys=list(ActorSerializer().fields), inclusions=ACTOR_INCLUSIONS, reads=ACTOR_READS)


@extend_schema_view(
    get=extend_schema(
        operation_id="listActors",
        tags=["actors"],
        summary="List actors",
        description="Persons, states, organisations and groups that act or speak, with every spelling of their names.",
        responses=ActorRowSerializer(many=True),
    )
)
class ActorListView(StoredListView):
    renderer_classes = ANY_ANSWER
    queryset = PublishedActor.objects.current()
    serializer_class = ActorRowSerializer
    shape = SHAPE
    filterset_class = ActorFilterSet
    orderings = {"name": "name", "updated_at": "changed_at", "id": "slug"}
    default_ordering = "name"
    has_past = True


@extend_schema_view(
    get=extend_schema(
        operation_id="getActor",
        tags=["actors"],
        summary="Get an actor",
        description="One actor with its names and affiliations.",
        parameters=[id_in_path("ilham-aliyev")],
    )
)
class ActorDetailView(RecordDetailView):
    resource = "actors"
    queryset = PublishedActor.objects.current()
    serializer_class = ActorRowSerializer
    shape = SHAPE
