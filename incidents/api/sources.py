from drf_spectacular.utils import extend_schema, extend_schema_view

from eventsapi.rest.shaping import Shape
from eventsapi.rest.views import StoredListView
from incidents.api.records import RecordDetailView, id_in_path
from incidents.exports import ANY_LIST
from incidents.filters import SourceFilterSet
from incidents.publication.documents.sources import SourceSerializer
from incidents.publication.models import PublishedSource


@extend_schema_view(
    get=extend_schema(
        operation_id="listSources",
        tags=["sources"],
        summary="List sources",
        description="Outlets, agencies and organisations that publish articles or are cited in them.",
        responses=SourceSerializer(many=True),
    )
)
class SourceListView(StoredListView):
    renderer_classes = ANY_LIST
    queryset = PublishedSource.objects.current()
    serializer_class = SourceSerializer
    filterset_class = SourceFilterSet
    orderings = {"name": "name", "updated_at": "changed_at", "id": "slug"}
    default_ordering = "name"
    shape = Shape(keys=list(SourceSerializer().fields))
    has_past = True


@extend_schema_view(
    get=extend_schema(
        operation_id="getSource",
        tags=["sources"],
        summary="Get a source",
        description="One source.",
        parameters=[id_in_path("reuters")],
    )
)
class SourceDetailView(RecordDetailView):
    resource = "sources"
    queryset = PublishedSource.objects.current()
    serializer_class = SourceSerializer
