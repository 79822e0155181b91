"""How many sentences of each article nothing rests on yet. Reading a text takes time, so each answer is kept."""

from collections import defaultdict
from typing import Any, NamedTuple

from django.db.models import Count, Max, Q, QuerySet, Sum

from incidents.dataset.coverage import coverage
from incidents.dataset.sentences import Span
from incidents.models import Article, ArticlePassage, Evidence
from incidents.vocabularies import EvidenceStatus, Status

# Texts that one page waits for; those that are left are read for the next one.
AT_ONCE = 50
# Answers kept by each process: a number each.
KEPT = 50_000


class State(NamedTuple):
    """What the answer for an article depends on. Quotes and passages cannot change without one of these."""

    article: int
    text_sha256: str
    version: int
    claims: int
    versions_of_claims: int | None
    edited_at: Any


class Uncovered(NamedTuple):
    """Sentences with uncovered words, by the number of the article; `unread` articles are not counted yet."""

    counts: dict[int, int]
    unread: int


_known: dict[State, int] = {}


def uncovered() -> Uncovered:
    """The articles that were not withdrawn and have such sentences, in a constant number of queries."""
    states = _states()
    new = [number for number, state in states.items() if state not in _known]
    if len(_known) > KEPT:
        _known.clear()
    for number, count in _count(new[:AT_ONCE]).items():
        _known[states[number]] = count
    counted = {number: _known.get(state, 0) for number, state in states.items()}
    return Uncovered({number: count for number, count in counted.items() if count}, max(0, len(new) - AT_ONCE))


def _states() -> dict[int, State]:
    standing = ~Q(claims__status=Status.RETRACTED)
    articles = _standing().annotate(
        count=Count("claims", filter=standing), versions=Sum("claims__version"), edited=Max("claims__updated_at")
    )
    rows = articles.values_list("pk", "text_sha256", "version", "count", "versions", "edited")
    return {row[0]: State(*row) for row in rows}


def _standing() -> QuerySet[Article]:
    return Article.objects.exclude(status=Status.RETRACTED).order_by()


def _count(numbers: list[int]) -> dict[int, int]:
    if not numbers:
        return {}
    evidence = Evidence.objects.filter(claim__article__in=numbers).exclude(claim__status=Status.RETRACTED)
    quotes = _spans(evidence, "claim__article")
    passages = _spans(ArticlePassage.objects.filter(article__in=numbers), "article")
    texts = _standing().filter(pk__in=numbers).values_list("pk", "slug", "text", "language")
    return {
        number: len(coverage(slug, text, language=language, evidence=quotes[number], passages=passages[number]).gaps)
        for number, slug, text, language in texts
    }


def _spans(rows: QuerySet[Any], article: str) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = defaultdict(list)
    standing = rows.filter(status=EvidenceStatus.VERIFIED)
    for number, start, end in standing.order_by().values_list(article, "start", "end"):
        found[number].append(Span(start, end))
    return found
