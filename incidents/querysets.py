"""Queries with names, so that admin, loading and publication mean the same by the same word."""

from typing import Any, Self, TypeVar

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, F, Max, Model, QuerySet, Value, When
from django.db.models.functions import Greatest

from incidents import names
from incidents.vocabularies import Status

M = TypeVar("M", bound=Model, covariant=True)

# Below this share of common trigrams two names are different names rather than two spellings of one.
CLOSE_SPELLING = 0.5


class RecordQuerySet(QuerySet[M]):
    def get_by_natural_key(self, slug: str) -> M:
        return self.get(slug=slug)

    def published(self) -> Self:
        """Records that the public sees in some version."""
        return self.filter(status=Status.PUBLISHED)

    def changed_since_publication(self) -> Self:
        """Published records of which the public still sees an older version."""
        return self.published().exclude(version=F("published_version"))


class ActorQuerySet(RecordQuerySet[M]):
    def named(self, text: str) -> Self:
        """Actors with a spelling that contains or resembles the text, in any script, the nearest first."""
        keys = names.search_keys(text)
        if not keys:
            return self.none()
        closeness = [
            Case(
                When(names__search_key__contains=key, then=Value(1.0)),
                default=TrigramWordSimilarity(key, "names__search_key"),
            )
            for key in keys
        ]
        best = Max(Greatest(*closeness) if len(closeness) > 1 else closeness[0])
        return self.annotate(closeness=best).filter(closeness__gte=CLOSE_SPELLING).order_by("-closeness", "slug")


class ActorNameQuerySet(QuerySet[M]):
    def get_by_natural_key(self, actor: str, name: str, language: str) -> M:
        return self.get(actor__slug=actor, name=name, language=language)


class AffiliationQuerySet(QuerySet[M]):
    def get_by_natural_key(self, person: str, organisation: str, role: str, from_date: str) -> M:
        return self.get(person__slug=person, organisation__slug=organisation, role=role, from_date=from_date)


class ArticleCitationQuerySet(QuerySet[M]):
    def get_by_natural_key(self, article: str, source: str) -> M:
        return self.get(article__slug=article, source__slug=source)


class ArticlePassageQuerySet(QuerySet[M]):
    def get_by_natural_key(self, article: str, quote: str, start: int | None = None) -> M:
        """The article's passage with these words; `start` tells apart one that occurs more than once."""
        position: dict[str, Any] = {} if start is None else {"start": start}
        return self.get(article__slug=article, quote=quote, **position)


class EventPlaceQuerySet(QuerySet[M]):
    def get_by_natural_key(self, event: str, place: str, role: str) -> M:
        return self.get(event__slug=event, place__slug=place, role=role)


class EventParticipantQuerySet(QuerySet[M]):
    def get_by_natural_key(self, event: str, actor: str, role: str) -> M:
        return self.get(event__slug=event, actor__slug=actor, role=role)


class EventRelationQuerySet(QuerySet[M]):
    def get_by_natural_key(self, from_event: str, to_event: str, relation: str) -> M:
        return self.get(from_event__slug=from_event, to_event__slug=to_event, relation=relation)


class ClaimAttributionQuerySet(QuerySet[M]):
    def get_by_natural_key(self, claim: str, source: str) -> M:
        return self.get(claim__slug=claim, source__slug=source)


class EvidenceQuerySet(QuerySet[M]):
    def get_by_natural_key(self, claim: str, quote: str, start: int | None = None) -> M:
        """The claim's evidence with these words; `start` tells apart a quote that occurs more than once."""
        position: dict[str, Any] = {} if start is None else {"start": start}
        return self.get(claim__slug=claim, quote=quote, **position)


class ClaimRelationQuerySet(QuerySet[M]):
    def get_by_natural_key(self, from_claim: str, to_claim: str, relation: str, aspect: str) -> M:
        return self.get(from_claim__slug=from_claim, to_claim__slug=to_claim, relation=relation, aspect=aspect)
