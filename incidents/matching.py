"""Whose name is it? Candidates for a name that may be misspelt, or written in another script or romanisation.

The database proposes names that share enough trigrams; the score compares their letters:

    1     the same search key: case, accents, script and punctuation do not count
    0.97  the same loose key: they differ in how Cyrillic is written in Latin letters
    else  the share of letters in common, whatever the order of the words, at most 0.96;
          of a name with more words than were given, those that fit best count, at nine tenths
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import Q, QuerySet
from django.db.models.functions import Greatest
from rapidfuzz.distance import Indel

from incidents import names
from incidents.publication.actor_names import PublishedActorName

Rows = QuerySet[PublishedActorName]

# No candidate scores less.
THRESHOLD = 0.65
# Signs of some scripts become whole words, and comparing thousands of letters takes seconds.
LONGEST_KEY = 200
# Names that are compared letter by letter: the most similar that the database proposes.
PROPOSED = 200
ROMANISED = 0.97
NEARLY_THE_SAME = 0.96
OF_A_PART = 0.9
# Of spellings that fit as well, the first of these is shown.
KINDS = ("official", "transliteration", "alias")
COLUMNS = (
    "actor__slug",
    "actor__name",
    "actor__kind",
    "actor__country",
    "name",
    "language",
    "script",
    "kind",
    "search_key",
)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """An actor, and the spelling of its name that fits best. `score` is from THRESHOLD to 1."""

    score: float
    id: str
    actor_name: str
    actor_kind: str
    country: str
    name: str
    language: str
    script: str
    kind: str


def candidates(name: str, *, narrowed: Q, limit: int, version: int | None = None) -> list[Candidate]:
    """The best candidates, each actor once; equal ones by id. `narrowed` is about the actor. One query.

    They are those of the past version of the dataset that is given, or of the newest. A name without a letter or digit
    has none, and needs no query.
    """
    keys = [key[:LONGEST_KEY] for key in names.search_keys(name)]
    if not keys:
        return []
    rows = proposed(keys).filter(narrowed, _public(version)).values_list(*COLUMNS)[:PROPOSED]
    scored = (_candidate(row, keys) for row in rows)
    fitting = sorted((found for found in scored if found.score >= THRESHOLD), key=lambda found: _place(found, name))
    best: dict[str, Candidate] = {}
    for found in fitting:
        best.setdefault(found.id, found)
    return sorted(best.values(), key=lambda found: (-found.score, found.id))[:limit]


def score(given: str, stored: str) -> float:
    """How well two search keys fit."""
    if given == stored:
        return 1.0
    if names.loose_key(given) == names.loose_key(stored):
        return ROMANISED
    return min(NEARLY_THE_SAME, round(max(_likeness(given, stored), _likeness_of_part(given, stored)), 3))


def proposed(keys: Sequence[str]) -> Rows:
    """The names that share enough trigrams with one of the keys, the most similar first."""
    pairs = [("search_key", key) for key in keys] + [("loose_key", names.loose_key(key)) for key in keys]
    condition = Q()
    for column, key in pairs:
        condition |= Q((f"{column}__trigram_similar", key)) | Q((f"{column}__trigram_word_similar", key))
    whole = [TrigramSimilarity(column, key) for column, key in pairs]
    parts = [TrigramWordSimilarity(key, column) for column, key in pairs]
    return PublishedActorName.objects.filter(condition).order_by(Greatest(*whole, *parts).desc(), "pk")


def _public(version: int | None) -> Q:
    """Names of actors as they are now, or were at a past version."""
    newest = Q(actor__valid_to__isnull=True)
    if version is None:
        return newest
    return (newest | Q(actor__valid_to__gt=version)) & Q(actor__valid_from__lte=version)


def _candidate(row: tuple[Any, ...], keys: Sequence[str]) -> Candidate:
    slug, actor_name, actor_kind, country, name, language, script, kind, stored = row
    return Candidate(
        score=max(score(key, stored) for key in keys),
        id=slug,
        actor_name=actor_name,
        actor_kind=actor_kind,
        country=country,
        name=name,
        language=language,
        script=script,
        kind=kind,
    )


def _place(found: Candidate, name: str) -> tuple[float, bool, int, str, str]:
    """Before another spelling of the same actor: the better, the one that was given, the more official."""
    return -found.score, found.name != name, KINDS.index(found.kind), found.name, found.language


def _likeness(given: str, stored: str) -> float:
    ordered = [" ".join(sorted(key.split())) for key in (given, stored)]
    return max(Indel.normalized_similarity(given, stored), Indel.normalized_similarity(*ordered))


def _likeness_of_part(given: str, stored: str) -> float:
    """The likeness of the words that were given to those of a longer name, each to the one that it is most like."""
    words, longer = given.split(), stored.split()
    if len(words) >= len(longer):
        return 0.0
    return OF_A_PART * fmean(max(Indel.normalized_similarity(word, other) for other in longer) for word in words)
