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
# Words whose forms are remembered: those of most texts are among them, and each takes some hundred bytes.
REMEMBERED = 50_000

Span = tuple[int, int]


class Word(NamedTuple):
    """A word of a text, in lower case, and where it stands."""

    start: int
    end: int
    word: str


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


@dataclass(frozen=True)
class Sought:
    """What a word of a search is compared by."""

    stems: frozenset[str]
    keys: frozenset[str]
    loose: frozenset[str]
    beginnings: tuple[str, ...]
    # Whether it may be passed over, which is so where nothing else is looked for with it.
    is_alone: bool

    def fits(self, forms: Forms, language: str) -> bool:
        stem = forms.stems.get(language)
        if self.is_alone and stem == "":
            return False
        return (
            stem in self.stems
            or not self.keys.isdisjoint(forms.keys)
            or not self.loose.isdisjoint(forms.loose)
            or any(key.startswith(self.beginnings) for key in forms.keys)
        )


class Highlighter:
    """Knows the words of one search and those of all the texts that it is to find them in.

    Takes one query, and none for words that were looked up before.
    """

    def __init__(self, query: str, texts: Iterable[Text]) -> None:
        given = [term for alternative in search.read(query) for term in alternative if not term.is_excluded]
        terms = {term: words_of(term.text) for term in given}
        self._words = {text: tuple(_words_in(text.text)) for text in texts}
        spelt = {word for term in given for text in term.spellings for word in words_of(text)}
        self._forms = _forms(spelt | {word.word for words in self._words.values() for word in words})
        self._terms = [[self._sought(term, words, at) for at in range(len(words))] for term, words in terms.items()]
        self._fitting: dict[tuple[int, str, int], set[str]] = {}

    def best(self, texts: Sequence[Text]) -> Snippet:
        """The text that shows the most terms; of several the first, and the last where none shows any."""
        found = [[list(self._spans(term, text)) for term in range(len(self._terms))] for text in texts]
        shown = [sum(map(bool, spans_of_terms)) for spans_of_terms in found]
        at = shown.index(max(shown)) if any(shown) else len(texts) - 1
        return snippet(texts[at], merged(span for spans in found[at] for span in spans))

    def _spans(self, term: int, text: Text) -> Iterator[Span]:
        """Where the words of the term stand one after another."""
        size = len(self._terms[term])
        if not size:
            return
        words = self._words[text]
        first_fits, *others = [self._words_for(term, text.language, at) for at in range(size)]
        for first, word in enumerate(words[: len(words) - size + 1]):
            following = words[first + 1 : first + size]
            if word.word in first_fits and all(one.word in fits for one, fits in zip(following, others, strict=True)):
                yield word.start, words[first + size - 1].end

    def _words_for(self, term: int, language: str, at: int) -> set[str]:
        """The words that count as one word of the term in texts of the language."""
        if (term, language, at) not in self._fitting:
            sought = self._terms[term][at]
            fits = {word for word, forms in self._forms.items() if sought.fits(forms, language)}
            self._fitting[term, language, at] = fits
        return self._fitting[term, language, at]

    def _sought(self, term: search.Term, words: Sequence[str], at: int) -> Sought:
        single = search.Term(words[at], is_last=term.is_last and at == len(words) - 1)
        known = [self._forms[word] for text in single.spellings for word in words_of(text) if word in self._forms]
        return Sought(
            stems=frozenset(stem for forms in known for stem in forms.stems.values() if stem),
            keys=frozenset(single.keys),
            loose=frozenset(single.loose_keys),
            beginnings=tuple(single.beginnings),
            is_alone=len(words) == 1,
        )


def words_of(text: str) -> list[str]:
    return [word.word for word in _words_in(text)]


def _words_in(text: str) -> Iterator[Word]:
    return (Word(match.start(), match.end(), match[0].lower()) for match in WORD.finditer(text))


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


_remembered: dict[str, Forms] = {}


def _forms(words: set[str]) -> dict[str, Forms]:
    unknown = [word for word in words if word not in _remembered]
    if len(_remembered) + len(unknown) > REMEMBERED:
        _remembered.clear()
        unknown = list(words)
    found = _looked_up(unknown) if unknown else {}
    _remembered.update(found)
    # Another thread may have forgotten them all meanwhile.
    return {word: found.get(word) or _remembered.get(word) or _looked_up([word])[word] for word in words}


def _looked_up(words: Sequence[str]) -> dict[str, Forms]:
    # From the same server as the rest of the answer.
    with connections[router.db_for_read(Change)].cursor() as cursor:
        cursor.execute(STEMS, [sorted(words)])
        found: list[tuple[str, list[str], list[str]]] = cursor.fetchall()
    return {word: Forms.of(word, english="".join(english), german="".join(german)) for word, english, german in found}
