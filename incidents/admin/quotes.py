"""Finding a quote in its article, and saying where it is not found why not."""

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
            f"The quote occurs {len(found)} times. Give the start of the one you mean: {_list(text, quote, found)}"
        )
    if start not in found:
        raise QuoteRefused(f"The quote does not begin at {start}. It begins at: {_list(text, quote, found)}")
    return start


def surroundings(text: str, start: int, end: int) -> tuple[str, str]:
    """The words before and after a passage, marked where they are cut."""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return ("…" if start > AROUND else "") + before, after + ("…" if end + AROUND < len(text) else "")


def _list(text: str, quote: str, found: list[int]) -> str:
    shown = [f"{at} ({' [quote] '.join(surroundings(text, at, at + len(quote)))})" for at in found[:_LISTED]]
    return "; ".join(shown) + (f"; and {len(found) - _LISTED} more." if len(found) > _LISTED else ".")


def _not_there(quote: str, text: str) -> str:
    nearest = names.nearest_match(quote, text)
    if nearest is None:
        return "The quote does not stand in the article, nor anything like it. Copy it from the article's text."
    return (
        f"The quote does not stand in the article. Nearest, at {nearest.start}: “{nearest.found}” "
        f"({nearest.difference})."
    )
