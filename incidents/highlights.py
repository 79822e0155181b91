"""Where the words of a search stand in a text, and the part of the text that shows them.

Offsets are half-open Unicode code point offsets. Words are compared as `incidents.search` compares them: by their
stems in the language of the text, by their letters without accents, and by their beginning or romanisation.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connections, router

from incidents import names, search
from incidents.publication.models import Change

# Letters and digits, with the accents that follow them as characters of their own.
WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
STEMS = """
    SELECT word, ts_lexize('english_stem', word), ts_lexize('german_stem', word) FROM unnest(%s::text[]) AS word
"""
# Characters of a text that are shown, and how many of them at most stand before the first highlight.
SHOWN = 240
LEAD = 80
CUT = "…"

Span = tuple[int, int]


class Text(NamedTuple):
    """A text of a record: `field` says which; `language` is english, german, or "" for names."""

    field: str
    language: str
    text: str


class Snippet(NamedTuple):
    """The part of a text that is shown. `highlights` are spans of `text`, in order, none touching another."""

    field: str
    text: str
    highlights: list[Span]


@dataclass(frozen=True)
class Forms:
    """What a word of a text is compared by. A stem of "" means that the word is too common in that language."""

    stems: dict[str, str]
    keys: tuple[str, ...]
    loose: frozenset[str]

    @classmethod
    def of(cls, word: str, *, english: str, german: str) -> "Forms":
        keys = names.search_keys(word)
        loose = frozenset(names.loose_key(key) for key in keys)
        return cls({"english": english, "german": german}, keys, loose)


class Highlighter:
    """Knows the words of one search and those of all the texts that it is to find them in. One query."""

    def __init__(self, query: str, texts: Iterable[Text]) -> None:
        terms = [term for alternative in search.read(query) for term in alternative if not term.is_excluded]
        self._terms = {term: words_of(term.text) for term in terms}
        spelt = {word for term in terms for text in term.spellings for word in words_of(text)}
        self._forms = _forms(spelt | {word for text in texts for word in words_of(text.text)})
        self._fitting: dict[tuple[search.Term, str, int], set[str]] = {}

    def best(self, texts: Sequence[Text]) -> Snippet:
        """The text that shows the most terms; of several the first, and the last where none shows any."""
        found = [[list(self._spans(term, text)) for term in self._terms] for text in texts]
        shown = [sum(map(bool, spans_of_terms)) for spans_of_terms in found]
        at = shown.index(max(shown)) if any(shown) else len(texts) - 1
        return snippet(texts[at], merged(span for spans in found[at] for span in spans))

    def _spans(self, term: search.Term, text: Text) -> Iterator[Span]:
        """Where the words of the term stand one after another."""
        words = [(match.start(), match.end(), match[0].lower()) for match in WORD.finditer(text.text)]
        size = len(self._terms[term])
        fitting = [self._words_for(term, text.language, at) for at in range(size)]
        for first in range(len(words) - size + 1 if size else 0):
            part = words[first : first + size]
            if all(word in fits for (_, _, word), fits in zip(part, fitting, strict=True)):
                yield part[0][0], part[-1][1]

    def _words_for(self, term: search.Term, language: str, at: int) -> set[str]:
        """The words that count as one word of the term in texts of the language."""
        if (term, language, at) not in self._fitting:
            single = search.Term(self._terms[term][at], is_last=term.is_last and at == len(self._terms[term]) - 1)
            fits = {word for word, forms in self._forms.items() if self._fits(single, forms, language)}
            if len(self._terms[term]) == 1:
                fits = {word for word in fits if self._forms[word].stems.get(language) != ""}
            self._fitting[term, language, at] = fits
        return self._fitting[term, language, at]

    def _fits(self, single: search.Term, forms: Forms, language: str) -> bool:
        return (
            forms.stems.get(language) in self._stems_of(single)
            or any(key in forms.keys for key in single.keys)
            or any(key.startswith(tuple(single.beginnings)) for key in forms.keys)
            or any(key in forms.loose for key in single.loose_keys)
        )

    def _stems_of(self, single: search.Term) -> set[str]:
        known = [self._forms[word] for text in single.spellings for word in words_of(text) if word in self._forms]
        return {stem for forms in known for stem in forms.stems.values() if stem}


def words_of(text: str) -> list[str]:
    return [match[0].lower() for match in WORD.finditer(text)]


def merged(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap or touch as one."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def snippet(text: Text, spans: Sequence[Span]) -> Snippet:
    """The whole text where it is short, else the part around the first highlight, cut between words."""
    whole = text.text
    if len(whole) <= SHOWN:
        return Snippet(text.field, whole, list(spans))
    start = _blank_after(whole, max(spans[0][0] - LEAD, 0), spans[0][0]) if spans else 0
    end = len(whole) if len(whole) - start <= SHOWN else _blank_before(whole, start + SHOWN, start)
    opening = CUT if start else ""
    shown = opening + whole[start:end] + (CUT if end < len(whole) else "")
    shift = len(opening) - start
    inside = [(first + shift, min(last, end) + shift) for first, last in spans if first < end]
    return Snippet(text.field, shown, inside)


def _blank_after(text: str, start: int, limit: int) -> int:
    """Where the first word after `start` begins; `start` itself where there is no blank before `limit`."""
    blank = text.find(" ", start, limit) if start else -1
    return start if blank < 0 else blank + 1


def _blank_before(text: str, end: int, limit: int) -> int:
    """Where the last word before `end` ends; `end` itself where there is no blank after `limit`."""
    blank = text.rfind(" ", limit, end + 1)
    return end if blank <= limit else blank


def _forms(words: set[str]) -> dict[str, Forms]:
    # From the same server as the rest of the answer.
    with connections[router.db_for_read(Change)].cursor() as cursor:
        cursor.execute(STEMS, [sorted(words)])
        found: list[tuple[str, list[str], list[str]]] = cursor.fetchall()
    return {word: Forms.of(word, english="".join(english), german="".join(german)) for word, english, german in found}
