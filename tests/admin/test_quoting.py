"""Words are taken from the stored text by their position, whatever the browser thinks they are."""

import pytest

from incidents.admin.quotes import QuoteRefused
from incidents.admin.quoting import in_its_line_ends, take

# U+0308 makes an ü of the u before it; the woman, the joiner and the rocket are one picture.
TEXT = "  Erste Zeile.\r\nZu\u0308rich\u00a0\U0001f469\u200d\U0001f680 und \U0001f44d\U0001f3fd hier. "


@pytest.mark.parametrize(
    ("start", "end", "quote"),
    [
        (2, 14, "Erste Zeile."),
        (0, 17, "Erste Zeile.\r\nZ"),
        (0, len(TEXT), TEXT.strip()),
        (16, 24, "Zu\u0308rich"),
        (8, 19, "Zeile.\r\nZu\u0308"),
        (8, 18, "Zeile.\r\nZu\u0308"),
        (18, 23, "u\u0308rich"),
        (24, 25, "\U0001f469\u200d\U0001f680"),
        (26, 27, "\U0001f469\u200d\U0001f680"),
        (28, 33, "und \U0001f44d\U0001f3fd"),
        (len(TEXT) - 2, len(TEXT), "."),
    ],
)
def test_words_are_whole_characters_without_the_blanks_around_them(start: int, end: int, quote: str) -> None:
    taken = take(TEXT, start=start, end=end)
    assert taken.quote == quote == TEXT[taken.start : taken.end]


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (9, 3, "The end, 3, lies before the start, 9."),
        (0, 2, "only blanks"),
        (5, 5, "only blanks"),
        (-1, 4, "outside of the text"),
        (0, 2**31, f"which has {len(TEXT)} characters"),
    ],
)
def test_what_is_no_place_in_the_text_is_refused(start: int, end: int, told: str) -> None:
    with pytest.raises(QuoteRefused, match=told):
        take(TEXT, start=start, end=end)


@pytest.mark.parametrize(
    ("start", "end", "moved"),
    [(2, 7, ""), (1, 7, "Blanks at the ends were left out."), (16, 18, "The ends were moved to whole characters.")],
)
def test_what_was_done_to_the_ends_is_said(start: int, end: int, moved: str) -> None:
    assert take(TEXT, start=start, end=end).moved == moved


@pytest.mark.parametrize(
    ("quote", "start", "found"),
    [("a\nb", None, "a\r\nb"), ("b\na", 3, "b\ra"), ("b\na", 0, "b\na"), ("a", None, "a"), ("x\ny", None, "x\ny")],
)
def test_line_ends_that_a_browser_changed_become_those_of_the_text(quote: str, start: int | None, found: str) -> None:
    assert in_its_line_ends(quote, "a\r\nb\ra", start=start) == found
