"""A claim begun from words of its article: the form comes with the quote, and with a guess at what goes with it."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext as _

from incidents.admin.quotes import surroundings
from incidents.admin.quoting import Taken, WordsForm, refusals_of
from incidents.admin.reading import Reading, latest_events
from incidents.admin.record import RecordAdmin
from incidents.admin.refusals import change_url
from incidents.admin.suggesting import Suggestion, suggest
from incidents.admin.working import place_of, warn_of_passages
from incidents.dataset.sentences import Span, sentences
from incidents.models import ActorName, Article, Claim, Evidence, Record

BACK, AGAIN = "_totext", "_samewords"
# Characters of a statement that become a proposed id.
_LONGEST_SLUG = 60
_NUMBER = re.compile("[0-9]{1,18}")


class Start:
    """The words that a request begins a claim with."""

    def __init__(self, article: Article, taken: Taken, event: int | None) -> None:
        self.article, self.taken, self.event = article, taken, event

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        guess = self._guess()
        events = [self.event] if self.event else latest_events(self.article, request.user)
        told = {"speaker": guess.speaker, "speaker_text": guess.words, "speech_mode": guess.mode}
        return {"article": self.article.pk, "events": events, **told}

    def _guess(self) -> Suggestion:
        text, (start, end, *_rest) = self.article.text, self.taken
        found = sentences(text, language=self.article.language)
        spellings = ActorName.objects.filter(actor__merged_into=None).values_list("actor_id", "name")
        return suggest(text, Span(start, end), sentences=found, spellings=spellings)

    def shown(self) -> dict[str, Any]:
        """The words as the page shows them above the form."""
        start, end, quote, _moved = self.taken
        before, after = surroundings(self.article.text, start, end)
        context = {"before": before, "after": after, "article": self.article, "prefix": prefix_of(self.article)}
        return {**context, "quote": quote, "start": start, "end": end}


def prefix_of(article: Article) -> str:
    """What ids of claims from this article begin with, if it is numbered: c003- for 003-talks-in-sochi."""
    number = re.match("[0-9]+(?=-)", article.slug)
    return f"c{number.group()}-" if number else ""


def proposed_slug(statement: str, article: Article) -> str:
    """An id that no claim has, from the first words of a statement; "" where it has no letter to make one from."""
    words = re.sub("-{2,}", "-", slugify(statement).replace("_", "-")).strip("-")
    if len(words) > _LONGEST_SLUG:
        words = words[: _LONGEST_SLUG + 1].rpartition("-")[0] or words[:_LONGEST_SLUG]
    slug = (prefix_of(article) + words).strip("-") if words else ""
    taken = set(Claim.objects.filter(slug__startswith=slug).values_list("slug", flat=True)) if slug else set()
    further = (f"{slug}-{number}" for number in range(2, len(taken) + 3))
    return slug if slug not in taken else next(name for name in further if name not in taken)


class StartedClaimAdmin(RecordAdmin):
    """The form of a claim, opened with words from its article, and the ways on from it."""

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if "start" not in request.GET:
            return super().add_view(request, form_url, extra_context)
        article = _named(Article, request.GET.get("article", ""))
        asked = WordsForm(request.GET, article=article) if isinstance(article, Article) else None
        if asked is not None and asked.is_valid():
            told = asked.cleaned_data
            request.started = Start(asked.article, told["taken"], told["event"])  # type: ignore[attr-defined]
        elif request.method == "GET":
            # What is sent back is checked by itself: the quote in it stands in the text, or the form says so.
            return _refused(request, asked)
        return super().add_view(request, form_url, extra_context)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the address says, but for records that do not exist, and what the words suggest."""
        told: dict[str, Any] = dict(super().get_changeform_initial_data(request))
        for name in {*self.autocomplete_fields} & {*told}:
            field = self.model._meta.get_field(name)
            keys = told[name] if isinstance(told[name], list) else [told[name]]
            found = [record.pk for key in keys if (record := _named(field.related_model, str(key)))]
            told[name] = found if field.many_to_many else next(iter(found), None)
        start = _start(request)
        return {**told, **start.initial(request)} if start else told

    def get_prepopulated_fields(self, request: HttpRequest, obj: Record | None = None) -> dict[str, Any]:
        """None: an id that is left empty is made from the statement when it is saved."""
        return {}

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        start = _start(request)
        if start and inline.model is Evidence and request.method == "GET":
            kwargs["initial"] = [{"quote": start.taken.quote, "start": start.taken.start}]
        return kwargs

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        start = _start(request)
        if start:
            context["started"] = start.shown()
            warn_of_passages(request, Reading(start.article), start.taken)
        return super().render_change_form(request, context, *args, **kwargs)

    def response_add(self, request: HttpRequest, obj: Record, post_url_continue: str | None = None) -> HttpResponse:
        return _onwards(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Record) -> HttpResponse:
        return _onwards(request, obj) or super().response_change(request, obj)


def _start(request: HttpRequest) -> Start | None:
    return getattr(request, "started", None)


def _named(model: Any, key: str) -> Record | None:
    """The record that an address names, if there is one."""
    found: Record | None = model._default_manager.filter(pk=int(key)).first() if _NUMBER.fullmatch(key) else None
    return found


def _refused(request: HttpRequest, asked: WordsForm | None) -> HttpResponse:
    """Back to the text, where one is; the address cannot be mended by whoever followed it."""
    if asked is None:
        messages.error(request, _("The article of these words does not exist. Perhaps it was deleted."))
        return HttpResponseRedirect(reverse("admin:incidents_article_changelist"))
    for told in refusals_of(asked):
        messages.error(request, told)
    return HttpResponseRedirect(reverse("admin:incidents_article_read", args=[asked.article.pk]))


def _onwards(request: HttpRequest, claim: Record) -> HttpResponse | None:
    """Back to the text at the quote, or on to another claim from the same words, for those who asked for it."""
    if not isinstance(claim, Claim) or not {BACK, AGAIN} & {*request.POST}:
        return None
    link = format_html('<a href="{}">{}</a>', change_url(claim), claim)
    messages.success(request, format_html(_("Saved: {claim}"), claim=link))
    quote = claim.evidence.order_by("start").first()
    if AGAIN in request.POST and quote:
        return HttpResponseRedirect(Reading(claim.article).address_of(quote))
    return HttpResponseRedirect(place_of(claim.article, quote.start if quote else 0))
