"""The quotes that a claim rests on. What the form accepts stands in the article, code point for code point."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join

from incidents.admin.parts import PartFormSet, PartInline
from incidents.admin.quotes import QuoteRefused, position, surroundings
from incidents.admin.refusals import change_url
from incidents.admin.texts import VerbatimField
from incidents.models import Claim, Evidence
from incidents.vocabularies import EvidenceStatus

if TYPE_CHECKING:
    EvidenceModelForm = forms.ModelForm[Any]
else:
    EvidenceModelForm = forms.ModelForm


class EvidenceForm(EvidenceModelForm):
    quote = VerbatimField(help_text=Evidence._meta.get_field("quote").help_text)

    class Meta:
        model = Evidence
        fields = ["quote", "start"]

    def __init__(self, *args: Any, claim: Claim, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.claim = claim

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        quote, start = self.cleaned_data.get("quote"), self.cleaned_data.get("start")
        # Without an article there is nothing to compare with, and the article's own field says so.
        if not quote or "start" in self.errors or not self.claim.article_id or not self.has_changed():
            return cleaned
        if self.instance.pk and "quote" in self.changed_data and "start" not in self.changed_data:
            start = None  # the position of the former words says nothing about the new ones
        try:
            self.cleaned_data["start"] = position(quote, self.claim.article.text, start=start)
        except QuoteRefused as refusal:
            self.add_error("quote", str(refusal))
        return cleaned


class EvidenceFormSet(PartFormSet):
    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "claim": self.instance}

    def clean(self) -> None:
        super().clean()
        seen = set()
        for form in self.forms:
            told = getattr(form, "cleaned_data", {})
            passage = told.get("quote"), told.get("start")
            if None in passage or told.get("DELETE"):
                continue
            if passage in seen:
                form.add_error("quote", "This passage is listed above already.")
            seen.add(passage)


class EvidenceInline(PartInline):
    model = Evidence
    form = EvidenceForm
    formset = EvidenceFormSet
    fields = ["quote", "start", "state", "in_the_text"]
    readonly_fields = ["state", "in_the_text"]
    select = ("claim__article",)
    verbose_name_plural = "Evidence: the exact words of the article"

    @admin.display(description="status")
    def state(self, evidence: Evidence) -> str:
        if evidence.status == EvidenceStatus.VERIFIED:
            return evidence.get_status_display()
        return "Stale: the text has changed. Clear the start to have the quote looked up again."

    @admin.display(description="in the text")
    def in_the_text(self, evidence: Evidence) -> str:
        if evidence.end is None:
            return ""
        text, start, end = evidence.claim.article.text, evidence.start, evidence.end
        before, after = surroundings(text, start, end)
        return format_html("{}<mark>{}</mark>{} ({}–{})", before, text[start:end], after, start, end)


def stale_note(claim: Claim) -> str:
    """What a list of claims says beside this one, where its evidence is prefetched."""
    stale = [item for item in claim.evidence.all() if item.status == EvidenceStatus.STALE]
    return f" – {len(stale)} of its quotes no longer in the text" if stale else ""


def warn_of_stale(model_admin: Any, request: HttpRequest, evidence: QuerySet[Evidence]) -> None:
    """Name the quotes that the text does not hold any more, with links to their claims."""
    stale = evidence.filter(status=EvidenceStatus.STALE).select_related("claim")
    links = [(change_url(item.claim), item.claim.slug, item.quote) for item in stale]
    if links:
        told = format_html_join("; ", '<a href="{}">{}</a>: “{}”', links)
        message = format_html("No longer in the text, so they cannot be published: {}", told)
        model_admin.message_user(request, message, messages.WARNING)
