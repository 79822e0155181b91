"""A toy resource that stands in for the domain: a table of things, its filters, its views and its dataset version."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, ClassVar, NamedTuple

import orjson
from django.contrib.postgres.fields import ArrayField
from django.db import models
from rest_framework import serializers

from eventsapi.rest.filters import (
    BooleanFilter,
    ChoiceFilter,
    CountryFilter,
    DateFilter,
    IdFilter,
    InstantFilter,
    IntegerFilter,
    NumberFilter,
    SearchFilter,
    StrictFilterSet,
    WordFilter,
)
from eventsapi.rest.views import StoredDetailView, StoredListView

MERGED = {"old-hammer": "hammer"}
WITHDRAWN = {"bad-saw": "It was counted twice."}


class Thing(models.Model):
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200, default="")
    kind = models.CharField(max_length=20, default="tool")
    country = models.CharField(max_length=2, default="")
    makers = ArrayField(models.TextField(), default=list)
    made = models.DateField(null=True)
    changed_at = models.DateTimeField(default=datetime(2024, 1, 1, tzinfo=UTC))
    weight = models.DecimalField(max_digits=9, decimal_places=3, default=1)
    parts = models.IntegerField(null=True)
    sharp = models.BooleanField(default=False)
    summary = models.TextField(default="{}")
    document = models.TextField(default="{}")

    objects: ClassVar[models.Manager["Thing"]] = models.Manager()

    class Meta:
        app_label = "rest"
        managed = False
        db_table = "rest_test_thing"

    def __str__(self) -> str:
        return self.slug


class ThingSerializer(serializers.Serializer[Thing]):
    id = serializers.CharField(source="slug", help_text="Id.")
    made = serializers.DateField(allow_null=True, help_text="Day it was made.")


class ThingFilterSet(StrictFilterSet):
    ranges = (("made_from", "made_to"),)
    companions = {"sharp": "kind"}

    q = SearchFilter(search=lambda rows, text: rows.filter(name__icontains=text), help_text="Words in its name.")
    kind = WordFilter("kind", choices=["tool", "toy", "jewel"], help_text="Kind of thing.")
    country = CountryFilter("country", help_text="Where it is from.")
    id = IdFilter("slug", resolve=lambda ids: [MERGED.get(one, one) for one in ids], help_text="Its id.")
    maker = IdFilter("makers", example="anna", help_text="Ids of its makers.")
    made_from = DateFilter("made", lookup="gte", help_text="Made on this day or later.")
    made_to = DateFilter("made", lookup="lte", help_text="Made on this day or before.")
    changed_since = InstantFilter("changed_at", lookup="gte", help_text="Changed at this moment or later.")
    min_parts = IntegerFilter("parts", lookup="gte", minimum=0, maximum=1_000, help_text="At least so many parts.")
    max_weight = NumberFilter("weight", lookup="lte", minimum=0, maximum=1_000, help_text="At most so heavy, kg.")
    sharp = BooleanFilter("sharp", help_text="Whether it cuts.")
    exactly = ChoiceFilter("kind", choices=["tool", "toy"], help_text="One kind of thing.")


class ThingList(StoredListView):
    queryset = Thing.objects.all()
    serializer_class = ThingSerializer
    filterset_class = ThingFilterSet
    orderings = {"made": "made", "parts": "parts", "weight": "weight", "changed": "changed_at", "id": "slug"}
    default_ordering = "-made"


class ThingDetail(StoredDetailView):
    queryset = Thing.objects.all()
    serializer_class = ThingSerializer

    def successor(self, slug: str) -> str | None:
        return MERGED.get(slug)

    def withdrawal(self, slug: str) -> str | None:
        return WITHDRAWN.get(slug)


class Version(NamedTuple):
    number: int
    changed_at: datetime | None


def version() -> Version:
    return Version(7, datetime(2024, 5, 1, 12, 0, 0, tzinfo=UTC))


def make(slug: str, **values: Any) -> Thing:
    """A thing whose stored texts say what a reader should get: its id in the list, and its name in the detail."""
    texts = {"summary": orjson.dumps({"id": slug}).decode(), "document": orjson.dumps({"id": slug, "more": 1}).decode()}
    return Thing.objects.create(slug=slug, **texts | values)


def make_many(rows: Sequence[tuple[str, date | None]]) -> None:
    Thing.objects.bulk_create(Thing(slug=slug, made=made, summary=f'{{"id":"{slug}"}}') for slug, made in rows)
