from drf_spectacular.utils import extend_schema, extend_schema_view

from eventsapi.rest.shaping import Shape
from eventsapi.rest.views import StoredListView
from incidents.api.including.articles import INCLUSIONS, READS, ArticlePartSerializer, ArticleRowSerializer
from incidents.api.records import RecordDetailView, id_in_path
from incidents.exports import ANY_ANSWER
from incidents.filters import ArticleFilterSet
from incidents.publication.documents.articles import ArticleSerializer, ArticleSummarySerializer
from incidents.publication.models import PublishedArticle


@extend_schema_view(
    get=extend_schema(
        operation_id="listArticles",
        tags=["articles"],
        summary="List articles",
        description="The published texts that claims are taken from. Their full texts are never served.",
        responses=ArticleRowSerializer(many=True),
    )
)
class ArticleListView(StoredListView):
    renderer_classes = ANY_ANSWER
    queryset = PublishedArticle.objects.current()
    serializer_class = ArticleRowSerializer
    filterset_class = ArticleFilterSet
    orderings = {"published": "published_start", "updated_at": "changed_at", "id": "slug"}
    default_ordering = "-published"
    shape = Shape(keys=list(ArticleSummarySerializer().fields), inclusions=INCLUSIONS, reads=READS)
    has_past = True


@extend_schema_view(
    get=extend_schema(
        operation_id="getArticle",
        tags=["articles"],
        summary="Get an article",
        description="One article with the claims it reports and the events they are about.",
        parameters=[id_in_path("001-azerbaijan-russia-tensions-after-embassy-strike")],
    )
)
class ArticleDetailView(RecordDetailView):
    resource = "articles"
    queryset = PublishedArticle.objects.current()
    serializer_class = ArticleSerializer
    shape = Shape(keys=list(ArticleSerializer().fields), inclusions=INCLUSIONS, reads=READS, part=ArticlePartSerializer)
