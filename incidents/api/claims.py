from drf_spectacular.utils import extend_schema, extend_schema_view

from eventsapi.rest.shaping import Inclusion, Shape
from eventsapi.rest.views import StoredListView
from incidents.api.records import RecordDetailView, id_in_path
from incidents.exports import CLAIM_LIST
from incidents.filters import ClaimFilterSet
from incidents.publication.documents.claims import ClaimSerializer
from incidents.publication.models import PublishedClaim

SHAPE = Shape(
    keys=list(ClaimSerializer().fields),
    inclusions={
        "evidence": Inclusion(key="evidence", meaning="its quotes, which only `fields` can leave out"),
        "relations": Inclusion(key="relations", meaning="how it stands to other claims, likewise"),
    },
)


@extend_schema_view(
    get=extend_schema(
        operation_id="listClaims",
        tags=["claims"],
        summary="List claims",
        description="Claims that match all of the filters, each with the quotes it rests on.",
        responses=ClaimSerializer(many=True),
    )
)
class ClaimListView(StoredListView):
    renderer_classes = CLAIM_LIST
    queryset = PublishedClaim.objects.current()
    serializer_class = ClaimSerializer
    filterset_class = ClaimFilterSet
    orderings = {"said": "said_start", "updated_at": "changed_at", "id": "slug"}
    default_ordering = "id"
    shape = SHAPE
    has_past = True


@extend_schema_view(
    get=extend_schema(
        operation_id="getClaim",
        tags=["claims"],
        summary="Get a claim",
        description="One claim: who says what, in which words, through whom, and how it stands to other claims.",
        parameters=[id_in_path("c004-aliyev-strikes-deliberate")],
    )
)
class ClaimDetailView(RecordDetailView):
    resource = "claims"
    queryset = PublishedClaim.objects.current()
    serializer_class = ClaimSerializer
    shape = SHAPE
