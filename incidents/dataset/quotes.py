"""Where a quote stands in a text. Only an exact match counts; what comes nearest is said, never taken."""

from django.utils.translation import gettext as _

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
        raise QuoteRefused(_nowhere(quote, text))
    positions = ", ".join(str(found) for found in starts)
    if start is not None:
        told = _("does not stand at %(start)s: it begins at %(positions)s.")
        raise QuoteRefused(told % {"start": start, "positions": positions})
    if len(starts) > 1:
        told = _("occurs %(number)s times: give the one that is meant as start: %(positions)s.")
        raise QuoteRefused(told % {"number": len(starts), "positions": positions})
    return starts[0]


def why_not(quote: str, *, start: int | None, text: str) -> str:
    """Why the quote is refused; "" where it stands where it should."""
    try:
        locate(quote, start=start, text=text)
    except QuoteRefused as refused:
        return str(refused)
    return ""


def _nowhere(quote: str, text: str) -> str:
    nearest = names.nearest_match(quote, text)
    if nearest is None:
        return _("does not stand in the article's text, code point for code point, nor anything like it.")
    line = text.count("\n", 0, nearest.start) + 1
    told = _(
        "does not stand in the article's text, code point for code point; nearest match at %(start)s (line %(line)s): "
        "%(found)r; %(difference)s."
    )
    details = {"start": nearest.start, "line": line, "found": nearest.found, "difference": nearest.difference}
    return told % details
