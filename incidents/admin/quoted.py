"""Tables of quotes on a record's page. What the form accepts stands in the article, code point for code point."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin.parts import PartFormSet, PartInline
from incidents.admin.quotes import QuoteRefused, position, surroundings
from incidents.admin.quoting import in_its_line_ends
from incidents.admin.texts import VerbatimField
from incidents.models import Article, ArticlePassage, Claim, Evidence
from incidents.vocabularies import EvidenceStatus

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
else:
    ModelForm = forms.ModelForm

Quoted = Evidence | ArticlePassage


class QuoteForm(ModelForm):
    quote = VerbatimField(help_text=Evidence._meta.get_field("quote").help_text)

    def __init__(self, *args: Any, article: Article | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.article = article

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        quote, start = self.cleaned_data.get("quote"), self.cleaned_data.get("start")
        # Without an article, or its text, there is nothing to compare with, and that field itself says so.
        if not quote or "start" in self.errors or not self.article or not self.article.text or not self.has_changed():
            return cleaned
        if self.instance.pk and "quote" in self.changed_data and "start" not in self.changed_data:
            start = None  # the position of the former words says nothing about the new ones
        self.cleaned_data["quote"] = quote = in_its_line_ends(quote, self.article.text, start=start)
        try:
            self.cleaned_data["start"] = position(quote, self.article.text, start=start)
        except QuoteRefused as refusal:
            self.add_error("quote", str(refusal))
        return cleaned


class QuoteFormSet(PartFormSet):
    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "article": _article_of(self.instance)}

    def clean(self) -> None:
        super().clean()
        seen = set()
        for form in self.forms:
            told = getattr(form, "cleaned_data", {})
            passage = told.get("quote"), told.get("start")
            if None in passage or told.get("DELETE"):
                continue
            if passage in seen:
                form.add_error("quote", _("This passage is listed above already."))
            seen.add(passage)


def _article_of(owner: Claim | Article) -> Article | None:
    if isinstance(owner, Article):
        return owner
    return owner.article if owner.article_id else None


class QuoteInline(PartInline):
    form = QuoteForm
    formset = QuoteFormSet
    readonly_fields = ["state", "in_the_text"]

    @admin.display(description=gettext_lazy("status"))
    def state(self, row: Quoted) -> str:
        if row.status == EvidenceStatus.VERIFIED:
            return row.get_status_display()
        return _("Stale: the text has changed. Clear the start to have the quote looked up again.")

    @admin.display(description=gettext_lazy("in the text"))
    def in_the_text(self, row: Quoted) -> str:
        if row.end is None:
            return ""
        article = row.article if isinstance(row, ArticlePassage) else row.claim.article
        text, start, end = article.text, row.start, row.end
        before, after = surroundings(text, start, end)
        return format_html("{}<mark>{}</mark>{} ({}–{})", before, text[start:end], after, start, end)
