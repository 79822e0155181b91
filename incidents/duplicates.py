"""What an editor is about to enter may be there already: the records that look like the same thing, and why.

Nothing is refused for it: two newspapers have one name, and two articles quote the same words. A record that was
merged into another is not the same thing again, so it is left out.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Greatest

from incidents import names
from incidents.matching import score
from incidents.models import Actor, ActorName, Article, Claim, Event, Evidence, Place, Record, Source

# How alike two names have to be, by the score of names; a single word is found in the names of too many.
ALIKE, ALIKE_IN_ONE_WORD = 0.85, 0.91
# How many records are named, and how many are compared.
SHOWN, COMPARED = 5, 50
# Below this share of common trigrams the database does not even propose a name.
_PROPOSED = 0.2
LONGEST_NAME, MOST_QUOTES, MOST_ACTORS = 200, 20, 50
# What is put on addresses to follow readers around, and says nothing of what stands there.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_\w+|ref|xtor|at_\w+|cmpid|share", re.IGNORECASE)
_PRESENTATION = re.compile(r"^(?:www|m|mobile|amp)\.")


@dataclass(frozen=True)
class Likeness:
    """A record that may be the same thing. `kind` says in what they agree, `same` what that is."""

    record: Record
    kind: str
    same: str


@dataclass(frozen=True, kw_only=True)
class Happening:
    """What tells events apart: when, of which type, and who took part."""

    start: date | None
    end: date | None
    event_type: str
    actors: Sequence[int] = field(default_factory=tuple)


def by_name(model: type[Source | Place | Actor], name: str, *, besides: int | None) -> list[Likeness]:
    """Records whose name, or any spelling of it in any script, is nearly this one; the nearest first."""
    keys = names.search_keys(name[:LONGEST_NAME])
    if not keys:
        return []
    rows = _spellings(keys) if model is Actor else _names(model, keys, name)
    best: dict[int, tuple[float, str]] = {}
    for pk, spelling in rows:
        best[pk] = max(best.get(pk, (0.0, "")), (_likeness(keys, spelling), spelling))
    near = {pk: spelling for pk, (alike, spelling) in best.items() if alike and pk != besides}
    found = model._default_manager.in_bulk(sorted(near, key=lambda pk: -best[pk][0])[:SHOWN])
    kept = [(pk, found[pk]) for pk in near if pk in found and found[pk].merged_into_id is None]
    return [Likeness(record, "name", near[pk]) for pk, record in sorted(kept, key=lambda pair: -best[pair[0]][0])]


def _likeness(keys: Sequence[str], spelling: str) -> float:
    """The score of the two keys that fit best, 0 where that is not enough."""
    scores = [(score(key, other), key) for key in keys for other in names.search_keys(spelling)]
    return max((alike for alike, key in scores if alike >= (ALIKE if " " in key else ALIKE_IN_ONE_WORD)), default=0.0)


def of_article(web_url: str, sha256: str, *, besides: int | None) -> list[Likeness]:
    """Articles at the same address, however it is written, or with the same text."""
    articles = _others(Article, besides)
    same_text = articles.filter(text_sha256=sha256)[:SHOWN] if sha256 else ()
    address = normal_address(web_url)
    tail = urlsplit(f"//{address}").path.rstrip("/").rpartition("/")[2]
    nearby = articles.filter(web_url__icontains=tail or address)[:COMPARED] if address else ()
    found = [Likeness(article, "text", article.title) for article in same_text]
    return found + [
        Likeness(article, "address", article.web_url)
        for article in nearby
        if normal_address(article.web_url) == address and article not in [item.record for item in found]
    ]


def normal_address(url: str) -> str:
    """The address without what does not change where it leads: scheme, www, tracking, fragment, last slash."""
    try:
        parts = urlsplit(url.strip() if "//" in url else f"//{url.strip()}")
    except ValueError:
        return ""
    kept = [pair for pair in parse_qsl(parts.query) if not _TRACKING.fullmatch(pair[0])]
    host = _PRESENTATION.sub("", parts.netloc.lower().removesuffix(":80").removesuffix(":443"))
    query = f"?{urlencode(sorted(kept))}" if kept else ""
    return f"{host}{parts.path.rstrip('/')}{query}" if host else ""


def of_event(happening: Happening, *, besides: int | None) -> list[Likeness]:
    """Events of the same type whose dates overlap and in which two of the same actors took part, or the only one."""
    if not (happening.actors and happening.event_type and (happening.start or happening.end)):
        return []
    actors = set(list(happening.actors)[:MOST_ACTORS])
    shared = Count("event_participants__actor", filter=Q(event_participants__actor__in=actors), distinct=True)
    dated = ~Q(date_start__isnull=True, date_end__isnull=True)
    if happening.end:
        dated &= Q(date_start__isnull=True) | Q(date_start__lte=happening.end)
    if happening.start:
        dated &= Q(date_end__isnull=True) | Q(date_end__gte=happening.start)
    events = _others(Event, besides).filter(dated, event_type=happening.event_type)
    events = events.annotate(shared=shared).filter(shared__gte=min(2, len(actors))).order_by("date_start", "slug")
    return [Likeness(event, "event", event.date) for event in events[:SHOWN]]


def of_claim(article: int, quotes: Iterable[str], *, aspect: str, besides: int | None) -> list[Likeness]:
    """Claims from the same article that rest on the same words, and are about the same aspect if there is one yet."""
    wanted = [quote for quote in quotes if quote][:MOST_QUOTES]
    claims = _others(Claim, besides).filter(article=article).order_by("slug")
    claims = claims.filter(aspect=aspect) if aspect else claims
    rests = Evidence.objects.filter(claim__in=claims, quote__in=wanted).select_related("claim").order_by("claim__slug")
    first: dict[int, Likeness] = {}
    for item in rests[:COMPARED]:
        first.setdefault(item.claim_id, Likeness(item.claim, "quote", item.quote))
    return list(first.values())[:SHOWN]


def _others(model: type[Record], besides: int | None) -> QuerySet[Any]:
    return model._default_manager.filter(merged_into__isnull=True).exclude(pk=besides).order_by("slug")


def _spellings(keys: Sequence[str]) -> Iterable[tuple[int, str]]:
    likeness = Greatest(*[TrigramSimilarity("search_key", key) for key in (keys[0], keys[-1])])
    similar = Q()
    for key in keys:
        similar |= Q(search_key__trigram_similar=key)
    rows = ActorName.objects.filter(similar).annotate(likeness=likeness).order_by("-likeness", "pk")
    return rows.values_list("actor", "name")[:COMPARED]


def _names(model: type[Any], keys: Sequence[str], name: str) -> Iterable[tuple[int, str]]:
    """These are few, and in English, so they are compared without an index."""
    likeness = Greatest(*[TrigramSimilarity("name", text) for text in (name[:LONGEST_NAME], *keys)])
    rows = model._default_manager.annotate(likeness=likeness).filter(likeness__gte=_PROPOSED)
    return list(rows.order_by("-likeness", "pk").values_list("pk", "name")[:COMPARED])
