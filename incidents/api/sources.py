from drf_spectacular.utils import extend_schema, extend_schema_view

from eventsapi.rest.shaping import Shape
from eventsapi.rest.views import StoredListView
from incidents.api.including.excerpts import SOURCE_INCLUSIONS, SOURCE_READS, SourceRowSerializer
from incidents.api.records import RecordDetailView, id_in_path
from incidents.exports import ANY_ANSWER
from incidents.filters import SourceFilterSet
from incidents.publication.documents.sources import SourceSerializer
from incidents.publication.models import PublishedSource

SHAPE = Shape(keys=list(SourceSerializer().fields), inclusions=SOURCE_INCLUSIONS, reads=SOURCE_READS)


@extend_schema_view(
    get=extend_schema(
        operation_id="listSources",
        tags=["sources"],
        summary="List sources",
        description="Outlets, agencies and organisations that publish articles or are cited in them.",
        responses=SourceRowSerializer(many=True),
    )
)
class SourceListView(StoredListView):
    renderer_classes = ANY_ANSWER
    queryset = PublishedSource.objects.current()
    serializer_class = SourceRowSerializer
    filterset_class = SourceFilterSet
    orderings = {"name": "name", "updated_at": "changed_at", "id": "slug"}
    default_ordering = "name"
    shape = SHAPE
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
    serializer_class = SourceRowSerializer
    shape = SHAPE
