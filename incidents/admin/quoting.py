"""Words taken from an article's text by their position: who selects them sends numbers, and the text decides."""

import re
import unicodedata
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin.quotes import QuoteRefused, position
from incidents.admin.texts import VerbatimField
from incidents.dataset.sentences import Span
from incidents.models import Article

# What the database can count to; no text is as long.
_MOST = 2**31 - 1
_JOINER = "\u200d"
_SKIN_TONES = re.compile("[\U0001f3fb-\U0001f3ff]")


class Taken(NamedTuple):
    """Words of a text, in code points; `moved` says in a sentence what was done to the ends that were asked for."""

    start: int
    end: int
    quote: str
    moved: str = ""


def take(text: str, *, start: int, end: int) -> Taken:
    """The words at a position, without the blanks around them and with whole characters at their ends.

    Raises QuoteRefused where there are none.
    """
    if end < start:
        raise QuoteRefused(_("The end, %(end)d, lies before the start, %(start)d.") % {"start": start, "end": end})
    if start < 0 or end > len(text):
        told = _("%(start)d–%(end)d lies outside of the text, which has %(length)d characters.")
        raise QuoteRefused(told % {"start": start, "end": end, "length": len(text)})
    whole = _whole(text, start, end)
    quote = text[whole.start : whole.end]
    if not quote.strip():
        raise QuoteRefused(_("No words are selected, only blanks or nothing at all."))
    begin = whole.end - len(quote.lstrip())
    taken = Span(begin, begin + len(quote.strip()))
    return Taken(*taken, text[taken.start : taken.end], _moved(Span(start, end), whole, taken))


def _whole(text: str, start: int, end: int) -> Span:
    """The ends moved outwards, so that no accent is parted from its letter and no emoji is broken."""
    while start < end and start and _clings(text, start):
        start -= 1
    while start < end < len(text) and _clings(text, end):
        end += 1
    return Span(start, end)


def _clings(text: str, at: int) -> bool:
    """Whether the code point belongs to the character before it."""
    here = text[at]
    return (
        unicodedata.category(here).startswith("M")
        or _JOINER in (here, text[at - 1])
        or _SKIN_TONES.match(here) is not None
    )


def _moved(asked: Span, whole: Span, taken: Span) -> str:
    if whole != asked:
        return _("The ends were moved to whole characters.")
    return _("Blanks at the ends were left out.") if taken != asked else ""


def in_its_line_ends(quote: str, text: str, *, start: int | None) -> str:
    """The quote with the line ends of the text, which a browser sends back as something else."""
    if "\r" not in text or "\n" not in quote:
        return quote
    pattern = re.compile("(?:\r\n|\r|\n)".join(map(re.escape, quote.split("\n"))))
    found = pattern.search(text) if start is None else pattern.match(text, start)
    return found.group() if found else quote


class WordsForm(forms.Form):
    """Words of one article: by position and the checksum of the text they were seen in, or pasted."""

    start = forms.IntegerField(required=False, min_value=0, max_value=_MOST, label=gettext_lazy("From character"))
    end = forms.IntegerField(required=False, min_value=0, max_value=_MOST, label=gettext_lazy("to before character"))
    quote = VerbatimField(required=False, max_length=100_000, label=gettext_lazy("or the words themselves, pasted"))
    sha256 = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    event = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.article = article

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors:
            try:
                self.cleaned_data["taken"] = self._take()
            except QuoteRefused as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return cleaned

    def _take(self) -> Taken:
        told, text = self.cleaned_data, self.article.text
        start, end, quote = told["start"], told["end"], told["quote"].strip()
        if start is not None and end is not None:
            self._refuse_another_text(told["sha256"])
            return take(text, start=start, end=end)
        if not quote:
            raise QuoteRefused(_("Select words in the text, give two positions, or paste the words."))
        quote = in_its_line_ends(quote, text, start=start)
        found = position(quote, text, start=start)
        return Taken(found, found + len(quote), quote)

    def _refuse_another_text(self, seen: str) -> None:
        """Positions mean nothing in a text that somebody has changed since."""
        if seen != self.article.text_sha256:
            raise QuoteRefused(
                _("The text was changed after you opened it, so these positions may mean other words. Select again.")
            )


def refusals_of(form: forms.Form) -> list[str]:
    """What is wrong with a form, in sentences that name the field."""
    return [
        str(fault) if name == NON_FIELD_ERRORS else f"{form.fields[name].label or name}: {fault}"
        for name, faults in form.errors.items()
        for fault in faults
    ]
