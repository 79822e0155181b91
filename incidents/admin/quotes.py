"""Finding a quote in its article, and saying where it is not found why not."""

from django.utils.translation import gettext as _

from incidents import names
from incidents.dataset.quotes import starts_of

# Words shown around a quote, in code points.
AROUND = 40
_LISTED = 8


class QuoteRefused(ValueError):
    """The quote does not stand in the text, or not clearly in one place. The message says where to look."""


def position(quote: str, text: str, *, start: int | None) -> int:
    """Where the quote begins in the text, in code points; `start` decides where it occurs more than once."""
    found = starts_of(quote, text)
    if not found:
        raise QuoteRefused(_not_there(quote, text))
    if start is None and len(found) == 1:
        return found[0]
    if start is None:
        raise QuoteRefused(
            _("The quote occurs %(number)s times. Give the start of the one you mean: %(places)s")
            % {"number": len(found), "places": _list(text, quote, found)}
        )
    if start not in found:
        raise QuoteRefused(
            _("The quote does not begin at %(start)s. It begins at: %(places)s")
            % {"start": start, "places": _list(text, quote, found)}
        )
    return start


def surroundings(text: str, start: int, end: int) -> tuple[str, str]:
    """The words before and after a passage, marked where they are cut."""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return ("…" if start > AROUND else "") + before, after + ("…" if end + AROUND < len(text) else "")


def _list(text: str, quote: str, found: list[int]) -> str:
    shown = [f"{at} ({_(' [quote] ').join(surroundings(text, at, at + len(quote)))})" for at in found[:_LISTED]]
    return "; ".join(shown) + (
        _("; and %(number)s more.") % {"number": len(found) - _LISTED} if len(found) > _LISTED else "."
    )


def _not_there(quote: str, text: str) -> str:
    nearest = names.nearest_match(quote, text)
    if nearest is None:
        return _("The quote does not stand in the article, nor anything like it. Copy it from the article's text.")
    told = _("The quote does not stand in the article. Nearest, at %(start)s: “%(found)s” (%(difference)s).")
    return told % {"start": nearest.start, "found": nearest.found, "difference": nearest.difference}
