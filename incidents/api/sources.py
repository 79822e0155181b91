from drf_spectacular.utils import extend_schema, extend_schema_view

from eventsapi.rest.views import StoredListView
from incidents.api.records import RecordDetailView, id_in_path
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
    queryset = PublishedSource.objects.current()
    serializer_class = SourceSerializer
    orderings = {"name": "name", "updated_at": "changed_at", "id": "slug"}
    default_ordering = "name"


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
