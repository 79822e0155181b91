"""A text cut wherever a quote, a passage or an unread sentence begins or ends, so that they may overlap."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from incidents.dataset.coverage import Gap
from incidents.dataset.sentences import Span, words

# Lines that can be drawn under one another before they run into the next line of the text.
DEPTH = 4
# Colours, and ways to draw a line: the eleventh event has the first colour again, with dashes.
_HUES, _STROKES = 10, 4
_CARRIAGE_RETURN = re.compile("(?=\r)")


@dataclass(frozen=True, slots=True)
class Mark:
    """Words in evidence of a claim, or in a passage; `key` says of which, `events` are numbers of the legend."""

    start: int
    end: int
    key: int
    events: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text within which nothing begins or ends; `start` is counted in code points.

    `label` are the numbers of the events of which a quote begins here, `gap` is the number of the unread sentence,
    `opens` whether it is its first piece.
    """

    start: int
    text: str
    claims: tuple[int, ...]
    passages: tuple[int, ...]
    layers: tuple[str, ...]
    label: str
    gap: int
    opens: bool

    @property
    def pieces(self) -> list[str]:
        """The text cut before each carriage return, which a page must spell out: a browser would drop it."""
        return [piece.removeprefix("\r") for piece in _CARRIAGE_RETURN.split(self.text)]


def style_of(event: int) -> str:
    """The colour and the line of an event, as classes of the style sheet; 0 is no event at all."""
    return f"hue-{(event - 1) % _HUES} stroke-{(event - 1) // _HUES % _STROKES}" if event else "hue-none stroke-0"


def runs(text: str, gap: Gap) -> list[Span]:
    """Where the words that a gap leaves stand, in as few pieces as possible: the sentence where all are left."""
    every = words(text, gap.sentence)
    left = set(gap.words)
    if len(left) == len(every):
        return [gap.sentence]
    found: list[Span] = []
    joined = False
    for word in every:
        if word in left:
            found[-1:] = [Span(found[-1].start, word.end)] if joined else [*found[-1:], word]
        joined = word in left
    return found


def segments(
    text: str, *, quotes: Sequence[Mark], passages: Sequence[Mark], gaps: Sequence[Sequence[Span]]
) -> list[Segment]:
    """The whole text in order. `gaps` are the pieces of each unread sentence."""
    numbered = [Mark(*span, key=number) for number, spans in enumerate(gaps, 1) for span in spans]
    first = {number: spans[0].start for number, spans in enumerate(gaps, 1)}
    edges = {edge for mark in (*quotes, *passages, *numbered) for edge in (mark.start, mark.end)}
    cuts = sorted({0, len(text)} | edges)
    pieces = zip(pairwise(cuts), _over(quotes, cuts), _over(passages, cuts), _over(numbered, cuts), strict=True)
    return [
        _segment(text[start:end], start, quoted, passed, gap, first) for (start, end), quoted, passed, gap in pieces
    ]


def _over(marks: Iterable[Mark], cuts: list[int]) -> list[list[Mark]]:
    """For each piece between two cuts the marks that lie over it."""
    opening: dict[int, list[Mark]] = {}
    for mark in marks:
        opening.setdefault(mark.start, []).append(mark)
    found: list[list[Mark]] = []
    for start in cuts[:-1]:
        going_on = [mark for mark in found[-1] if mark.end > start] if found else []
        found.append(going_on + opening.get(start, []))
    return found


def _segment(
    text: str, start: int, quotes: list[Mark], passages: list[Mark], gap: list[Mark], first: dict[int, int]
) -> Segment:
    number = gap[0].key if gap else 0
    events = _events(quotes)
    return Segment(
        start=start,
        text=text,
        claims=tuple(dict.fromkeys(mark.key for mark in quotes)),
        passages=tuple(mark.key for mark in passages),
        layers=tuple(f"{style_of(event)} depth-{depth}" for depth, event in enumerate(events[:DEPTH])),
        label=" ".join(str(event or "–") for event in _events([mark for mark in quotes if mark.start == start])),
        gap=number,
        opens=bool(number) and first[number] == start,
    )


def _events(quotes: list[Mark]) -> list[int]:
    """The events of the quotes; a claim that has none yet counts as one of its own."""
    return sorted({event for mark in quotes for event in mark.events or (0,)})
