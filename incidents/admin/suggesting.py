"""Who may be speaking in a quote, and whose words they are: a first guess for the form, from names and words of saying.

A wrong guess costs more than none, so a speaker is only named beside a word of saying or a quotation mark.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from incidents.dataset.sentences import Span
from incidents.vocabularies import SpeechMode

_QUOTATION = re.compile('„[^„]*?[“”]|“[^“]*?”|«[^«]*?»|»[^»]*?«|"[^"\n]*"')
# In German and English, and what stands for them in Ukrainian and Russian.
_SAYING = re.compile(
    r"\b(?:sagt\w*|erklärt\w*|versichert\w*|betont\w*|berichtet\w*|meint\w*|fordert\w*|warnt\w*|behauptet\w*"
    r"|äußert\w*|bestätigt\w*|schrieb\w*|schreibt|teilt\w* mit|gab zu|gab an|räumt\w* ein|weis\w* (?:darauf )?hin"
    r"|weisen auf|Ausdruck|Angaben|Darstellung"
    r"|said|says|told|stated|claims?|claimed|announced|warned|denied"
    r"|сказа[лв]\w*|заяви[лв]\w*|повідоми[лв]\w*|сообщил\w*)\b"
)
# These name in the very next word, or the one before, who is meant; where that is a newspaper, nobody speaks.
_ACCORDING = re.compile(r"\b(?:[Ll]aut|zufolge|[Aa]ccording to|[Зз]а словами|[Пп]о словам)\b")
# The German subjunctive of what somebody else says; on its own it goes on with who spoke before.
_REPORTED = re.compile(r"\b(?:sei|seien|habe|werde|könne|solle|müsse|wolle|dürfe|erwarte|möchte)\b")
# How far from a quotation or a word of saying its speaker may be named, and how many sentences back.
_NEAR, _BESIDE, _ADJACENT, _BACK = 90, 30, 1, 2
# How much of the quote has to lie in a quotation that carries the claim.
_CARRIES = 0.5


class Suggestion(NamedTuple):
    """What to put into the form; `speaker` is the primary key of an actor, `words` name them as printed."""

    mode: str
    speaker: int | None = None
    words: str = ""


_AUTHOR = Suggestion(SpeechMode.AUTHOR_VOICE)


class _Named(NamedTuple):
    start: int
    end: int
    actor: int


def suggest(text: str, quote: Span, *, sentences: Iterable[Span], spellings: Iterable[tuple[int, str]]) -> Suggestion:
    """A guess for these words; `spellings` are names with the primary keys of the actors that go by them."""
    names = [(actor, name) for actor, name in spellings if name in text]
    quotation = _quotation(text, quote)
    if quotation:
        outside = (Span(quotation.end, quotation.end + _NEAR), Span(max(quotation.start - _NEAR, 0), quotation.start))
        mentions = [mention for span in outside for mention in _mentions(text, span, names)]
        return _suggestion(SpeechMode.DIRECT_QUOTE, text, _nearest(mentions, quotation, _NEAR))
    before = [sentence for sentence in sentences if sentence.start < quote.end]
    here = [sentence for sentence in before if sentence.end > quote.start]
    return _reported(text, Span(here[0].start, quote.end), before[: -len(here)], names) if here else _AUTHOR


def _quotation(text: str, quote: Span) -> Span | None:
    """The quotation that carries the quote: it lies inside, or most of it is quoted."""
    for match in _QUOTATION.finditer(text):
        start, end = max(match.start(), quote.start), min(match.end(), quote.end)
        if end - start > _CARRIES * (quote.end - quote.start):
            return Span(*match.span())
    return None


def _reported(text: str, here: Span, before: list[Span], names: list[tuple[int, str]]) -> Suggestion:
    """What somebody is reported to say here, or goes on to say who was named in a sentence before."""
    for words, reach in ((_ACCORDING, _ADJACENT), (_SAYING, _BESIDE)):
        saying = words.search(text, *here)
        if saying:
            named = _nearest(_mentions(text, here, names), Span(*saying.span()), reach)
            return _suggestion(SpeechMode.INDIRECT, text, named)
    if not _REPORTED.search(text, *here):
        return _AUTHOR
    earlier = next((sentence for sentence in before[: -_BACK - 1 : -1] if _says(text, sentence)), None)
    return _reported(text, earlier, [], names) if earlier else Suggestion(SpeechMode.INDIRECT)


def _says(text: str, sentence: Span) -> bool:
    return any(words.search(text, *sentence) for words in (_ACCORDING, _SAYING))


def _mentions(text: str, within: Span, names: list[tuple[int, str]]) -> list[_Named]:
    return [
        _Named(*match.span(), actor)
        for actor, name in names
        for match in re.compile(rf"(?<!\w){re.escape(name)}(?!\w)").finditer(text, *within)
    ]


def _nearest(mentions: list[_Named], to: Span, reach: int) -> _Named | None:
    """The mention beside it; of two at one place the longer, so that a first name is not lost."""
    near = [mention for mention in mentions if _distance(mention, to) <= reach]
    return min(near, key=lambda mention: (_distance(mention, to), mention.start - mention.end), default=None)


def _distance(mention: _Named, to: Span) -> int:
    return max(mention.start - to.end, to.start - mention.end, 0)


def _suggestion(mode: str, text: str, named: _Named | None) -> Suggestion:
    return Suggestion(mode, named.actor, text[named.start : named.end]) if named else Suggestion(mode)
