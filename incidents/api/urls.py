"""The addresses of version 1, below /api/v1/."""

from django.urls import path, register_converter

from incidents.api.actors import ActorDetailView, ActorListView
from incidents.api.articles import ArticleDetailView, ArticleListView
from incidents.api.changes import ChangeListView
from incidents.api.claims import ClaimDetailView, ClaimListView
from incidents.api.coverage import EventCoverageView
from incidents.api.dataset import DatasetView
from incidents.api.disagreements import EventDisagreementsView
from incidents.api.events import EventDetailView, EventListView
from incidents.api.facets import ClaimFacetsView, EventFacetsView
from incidents.api.index import IndexView
from incidents.api.match import ActorMatchView
from incidents.api.records import PublicIdConverter
from incidents.api.search import SearchView
from incidents.api.sources import SourceDetailView, SourceListView
from incidents.api.timeline import EventTimelineView
from incidents.api.vocabularies import VocabularyDetailView, VocabularyListView

register_converter(PublicIdConverter, "public_id")

urlpatterns = [
    path("", IndexView.as_view(), name="index"),
    path("sources/", SourceListView.as_view(), name="source-list"),
    path("sources/<public_id:id>/", SourceDetailView.as_view(), name="source-detail"),
    path("articles/", ArticleListView.as_view(), name="article-list"),
    path("articles/<public_id:id>/", ArticleDetailView.as_view(), name="article-detail"),
    path("actors/", ActorListView.as_view(), name="actor-list"),
    path("actors/match/", ActorMatchView.as_view(), name="actor-match"),
    path("actors/<public_id:id>/", ActorDetailView.as_view(), name="actor-detail"),
    path("events/", EventListView.as_view(), name="event-list"),
    path("events/facets/", EventFacetsView.as_view(), name="event-facets"),
    path("events/timeline/", EventTimelineView.as_view(), name="event-timeline"),
    path("events/<public_id:id>/", EventDetailView.as_view(), name="event-detail"),
    path("events/<public_id:id>/disagreements/", EventDisagreementsView.as_view(), name="event-disagreements"),
    path("events/<public_id:id>/coverage/", EventCoverageView.as_view(), name="event-coverage"),
    path("claims/", ClaimListView.as_view(), name="claim-list"),
    path("claims/facets/", ClaimFacetsView.as_view(), name="claim-facets"),
    path("claims/<public_id:id>/", ClaimDetailView.as_view(), name="claim-detail"),
    path("search/", SearchView.as_view(), name="search"),
    path("changes/", ChangeListView.as_view(), name="change-list"),
    path("dataset/", DatasetView.as_view(), name="dataset"),
    path("vocabularies/", VocabularyListView.as_view(), name="vocabulary-list"),
    path("vocabularies/<slug:name>/", VocabularyDetailView.as_view(), name="vocabulary-detail"),
]
