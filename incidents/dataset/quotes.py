"""Where a quote stands in a text. Only an exact match counts; what comes nearest is said, never taken."""

from incidents import names


class QuoteRefused(ValueError):
    """A quote that does not stand where it should. The message says where the nearest match is, if there is one."""


def starts_of(quote: str, text: str) -> list[int]:
    """Every position of the quote, in Unicode code points from 0; occurrences may overlap."""
    starts = []
    start = text.find(quote) if quote else -1
    while start >= 0:
        starts.append(start)
        start = text.find(quote, start + 1)
    return starts


def locate(quote: str, *, start: int | None, text: str) -> int:
    """The position of the quote; raises QuoteRefused where it has none, or several and `start` does not choose."""
    starts = starts_of(quote, text)
    if start is not None and start in starts:
        return start
    if not starts:
        raise QuoteRefused(f"does not stand in the article's text, code point for code point{_hint(quote, text)}.")
    positions = ", ".join(str(found) for found in starts)
    if start is not None:
        raise QuoteRefused(f"does not stand at {start}: it begins at {positions}.")
    if len(starts) > 1:
        raise QuoteRefused(f"occurs {len(starts)} times: give the one that is meant as start: {positions}.")
    return starts[0]


def _hint(quote: str, text: str) -> str:
    nearest = names.nearest_match(quote, text)
    if nearest is None:
        return ", nor anything like it"
    line = text.count("\n", 0, nearest.start) + 1
    return f"; nearest match at {nearest.start} (line {line}): {nearest.found!r}; {nearest.difference}"
