"""A warning, never a refusal, where what is being entered may be there already: while typing, and after saving."""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, JsonResponse, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents import duplicates
from incidents.admin.numbers import row_number
from incidents.admin.refusals import change_url
from incidents.admin.states import state_of
from incidents.dates import InvalidDate, parse_optional
from incidents.duplicates import Happening, Likeness
from incidents.models import Actor, Article, Claim, Event, Place, Record, Source

# What two records agree in, in words.
WHY: dict[str, Promise] = {
    "name": gettext_lazy("called"),
    "text": gettext_lazy("with the same text:"),
    "address": gettext_lazy("at the same address:"),
    "event": gettext_lazy("of the same type with the same participants, dated"),
    "quote": gettext_lazy("from the same article, with the quote"),
}
# The fields whose values tell whether a record is there already, as scripts send them.
FIELDS: dict[type[Record], tuple[str, ...]] = {
    Source: ("name",),
    Place: ("name",),
    Actor: ("name", "names"),
    Article: ("web_url", "text"),
    Event: ("date", "event_type", "event_participants"),
    Claim: ("article", "aspect", "evidence"),
}
_SHA256 = re.compile("[0-9a-f]{64}")
LONGEST, MOST_SPELLINGS, LONGEST_QUOTE_SHOWN = 1_000, 5, 120


def duplicates_view(request: HttpRequest, model: type[Record]) -> JsonResponse:
    """The records that look like what the query describes: [{label, url, why}]."""
    found = _TYPED[model](request.GET, row_number(request.GET.get("besides", "")))
    return JsonResponse({"found": [_listed(likeness) for likeness in found]})


def warn_of_duplicates(request: HttpRequest, record: Record) -> None:
    """After saving: what may be the same, with links."""
    found = [_listed(likeness) for likeness in _STORED[type(record)](record)]
    if found:
        links = format_html_join("; ", '<a href="{}">{}</a> {}', ((f["url"], f["label"], f["why"]) for f in found))
        told = _("Saved. Perhaps it is there already:")
        messages.warning(request, format_html("{} {}", told, links))


def may_be_duplicate(changed: Iterable[str], model: type[Record]) -> bool:
    """Whether one of the fields has changed that tell whether the record is there already."""
    return bool(set(changed) & set(FIELDS[model]))


def widget_attributes(model: type[Record]) -> dict[str, str]:
    """What the script needs to know of the page."""
    return {
        "data-duplicates-url": reverse(f"admin:incidents_{model._meta.model_name}_duplicates"),
        "data-duplicates-fields": " ".join(FIELDS[model]),
        "data-duplicates-title": _("Perhaps it is there already:"),
        "data-duplicates-opens": _("(opens in a new tab)"),
    }


def _listed(likeness: Likeness) -> dict[str, str]:
    same = likeness.same
    shown = same if len(same) <= LONGEST_QUOTE_SHOWN else same[:LONGEST_QUOTE_SHOWN] + "…"
    return {
        "label": f"{likeness.record} ({state_of(likeness.record)})",
        "url": change_url(likeness.record),
        "why": f"{WHY[likeness.kind]} “{shown}”",
    }


def _texts(given: QueryDict, name: str) -> list[str]:
    return [text.replace("\0", "")[:LONGEST] for text in given.getlist(name)]


def _numbers(given: QueryDict, name: str) -> list[int]:
    return [found for text in given.getlist(name) if (found := row_number(text)) is not None]


# What was typed


def _typed_name(model: type[Any]) -> Callable[[QueryDict, int | None], list[Likeness]]:
    def look(given: QueryDict, besides: int | None) -> list[Likeness]:
        return _by_names(model, _texts(given, "name")[:1] + _texts(given, "names"), besides)

    return look


def _typed_article(given: QueryDict, besides: int | None) -> list[Likeness]:
    digest = given.get("text", "")
    address = _texts(given, "web_url")[:1]
    return duplicates.of_article(
        address[0] if address else "", digest if _SHA256.fullmatch(digest) else "", besides=besides
    )


def _typed_event(given: QueryDict, besides: int | None) -> list[Likeness]:
    actors = _numbers(given, "event_participants")
    return _of_event(given.get("date", ""), given.get("event_type", "").replace("\0", "")[:LONGEST], actors, besides)


def _typed_claim(given: QueryDict, besides: int | None) -> list[Likeness]:
    article = row_number(given.get("article", ""))
    if article is None:
        return []
    aspect = given.get("aspect", "").replace("\0", "")[:LONGEST]
    return duplicates.of_claim(article, _texts(given, "evidence"), aspect=aspect, besides=besides)


# What is stored


def _stored_claim(claim: Claim) -> list[Likeness]:
    quotes = claim.evidence.values_list("quote", flat=True)
    return duplicates.of_claim(claim.article_id, quotes, aspect=claim.aspect, besides=claim.pk)


def _stored_event(event: Event) -> list[Likeness]:
    actors = list(event.event_participants.values_list("actor", flat=True))
    return _of_event(event.date, event.event_type, actors, event.pk)


def _by_names(model: type[Any], spellings: Iterable[str], besides: int | None) -> list[Likeness]:
    found: dict[int, Likeness] = {}
    for spelling in list(dict.fromkeys(spellings))[:MOST_SPELLINGS]:
        for likeness in duplicates.by_name(model, spelling, besides=besides):
            found.setdefault(likeness.record.pk, likeness)
    return list(found.values())[: duplicates.SHOWN]


def _of_event(stated: str, event_type: str, actors: list[int], besides: int | None) -> list[Likeness]:
    with suppress(InvalidDate):
        block = parse_optional(stated)
        happening = Happening(start=block.start, end=block.end, event_type=event_type, actors=actors)
        return duplicates.of_event(happening, besides=besides)
    return []


_TYPED: dict[type[Record], Callable[[QueryDict, int | None], list[Likeness]]] = {
    Source: _typed_name(Source),
    Place: _typed_name(Place),
    Actor: _typed_name(Actor),
    Article: _typed_article,
    Event: _typed_event,
    Claim: _typed_claim,
}
_STORED: dict[type[Record], Callable[[Any], list[Likeness]]] = {
    Source: lambda source: _by_names(Source, [source.name], source.pk),
    Place: lambda place: _by_names(Place, [place.name], place.pk),
    Actor: lambda actor: _by_names(Actor, [actor.name, *actor.names.values_list("name", flat=True)], actor.pk),
    Article: lambda article: duplicates.of_article(article.web_url, article.text_sha256, besides=article.pk),
    Event: _stored_event,
    Claim: _stored_claim,
}
