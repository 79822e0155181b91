"""Two versions of a text as one: what went, what came, and only as much of the rest as is needed to find one's way."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

# Characters kept around a change and shown of a text that is wholly new; words that are compared one by one.
AROUND, SHOWN, MANY = 60, 300, 4_000
# Shorter ones are easier to read side by side.
_SHORT = 60
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
KEPT, GONE, NEW = "kept", "gone", "new"


class Piece(NamedTuple):
    sort: str
    text: str


def compared(before: str, after: str) -> list[Piece]:
    """The pieces in order; an empty text has none."""
    if not before or not after or max(len(before), len(after)) <= _SHORT:
        return [Piece(sort, _beginning(text)) for sort, text in ((GONE, before), (NEW, after)) if text]
    return list(_pieces(_split(before), _split(after)))


def _split(text: str) -> list[str]:
    words = _WORDS.findall(text)
    return words if len(words) <= MANY else text.splitlines(keepends=True)


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    for tag, start, end, new_start, new_end in SequenceMatcher(None, before, after).get_opcodes():
        if tag == "equal":
            yield Piece(KEPT, _middle("".join(before[start:end]), first=start == 0, last=end == len(before)))
            continue
        for sort, words in ((GONE, before[start:end]), (NEW, after[new_start:new_end])):
            if words:
                yield Piece(sort, "".join(words))


def _beginning(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _middle(text: str, *, first: bool, last: bool) -> str:
    """The ends that lie beside a change."""
    if len(text) <= 2 * AROUND:
        return text
    head, tail = "" if first else text[:AROUND], "" if last else text[-AROUND:]
    return f"{head} … {tail}"
