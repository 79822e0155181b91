"""The codebook as data. It changes with the code, never with the dataset."""

from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from drf_spectacular.utils import (
    OpenApiParameter,
    extend_schema,
    extend_schema_field,
    extend_schema_serializer,
    extend_schema_view,
)
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from eventsapi.rest.paging import KeysetPaginator, Page
from eventsapi.rest.strict import StrictAPIView
from incidents.exports import ANY_ANSWER
from incidents.vocabularies import VOCABULARIES, AnyVocabulary, QuadClass, describe


@extend_schema_serializer(component_name="Crosswalks")
class CrosswalksSerializer(serializers.Serializer[Any]):
    """Counterparts in other schemes; a list is empty where there is none."""

    cameo = serializers.ListField(child=serializers.CharField(), help_text="CAMEO codes.")
    acled = serializers.ListField(child=serializers.CharField(), help_text="ACLED event types and sub-event types.")
    ucdp = serializers.ListField(child=serializers.CharField(), help_text="UCDP fields and their values.")


@extend_schema_field({"type": ["string", "integer"]})
class WordValueField(serializers.JSONField):
    """The word as answers hold it: a text, or a number of a scale."""


@extend_schema_serializer(component_name="Word")
class WordSerializer(serializers.Serializer[Any]):
    """A controlled word."""

    word = WordValueField(help_text="The word as answers and filters hold it; a number in scales.")
    label = serializers.CharField(help_text="The word for people.")  # type: ignore[assignment]  # a key of the answer
    definition = serializers.CharField(help_text="What it means, to annotate by.")
    event_types = serializers.ListField(
        child=serializers.CharField(), help_text="For modes: the event types they belong to."
    )
    quad_class = serializers.ChoiceField(
        choices=QuadClass.choices, allow_null=True, help_text="For event types: the quad class that follows."
    )
    crosswalks = CrosswalksSerializer(help_text="Counterparts in other schemes.")


@extend_schema_serializer(component_name="Vocabulary")
class VocabularySerializer(serializers.Serializer[Any]):
    """A closed list of words."""

    name = serializers.CharField(help_text="Its name, e.g. event_type.")
    url = serializers.CharField(help_text="Path of the vocabulary, relative to the server.")
    title = serializers.CharField(help_text="Its name for people.")
    definition = serializers.CharField(help_text="What its words are about.")
    words = WordSerializer(many=True, help_text="Its words, in the order of the codebook.")


NAME = OpenApiParameter(
    "name",
    {"type": "string", "enum": list(VOCABULARIES), "examples": ["event_type"]},
    OpenApiParameter.PATH,
    description="Name of a vocabulary.",
)


@extend_schema_view(
    get=extend_schema(
        operation_id="listVocabularies",
        tags=["vocabularies"],
        summary="List vocabularies",
        description="Every controlled word with its definition, on a single page: the codebook.",
        responses=VocabularySerializer(many=True),
    )
)
class VocabularyListView(StrictAPIView):
    renderer_classes = ANY_ANSWER
    serializer_class = VocabularySerializer
    pagination_class = KeysetPaginator

    def answer(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        results = [answer_of(vocabulary) for vocabulary in VOCABULARIES.values()]
        if self.is_file(request):
            return self.file(request, [results])
        page = Page(rows=(), next=None, previous=None, count=len(results), count_relation="eq")
        return Response(page.envelope(results))


@extend_schema_view(
    get=extend_schema(
        operation_id="getVocabulary",
        tags=["vocabularies"],
        summary="Get a vocabulary",
        description="One vocabulary with its words. As csv and jsonl, a row a word.",
        parameters=[NAME],
    )
)
class VocabularyDetailView(StrictAPIView):
    renderer_classes = ANY_ANSWER
    serializer_class = VocabularySerializer
    row_serializer = WordSerializer

    def answer(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        vocabulary = VOCABULARIES.get(kwargs["name"])
        if vocabulary is None:
            raise Http404
        found = answer_of(vocabulary)
        return self.file(request, [found["words"]]) if self.is_file(request) else Response(found)


def answer_of(vocabulary: AnyVocabulary) -> dict[str, Any]:
    described = describe(vocabulary)
    url = reverse("vocabulary-detail", kwargs={"name": described["name"]})
    return {"name": described["name"], "url": url, **described}
