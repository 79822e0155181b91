"""What an editor does with words selected in a text: begin a claim, add them to one, or mark them as a passage."""

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin.markup import markup
from incidents.admin.quoting import Taken, WordsForm, refusals_of
from incidents.admin.reading import Reading, latest_events
from incidents.admin.record import RecordAdmin
from incidents.admin.refusals import change_url
from incidents.models import Article, ArticlePassage, Claim, Evidence
from incidents.vocabularies import PassageKind

CLAIM, EVIDENCE, PASSAGE = "claim", "evidence", "passage"
# How many reasons that were given before are offered again.
_REASONS = 50


class WorkForm(WordsForm):
    """The words, and which of the three things is done with them."""

    do = forms.ChoiceField(choices=[(word, word) for word in (CLAIM, EVIDENCE, PASSAGE)])
    claim = forms.CharField(required=False, max_length=80, label=gettext_lazy("Claim of this article"))
    kind = forms.ChoiceField(
        required=False, choices=[("", "---------"), *PassageKind.choices], label=gettext_lazy("Sort of passage")
    )
    reason = forms.CharField(required=False, max_length=500, label=gettext_lazy("Why no claim rests on it"))

    def __init__(self, *args: Any, reading: Reading, **kwargs: Any) -> None:
        super().__init__(*args, article=reading.article, **kwargs)
        self.reading = reading

    def clean_claim(self) -> Claim | None:
        """The claim by its id, which is one of this article that was not withdrawn."""
        if self.data.get("do") != EVIDENCE:
            return None
        slug = self.cleaned_data["claim"]
        for claim in self.reading.standing:
            if claim.slug == slug:
                return claim
        raise forms.ValidationError(_("Choose one of the claims of this article; there is no “%s” among them.") % slug)

    def clean_kind(self) -> str:
        return self._needed("kind")

    def clean_reason(self) -> str:
        return self._needed("reason")

    def _needed(self, name: str) -> str:
        told: str = self.cleaned_data[name]
        if self.data.get("do") == PASSAGE and not told:
            raise forms.ValidationError(_("A passage needs this."))
        return told


class WorkbenchAdmin(RecordAdmin):
    """An article's page for reading and marking. What is done there is done to its claims and passages."""

    def get_urls(self) -> list[URLPattern]:
        read = self.admin_site.admin_view(self.read_view)
        return [path("<path:object_id>/read/", read, name="incidents_article_read"), *super().get_urls()]

    def read_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        with transaction.atomic():
            article = self.get_object(request, object_id)
            if not isinstance(article, Article):
                return self.no_such_record(request, object_id)
            if not self.has_view_or_change_permission(request, article):
                raise PermissionDenied
            reading = Reading(article)
            if request.method != "POST":
                return self._page(request, reading, None)
            form = WorkForm(request.POST, reading=reading)
            may(request, str(request.POST.get("do")))
            return self._done(request, form) if form.is_valid() else self._page(request, reading, form)

    def _done(self, request: HttpRequest, form: WorkForm) -> HttpResponse:
        told, reading = form.cleaned_data, form.reading
        taken: Taken = told["taken"]
        if taken.moved:
            messages.info(request, taken.moved)
        if told["do"] == CLAIM:
            return HttpResponseRedirect(reading.address_of(taken, event=told["event"]))
        if told["do"] == EVIDENCE:
            if not self.admin_site.get_model_admin(Claim).has_change_permission(request, told["claim"]):
                raise PermissionDenied
            add_evidence(request, reading, told["claim"], taken)
        else:
            add_passage(request, reading, taken, kind=told["kind"], reason=told["reason"])
        return HttpResponseRedirect(place_of(reading.article, taken.start))

    def _page(self, request: HttpRequest, reading: Reading, refused: WorkForm | None) -> HttpResponse:
        article, here = reading.article, reading.piece_at(_number(request.GET.get("at", "")))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Read and mark: %s") % article,
            "reading": reading,
            "form": refused or WorkForm(reading=reading),
            "refusals": refusals_of(refused) if refused else [],
            "kept": kept(refused) if refused else {},
            "chosen": _number(request.POST.get("event") or request.GET.get("event", "")),
            "latest": latest_events(article, request.user),
            "rights": [word for word in _NEEDED if is_allowed(request, word)],
            "text": markup(reading.segments, interactive=True, here=here),
            "reasons": ArticlePassage.objects.order_by("reason").values_list("reason", flat=True).distinct()[:_REASONS],
            "opts": self.opts,
            "original": article,
        }
        return TemplateResponse(request, "admin/incidents/reading.html", context)


# What each of the three needs: to begin a claim, to change one, or to change the article.
_NEEDED = {
    CLAIM: ("incidents.add_claim",),
    EVIDENCE: ("incidents.change_claim", "incidents.add_evidence"),
    PASSAGE: ("incidents.change_article", "incidents.add_articlepassage"),
}


def kept(refused: WorkForm) -> dict[str, str]:
    """What was typed; positions only as long as they mean the words that were meant."""
    typed = {name: str(value) for name, value in refused.data.items()}
    if typed.get("sha256") == refused.article.text_sha256:
        return typed
    return {**typed, "start": "", "end": ""}


def is_allowed(request: HttpRequest, what: str) -> bool:
    return bool(request.user.has_perms(_NEEDED[what]))


def may(request: HttpRequest, what: str) -> None:
    """Refuse who lacks the right; that the word is none of the three, the form itself says."""
    if not any(is_allowed(request, word) for word in ([what] if what in _NEEDED else _NEEDED)):
        raise PermissionDenied


def place_of(article: Article, start: int) -> str:
    """The page of the article, at these words."""
    return f"{reverse('admin:incidents_article_read', args=[article.pk])}?at={start}#here"


def add_evidence(request: HttpRequest, reading: Reading, claim: Claim, taken: Taken) -> None:
    """The words become evidence of the claim, which by that has changed: whoever has it open is told when saving."""
    _row, created = Evidence.objects.get_or_create(
        claim=claim, start=taken.start, end=taken.end, defaults={"quote": taken.quote}
    )
    link = format_html('<a href="{}">{}</a>', change_url(claim), claim.slug)
    if created:
        _tell(request, messages.SUCCESS, _("“{quote}” ({start}–{end}) is evidence of {claim} now."), taken, claim=link)
        warn_of_passages(request, reading, taken)
    else:
        told = _("Nothing was done: “{quote}” ({start}–{end}) is evidence of {claim} already.")
        _tell(request, messages.WARNING, told, taken, claim=link)


def add_passage(request: HttpRequest, reading: Reading, taken: Taken, *, kind: str, reason: str) -> None:
    """The words need no claim, for this reason."""
    _row, created = ArticlePassage.objects.get_or_create(
        article=reading.article,
        start=taken.start,
        end=taken.end,
        defaults={"quote": taken.quote, "kind": kind, "reason": reason},
    )
    if created:
        _tell(request, messages.SUCCESS, _("“{quote}” ({start}–{end}) is a passage now."), taken)
    else:
        told = _("Nothing was done: “{quote}” ({start}–{end}) is a passage already.")
        _tell(request, messages.WARNING, told, taken)
    over = ", ".join(claim.slug for claim in reading.claims_over(taken))
    if over:
        messages.warning(request, _("Claims rest on some of these words, though a passage says none does: %s.") % over)


def warn_of_passages(request: HttpRequest, reading: Reading, taken: Taken) -> None:
    """Say that words which now carry a claim were marked as carrying none."""
    for passage in reading.passages_over(taken):
        told = _("Some of these words are marked as a passage, on which no claim rests: “{quote}”. Take it out.")
        messages.warning(request, format_html(told, quote=passage.quote))


def _tell(request: HttpRequest, level: int, told: str, taken: Taken, **links: str) -> None:
    shown = format_html(told, quote=taken.quote, start=taken.start, end=taken.end, **links)
    messages.add_message(request, level, shown)


def _number(typed: str) -> int:
    """A position from the address, -1 for anything else."""
    return int(typed) if re.fullmatch("[0-9]{1,9}", typed) else -1
