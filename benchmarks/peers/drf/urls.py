"""Generic views with filters and the two kinds of pages that the REST framework has."""

from typing import Any

import django_filters  # type: ignore[import-untyped]  # ships no types
from django.db.models import QuerySet
from django.urls import path
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.pagination import BasePagination, CursorPagination, LimitOffsetPagination

from benchmarks.peers.drf.models import Event
from benchmarks.peers.drf.serializers import EventSerializer, EventSummarySerializer


class EventFilter(django_filters.FilterSet):  # type: ignore[misc]  # for the same reason
    type = django_filters.CharFilter("event_type")
    country = django_filters.CharFilter("places__place__country", distinct=True)
    date_from = django_filters.DateFilter("last_date", lookup_expr="gte")
    date_to = django_filters.DateFilter("date_start", lookup_expr="lte")
    actor = django_filters.CharFilter("participants__actor__slug")

    class Meta:
        model = Event
        fields: list[str] = []


class Keyset(CursorPagination):
    page_size = 50
    ordering = ("-sort_date", "-slug")


class Numbered(LimitOffsetPagination):
    default_limit = 50


class EventList(ListAPIView[Any]):
    serializer_class = EventSummarySerializer
    filterset_class = EventFilter
    pagination_class: type[BasePagination] = Keyset

    def get_queryset(self) -> "QuerySet[Event]":
        events = Event._default_manager.select_related("part_of").order_by("-sort_date", "-slug")
        return events.prefetch_related("places__place", "participants__actor")


class NumberedEventList(EventList):
    pagination_class = Numbered


class EventDetail(RetrieveAPIView[Any]):
    serializer_class = EventSerializer
    lookup_field = "slug"
    queryset = Event._default_manager.select_related("part_of").prefetch_related(
        "places__place", "participants__actor", "relations__to_event", "claims", "articles"
    )


urlpatterns = [
    path("events/", EventList.as_view()),
    path("numbered/", NumberedEventList.as_view()),
    path("events/<slug:slug>/", EventDetail.as_view()),
]
