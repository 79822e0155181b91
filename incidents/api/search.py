"""One search over all that is published."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any

from django.db.models import FloatField
from django.http.response import HttpResponseBase
from drf_spectacular.utils import (
    PolymorphicProxySerializer,
    extend_schema,
    extend_schema_field,
    extend_schema_serializer,
    extend_schema_view,
)
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from eventsapi.rest.cursors import CursorField, Position
from eventsapi.rest.fields import IntegerField, Selection, TextField, WordsField
from eventsapi.rest.paging import COUNT_LIMIT, KeysetPaginator, Page
from eventsapi.rest.parameters import CURSOR
from eventsapi.rest.places import Place
from eventsapi.rest.strict import StrictAPIView
from incidents.exports import ANY_ANSWER
from incidents.hits import RESOURCES, Hit, best, shown
from incidents.publication.documents.shared import IdField, UrlField
from incidents.ranking import BEST, COMPARED

DEFAULT_PAGE_SIZE = 20
MAX_PAGE_SIZE = 50
FIELDS = ("title", "statement", "quote", "summary", "name")


@extend_schema_field(
    {
        "type": "array",
        "items": {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 2, "maxItems": 2},
    }
)
class HighlightsField(serializers.ListField):
    """Pairs of start and end."""


@extend_schema_serializer(component_name="Snippet")
class SnippetSerializer(serializers.Serializer[Any]):
    """The words that show why a record was found."""

    text = serializers.CharField(help_text="A text of the record, or a part of it, which `…` opens or ends. No HTML.")
    highlights = HighlightsField(
        help_text="Where the words stand in `text`: pairs of start and end in Unicode code points, half-open, in order."
    )


def constant(word: str) -> serializers.CharField:
    """A key that has one value, by which clients tell the kinds of hits apart."""

    @extend_schema_field({"type": "string", "const": word})
    class ConstantField(serializers.CharField):
        pass

    return ConstantField(help_text="Which list the record is in.")


class HitSerializer(serializers.Serializer[Any]):
    """What all hits have in common."""

    id = IdField()
    url = UrlField()
    score = serializers.FloatField(
        min_value=0, max_value=1, help_text="How well it fits; comparable within one search only."
    )
    field = serializers.ChoiceField(choices=FIELDS, help_text="Which text of the record the snippet is from.")
    snippet = SnippetSerializer(help_text="The words that show why it was found; without highlights where none does.")


@extend_schema_serializer(component_name="ActorHit")
class ActorHitSerializer(HitSerializer):
    """An actor that was found."""

    type = constant("actors")
    name = serializers.CharField(help_text="Its name.")


@extend_schema_serializer(component_name="ArticleHit")
class ArticleHitSerializer(HitSerializer):
    """An article that was found, by its title, publisher or authors."""

    type = constant("articles")
    title = serializers.CharField(help_text="Its headline, or its first words where it has none.")


@extend_schema_serializer(component_name="ClaimHit")
class ClaimHitSerializer(HitSerializer):
    """A claim that was found."""

    type = constant("claims")
    title = serializers.CharField(help_text="Its statement.")


@extend_schema_serializer(component_name="EventHit")
class EventHitSerializer(HitSerializer):
    """An event that was found, by its own words or by those of the claims about it."""

    type = constant("events")
    title = serializers.CharField(help_text="Its title.")


class HitRowSerializer(serializers.Serializer[Any]):
    """A hit of whatever kind as a table shows it."""

    type = serializers.CharField()
    id = serializers.CharField()
    name = serializers.CharField()
    title = serializers.CharField()
    url = serializers.CharField()
    score = serializers.FloatField()
    field = serializers.CharField()
    snippet = SnippetSerializer()


HITS = PolymorphicProxySerializer(
    component_name="SearchHit",
    serializers={
        "actors": ActorHitSerializer,
        "articles": ArticleHitSerializer,
        "claims": ClaimHitSerializer,
        "events": EventHitSerializer,
    },
    resource_type_field_name="type",
    many=True,
)


@extend_schema_view(
    get=extend_schema(
        operation_id="search",
        tags=["search"],
        summary="Search everything",
        description=(
            f"Actors, articles, claims and events that the words are found in, the best first. `count` is exact, but "
            f"only the best {BEST} are listed: to read all, ask the lists with the same `q`. Of a kind of which "
            f"{COMPARED} or more are found, the {COMPARED} that were published last are compared."
        ),
        responses=HITS,
    )
)
class SearchView(StrictAPIView):
    renderer_classes = ANY_ANSWER
    row_serializer = HitRowSerializer
    has_past = True
    serializer_class = EventHitSerializer
    pagination_class = KeysetPaginator
    parameters = {
        "q": TextField(
            required=True,
            help_text=(
                'What to look for: all of the words; "a phrase", or, -without; the last may be a beginning, where not '
                f"{COMPARED} of a kind have it whole."
            ),
            example="embassy deliberate",
        ),
        "type": WordsField(choices=RESOURCES, help_text="Which lists to search.", example="events"),
        "page_size": IntegerField(
            minimum=1, maximum=MAX_PAGE_SIZE, default=DEFAULT_PAGE_SIZE, help_text="Results on a page."
        ),
        CURSOR: CursorField(help_text="Where the page starts: opaque, taken from 'next' or 'previous'."),
    }

    def answer(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        text = self.query.values["q"]
        as_file = self.is_file(request)
        place = Place.of(request._request, self.query)
        position = place.start(self.query.values.get(CURSOR), key_field=FloatField())
        kinds = _chosen(self.query.values.get("type"))
        hits, total = best(text, resources=kinds, version=self.as_of, edition=self.read_state())
        if as_file:
            return self.file(request, [shown(text, hits, version=self.as_of)])
        page = self._page(place, hits, position, total)
        results = shown(text, [hit for (hit,) in page.rows], version=self.as_of)
        return Response(page.envelope(results), headers=page.headers())

    def _page(self, place: Place, hits: Sequence[Hit], position: Position | None, total: int) -> Page:
        size = self.query.values.get("page_size", DEFAULT_PAGE_SIZE)
        first, last = _bounds([hit.position for hit in hits], position, size)
        part = hits[first:last]
        return Page(
            rows=[(hit,) for hit in part],
            next=place.link(_at(part[-1])) if part and last < len(hits) else None,
            previous=place.link(_at(part[0], backwards=True)) if part and first > 0 else None,
            count=min(total, COUNT_LIMIT),
            count_relation="gte" if total > COUNT_LIMIT else "eq",
        )


def _at(hit: Hit, *, backwards: bool = False) -> Position:
    return Position(key=hit.score, id=f"{hit.resource}/{hit.id}", backwards=backwards)


def _chosen(types: Selection | None) -> list[str]:
    if types is None:
        return list(RESOURCES)
    return [name for name in types.include or RESOURCES if name not in types.exclude]


def _bounds(positions: list[tuple[float, str, str]], start: Position | None, size: int) -> tuple[int, int]:
    """The first hit of a page and the one after its last."""
    if start is None:
        return 0, min(size, len(positions))
    resource, _, slug = start.id.partition("/")
    place = (-start.key, resource, slug)
    if start.backwards:
        end = bisect_left(positions, place)
        return max(end - size, 0), end
    first = bisect_right(positions, place)
    return first, min(first + size, len(positions))
