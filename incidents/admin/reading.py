"""The page on which an article is read: what rests on which words, what is left, and what to do with the next ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from incidents.admin.markup import markup
from incidents.admin.quoting import Taken
from incidents.admin.refusals import change_url
from incidents.admin.segments import Mark, Segment, runs, segments, style_of
from incidents.admin.states import state_of
from incidents.dataset.coverage import Coverage, coverage
from incidents.dataset.sentences import Span, sentences
from incidents.models import Article, ArticlePassage, Claim, Event, Evidence
from incidents.vocabularies import EvidenceStatus, Status

# Characters of an unread sentence in the list of them, and how many are listed.
_EXCERPT, _LISTED = 60, 100

# Where claims without a quote stand in the list.
_LAST = 2**31

User = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True)
class Legend:
    """An event as the legend of the text lists it."""

    number: int
    event: Event
    style: str
    url: str
    claims: int


@dataclass(frozen=True)
class Told:
    """A claim with what the page says of it; `quotes` come with the address of another claim from the same words."""

    claim: Claim
    url: str
    state: str
    events: list[Legend]
    quotes: list[tuple[Evidence, str]]
    stale: list[Evidence]


class Reading:
    """Everything the page shows of one article, from a number of queries that does not depend on how much that is."""

    def __init__(self, article: Article) -> None:
        self.article = article
        claims = article.claims.select_related("speaker", "merged_into").prefetch_related("evidence", "events")
        self._claims = sorted(claims, key=_first_place)

    @cached_property
    def standing(self) -> list[Claim]:
        """Its claims but for those that were withdrawn, on which nothing rests any more."""
        return [claim for claim in self._claims if claim.status != Status.RETRACTED]

    @cached_property
    def legend(self) -> list[Legend]:
        """The events of its claims, numbered in the order in which the text comes to them."""
        found = {event.pk: event for claim in self.standing for event in claim.events.all()}
        counted = [event.pk for claim in self.standing for event in claim.events.all()]
        return [
            Legend(number, event, style_of(number), change_url(event), counted.count(event.pk))
            for number, event in enumerate(found.values(), 1)
        ]

    @cached_property
    def claims(self) -> list[Told]:
        legend = {item.event.pk: item for item in self.legend}
        return [
            Told(
                claim=claim,
                url=change_url(claim),
                state=state_of(claim),
                events=[legend[event.pk] for event in claim.events.all() if event.pk in legend],
                quotes=[(item, self.address_of(item)) for item in _verified(claim)],
                stale=[item for item in claim.evidence.all() if item.status == EvidenceStatus.STALE],
            )
            for claim in self._claims
        ]

    @cached_property
    def passages(self) -> list[ArticlePassage]:
        return list(self.article.passages.all())

    @cached_property
    def stale(self) -> list[Evidence | ArticlePassage]:
        """Quotes of claims and passages that the text holds no more."""
        quotes = [item for claim in self.standing for item in claim.evidence.all()]
        every: list[Evidence | ArticlePassage] = [*quotes, *self.passages]
        return [item for item in every if item.status == EvidenceStatus.STALE]

    @cached_property
    def coverage(self) -> Coverage:
        """What drafts rest on counts here as well."""
        return coverage(
            self.article.slug,
            self.article.text,
            language=self.article.language,
            evidence=[Span(mark.start, mark.end) for mark in self._quotes],
            passages=[Span(mark.start, mark.end) for mark in self._marked],
        )

    @cached_property
    def gaps(self) -> list[dict[str, Any]]:
        """The first of the sentences that are left, for a list of links to them."""
        return [
            {"number": number, "words": self.article.text[gap.words[0].start : gap.sentence.end][:_EXCERPT]}
            for number, gap in enumerate(self.coverage.gaps[:_LISTED], 1)
        ]

    @cached_property
    def segments(self) -> list[Segment]:
        gaps = [runs(self.article.text, gap) for gap in self.coverage.gaps]
        return segments(self.article.text, quotes=self._quotes, passages=self._marked, gaps=gaps)

    def piece_at(self, position: int) -> int:
        """Where the piece begins that holds a position; -1 where none does."""
        return max((piece.start for piece in self.segments if piece.start <= position), default=-1)

    @cached_property
    def sentence_ends(self) -> str:
        """Start and end of every sentence, as the script reads them."""
        found = sentences(self.article.text, language=self.article.language)
        return " ".join(str(edge) for sentence in found for edge in sentence)

    @cached_property
    def _quotes(self) -> list[Mark]:
        numbers = {item.event.pk: item.number for item in self.legend}
        return [
            Mark(item.start, item.end, claim.pk, tuple(numbers[event.pk] for event in claim.events.all()))
            for claim in self.standing
            for item in _verified(claim)
        ]

    @cached_property
    def _marked(self) -> list[Mark]:
        verified = [passage for passage in self.passages if passage.status == EvidenceStatus.VERIFIED]
        return [Mark(passage.start, passage.end, passage.pk) for passage in verified]

    def address_of(self, words: Evidence | Taken, *, event: int | None = None) -> str:
        """Where a claim from these words is entered."""
        told = {"article": self.article.pk, "start": words.start, "end": words.end, "sha256": self.article.text_sha256}
        query = urlencode({**told, **({"event": event} if event else {})})
        return f"{reverse('admin:incidents_claim_add')}?{query}"

    def claims_over(self, words: Taken) -> list[Claim]:
        """The claims of which a quote shares something with these words."""
        keys = {mark.key for mark in self._quotes if mark.start < words.end and mark.end > words.start}
        return [claim for claim in self.standing if claim.pk in keys]

    def passages_over(self, words: Taken) -> list[ArticlePassage]:
        keys = {mark.key for mark in self._marked if mark.start < words.end and mark.end > words.start}
        return [passage for passage in self.passages if passage.pk in keys]


def marked_text(reading: Reading) -> SafeString:
    """The text with what rests on it, and the legend."""
    text = markup(reading.segments, interactive=False, here=-1)
    return render_to_string("admin/incidents/reading_text.html", {"reading": reading, "text": text})


def latest_events(article: Article, user: User) -> list[int]:
    """The events of the claim that the editor entered last from this article, which are likely those of the next."""
    history = apps.get_model("incidents", "ClaimHistory")._default_manager
    entered = history.filter(article_id=article.pk, pgh_label="insert")
    last = entered.filter(pgh_context__metadata__user=user.pk).order_by("-pgh_id").values("pgh_obj_id")[:1]
    return list(Event.objects.filter(claims__in=last).order_by("pk").values_list("pk", flat=True))


def _verified(claim: Claim) -> Iterable[Evidence]:
    return [item for item in claim.evidence.all() if item.status == EvidenceStatus.VERIFIED]


def _first_place(claim: Claim) -> tuple[int, str]:
    return min((item.start for item in claim.evidence.all()), default=_LAST), claim.slug
