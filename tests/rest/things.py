"""A toy resource that stands in for the domain: a table of things, its filters, its views and its dataset version."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from typing import Any, ClassVar, NamedTuple

import orjson
from django.contrib.postgres.fields import ArrayField
from django.db import models
from rest_framework import serializers

from eventsapi.rest.caching import Name
from eventsapi.rest.fields import Looked
from eventsapi.rest.filters import (
    Asked,
    BooleanFilter,
    ChoiceFilter,
    CountryFilter,
    DateFilter,
    IdFilter,
    InstantFilter,
    IntegerFilter,
    LanguageFilter,
    NumberFilter,
    PairFilter,
    SearchFilter,
    StrictFilterSet,
    WordFilter,
)
from eventsapi.rest.statements import Later, Statement
from eventsapi.rest.views import StoredDetailView, StoredListView

MERGED = {"old-hammer": "hammer"}
WITHDRAWN = {"bad-saw": "It was counted twice."}


class Thing(models.Model):
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200, default="")
    kind = models.CharField(max_length=20, default="tool")
    country = models.CharField(max_length=2, default="")
    makers = ArrayField(models.TextField(), default=list)
    crafts = ArrayField(models.TextField(), default=list)
    language = models.CharField(max_length=35, default="en")
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


def made_by(people: Sequence[str], crafts: Sequence[str], asked: Asked) -> models.Q:
    """The condition that any of the people had any of the crafts; crafts are held as craft:person."""
    everybody, every_craft = ("anna", "bert"), ("smith", "carver")
    pairs = [f"{craft}:{person}" for craft in crafts or every_craft for person in people or everybody]
    return models.Q(crafts__overlap=pairs)


class ThingFilterSet(StrictFilterSet):
    ranges = (("made_from", "made_to"),)
    companions = {"sharp": ("kind",), "strictly": ("made_from", "made_to")}
    modifiers = ("strictly",)
    together = {("person", "craft"): made_by}

    q = SearchFilter(
        look=lambda rows, text: Looked("part", text),
        search=lambda rows, looked: rows.filter(name__icontains=looked.value),
        help_text="Words in its name.",
    )
    kind = WordFilter("kind", choices=["tool", "toy", "jewel"], help_text="Kind of thing.")
    country = CountryFilter("country", help_text="Where it is from.")
    id = IdFilter("slug", resource="things", help_text="Its id.")
    maker = IdFilter("makers", resource="people", example="anna", help_text="Ids of its makers.")
    made_from = DateFilter("made", lookup="gte", help_text="Made on this day or later.")
    made_to = DateFilter("made", lookup="lte", help_text="Made on this day or before.")
    changed_since = InstantFilter("changed_at", lookup="gte", help_text="Changed at this moment or later.")
    min_parts = IntegerFilter("parts", lookup="gte", minimum=0, maximum=1_000, help_text="At least so many parts.")
    max_weight = NumberFilter("weight", lookup="lte", minimum=0, maximum=1_000, help_text="At most so heavy, kg.")
    sharp = BooleanFilter("sharp", help_text="Whether it cuts.")
    exactly = ChoiceFilter("kind", choices=["tool", "toy"], help_text="One kind of thing.")
    both = PairFilter("makers", resource="people", help_text="Two makers who made it together.")
    language = LanguageFilter("language", help_text="Language of its manual.")
    person = IdFilter(resource="people", help_text="Who had a craft in making it.")
    craft = WordFilter(choices=["smith", "carver"], help_text="The craft that was needed.")
    strictly = BooleanFilter(help_text="Says how the days are meant, and narrows nothing.")


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
    newest: int
    leads_to: dict[Name, str]


def version(as_of: int | None = None, names: Collection[Name] = ()) -> Version:
    merged = {(resource, slug): MERGED[slug] for resource, slug in names if resource == "things" and slug in MERGED}
    return Version(7, datetime(2024, 5, 1, 12, 0, 0, tzinfo=UTC), 7, merged)


class Newest:
    """Asks the database for the same that version() says."""

    def statement(self, names_from: int | None = None) -> Statement:
        told = "SELECT 'the seventh'" if names_from is None else "SELECT concat('the seventh of ', %s::text)"
        params = () if names_from is None else (Later(names_from),)
        return Statement(sql=told, params=params, convert=None, model=Thing, is_prepared=False)

    def given(self, names: Collection[Name]) -> list[str]:
        return [",".join("/".join(name) for name in sorted(names))]

    def read(self, told: str) -> Version:
        text, _, names = told.partition(" of ")
        assert text == "the seventh"
        return version(None, {(name.partition("/")[0], name.partition("/")[2]) for name in names.split(",") if name})


NEWEST = Newest()


def make(slug: str, **values: Any) -> Thing:
    """A thing whose stored texts say what a reader should get: its id in the list, and its name in the detail."""
    texts = {"summary": orjson.dumps({"id": slug}).decode(), "document": orjson.dumps({"id": slug, "more": 1}).decode()}
    return Thing.objects.create(slug=slug, **texts | values)


def make_many(rows: Sequence[tuple[str, date | None]]) -> None:
    Thing.objects.bulk_create(Thing(slug=slug, made=made, summary=f'{{"id":"{slug}"}}') for slug, made in rows)
