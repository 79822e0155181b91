"""Where the sentences and words of a text stand. A word is a run of letters and digits."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from sentencex import get_sentence_boundaries

_WORD = re.compile(r"[^\W_]+")


class Span(NamedTuple):
    """A part of a text, in Unicode code points from 0; `end` is one past the last."""

    start: int
    end: int


def words(text: str, within: Span) -> list[Span]:
    """The words of that part of the text, in order; a word that its ends cut counts as what is left of it."""
    return [Span(*match.span()) for match in _WORD.finditer(text, *within)]


def sentences(text: str, *, language: str) -> list[Span]:
    """The sentences without the blanks around them, in order; `language` is a BCP 47 tag such as de or de-AT.

    A line end always ends a sentence; within a line the rules of the language decide. What holds no letter or digit
    is no sentence. Every word of the text is in exactly one.
    """
    found = []
    start = 0
    for line in text.splitlines(keepends=True):
        found += [_trimmed(text, start + begin, start + end) for begin, end in _pieces(line, language)]
        start += len(line)
    return [piece for piece in found if words(text, piece)]


def _pieces(line: str, language: str) -> Iterator[tuple[int, int]]:
    """The line cut where the library lets a sentence begin, so that nothing of it is lost whatever else it answers."""
    # It knows languages by their first subtag alone, and has general rules for those that it does not know.
    cuts = [part["start_index"] for part in get_sentence_boundaries(language.partition("-")[0], line)][1:]
    yield from zip([0, *cuts], [*cuts, len(line)], strict=True)


def _trimmed(text: str, start: int, end: int) -> Span:
    inside = text[start:end]
    return Span(end - len(inside.lstrip()), start + len(inside.rstrip()))
