from dataclasses import replace

import pytest

from incidents.dataset.readings.reading import overlap, share_words
from incidents.dataset.sentences import Span
from tests.dataset.readings.making import claim


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((0, 100), (40, 50), True),  # a clause inside its sentence
        ((0, 10), (5, 15), True),  # half of either
        ((0, 10), (6, 16), False),
        ((0, 100), (95, 105), True),  # half of the shorter one
        ((0, 100), (96, 106), False),
        ((0, 10), (10, 20), False),
        ((0, 10), (20, 30), False),
    ],
)
def test_quotes_share_their_words_from_half_of_the_shorter_one(
    one: tuple[int, int], other: tuple[int, int], expected: bool
) -> None:
    assert share_words(Span(*one), Span(*other)) is expected
    assert share_words(Span(*other), Span(*one)) is expected


def test_any_two_quotes_make_claims_overlap() -> None:
    long = replace(claim("long"), spans=(Span(0, 5), Span(50, 60)))
    assert overlap(claim("short", at=(52, 58)), long)
    assert not overlap(claim("short", at=(20, 30)), long)


def test_claims_agree_where_a_label_may_stand_for_the_same() -> None:
    either = replace(claim("one"), labels={"speaker": frozenset({"analysts-of-a", "analysts-of-b"})})
    assert either.agrees(claim("other", speaker="analysts-of-b"), "speaker")
    assert not either.agrees(claim("other", speaker=""), "speaker")
