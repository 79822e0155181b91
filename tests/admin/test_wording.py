"""Two versions of a text are shown as one, with no more of it than a reader needs."""

import pytest

from incidents.admin.wording import GONE, KEPT, NEW, Piece, compared

LONG = "one two three four five six seven eight nine ten eleven twelve thirteen"


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", []),
        ("", "new", [Piece(NEW, "new")]),
        ("old", "", [Piece(GONE, "old")]),
        ("old", "new", [Piece(GONE, "old"), Piece(NEW, "new")]),
        ("", "x" * 301, [Piece(NEW, "x" * 300 + "…")]),
        (LONG, LONG.replace("two ", ""), [Piece(KEPT, "one"), Piece(GONE, " two"), Piece(KEPT, LONG[7:])]),
    ],
)
def test_what_went_and_what_came(before: str, after: str, pieces: list[Piece]) -> None:
    assert compared(before, after) == pieces


def test_what_stayed_is_cut_to_the_words_beside_a_change() -> None:
    kept = [piece.text for piece in compared(f"A {LONG} {LONG} B", f"C {LONG} {LONG} D") if piece.sort == KEPT]
    assert kept == [f" {LONG[:59]} … {LONG[-59:]} "]


def test_very_long_texts_are_compared_line_by_line() -> None:
    before = "\n".join(f"line {number}" for number in range(2000))
    assert Piece(NEW, "line one\n") in compared(before, before.replace("line 1\n", "line one\n"))
