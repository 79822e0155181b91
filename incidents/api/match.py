"""From a name to the actors that may be meant."""

from typing import Any

from django.db.models import Q
from django.http.response import HttpResponseBase
from django_countries import countries
from drf_spectacular.utils import extend_schema, extend_schema_serializer, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from eventsapi.rest.fields import IntegerField, PatternsField, Selection, TextField, WordsField
from eventsapi.rest.paging import KeysetPaginator, Page
from eventsapi.rest.strict import StrictAPIView
from incidents.exports import ANY_ANSWER
from incidents.matching import Candidate, candidates
from incidents.publication.documents.actors import ActorNameSerializer
from incidents.publication.documents.shared import NamedRefSerializer, url_of
from incidents.vocabularies import ActorKind

MOST_CANDIDATES = 20


@extend_schema_serializer(component_name="ActorMatch")
class ActorMatchSerializer(serializers.Serializer[Any]):
    """An actor that may be meant."""

    actor = NamedRefSerializer(help_text="The actor.")
    score = serializers.FloatField(
        min_value=0, max_value=1, help_text="How well the name fits: 1 is the same but for case, accents and script."
    )
    matched = ActorNameSerializer(help_text="The spelling that fits best.")
    kind = serializers.ChoiceField(choices=ActorKind.choices, help_text="What sort of actor it is.")
    country = serializers.ChoiceField(
        choices=list(countries), allow_null=True, help_text="Country it belongs to (ISO 3166-1 alpha-2)."
    )


@extend_schema_view(
    get=extend_schema(
        operation_id="matchActors",
        tags=["actors"],
        summary="Match a name",
        description=(
            "Actors that a name may stand for, in any script, romanisation and with typing errors, the best first. "
            "All candidates are on a single page; a name without letters and digits has none."
        ),
        responses=ActorMatchSerializer(many=True),
    )
)
class ActorMatchView(StrictAPIView):
    renderer_classes = ANY_ANSWER
    has_past = True
    serializer_class = ActorMatchSerializer
    pagination_class = KeysetPaginator
    parameters = {
        "name": TextField(required=True, help_text="The name, as written wherever it was found.", example="Alijev"),
        "kind": WordsField(
            choices=ActorKind.values, help_text="What sort of actor: the vocabulary actor_kind.", example="person"
        ),
        "country": PatternsField(
            pattern="[A-Z]{2}",
            what="a country code of two capitals such as AZ",
            help_text="Countries it belongs to (ISO 3166-1 alpha-2).",
            example="AZ",
        ),
        "page_size": IntegerField(
            minimum=1, maximum=MOST_CANDIDATES, default=MOST_CANDIDATES, help_text="Candidates at most."
        ),
    }

    def answer(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        values = self.query.values
        narrowed = _among("actor__kind", values.get("kind")) & _among("actor__country", values.get("country"))
        limit = values.get("page_size", MOST_CANDIDATES)
        found = candidates(values["name"], narrowed=narrowed, limit=limit, version=self.as_of)
        matches = list(ActorMatchSerializer([_match(candidate) for candidate in found], many=True).data)
        if self.is_file(request):
            return self.file(request, [matches])
        page = Page(rows=(), next=None, previous=None, count=len(found), count_relation="eq")
        return Response(page.envelope(matches))


def _among(column: str, chosen: Selection | None) -> Q:
    """Any of the members, none of the excluded ones."""
    if chosen is None:
        return Q()
    wanted = Q((f"{column}__in", chosen.include)) if chosen.include else Q()
    return wanted & ~Q((f"{column}__in", chosen.exclude)) if chosen.exclude else wanted


def _match(found: Candidate) -> dict[str, Any]:
    return {
        "actor": {"id": found.id, "name": found.actor_name, "url": url_of("actors", found.id)},
        "score": found.score,
        "matched": {
            "name": found.name,
            "language": found.language or None,
            "script": found.script,
            "kind": found.kind,
        },
        "kind": found.actor_kind,
        "country": found.country or None,
    }
