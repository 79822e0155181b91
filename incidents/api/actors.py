from drf_spectacular.utils import extend_schema, extend_schema_view

from eventsapi.rest.views import StoredListView
from incidents.api.records import RecordDetailView, id_in_path
from incidents.publication.documents.actors import ActorSerializer
from incidents.publication.models import PublishedActor


@extend_schema_view(
    get=extend_schema(
        operation_id="listActors",
        tags=["actors"],
        summary="List actors",
        description="Persons, states, organisations and groups that act or speak, with every spelling of their names.",
        responses=ActorSerializer(many=True),
    )
)
class ActorListView(StoredListView):
    queryset = PublishedActor.objects.current()
    serializer_class = ActorSerializer
    orderings = {"name": "name", "updated_at": "changed_at", "id": "slug"}
    default_ordering = "name"


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
    serializer_class = ActorSerializer
