"""A text is cut where something begins or ends on it, and put together again it is the same text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.admin.segments import Mark, runs, segments, style_of
from incidents.dataset.coverage import coverage
from incidents.dataset.sentences import Span

TEXT = "Baku protestierte. Moskau schwieg."


def test_overlapping_quotes_are_cut_at_every_end_of_one() -> None:
    found = segments(TEXT, quotes=[Mark(0, 18, 7, (1,)), Mark(5, 25, 8, (2,))], passages=[], gaps=[])
    assert [(piece.start, piece.claims, piece.label) for piece in found] == [
        (0, (7,), "1"),
        (5, (7, 8), "2"),
        (18, (8,), ""),
        (25, (), ""),
    ]


def test_events_on_the_same_words_lie_under_one_another() -> None:
    piece = segments("Baku", quotes=[Mark(0, 4, 7, (12,)), Mark(0, 4, 8, (1,))], passages=[], gaps=[])[0]
    assert piece.layers == ("hue-0 stroke-0 depth-0", "hue-1 stroke-1 depth-1")


def test_a_claim_without_an_event_is_marked_all_the_same() -> None:
    piece = segments("Baku", quotes=[Mark(0, 4, 7)], passages=[Mark(0, 4, 9)], gaps=[])[0]
    assert (piece.layers, piece.label, piece.passages) == (("hue-none stroke-0 depth-0",), "–", (9,))


def test_ten_events_have_ten_colours_and_further_ones_another_line() -> None:
    assert len({style_of(number) for number in range(1, 41)}) == 40


def test_what_is_left_is_numbered_by_sentence() -> None:
    found = segments(TEXT, quotes=[], passages=[], gaps=[[Span(0, 4), Span(5, 17)], [Span(19, 34)]])
    assert [(piece.start, piece.gap, piece.opens) for piece in found if piece.gap] == [
        (0, 1, True),
        (5, 1, False),
        (19, 2, True),
    ]


def test_of_a_sentence_in_part_only_the_words_between_quotes_are_left() -> None:
    text = "Eins zwei drei vier fünf sechs."
    found = coverage("a", text, language="de", evidence=[Span(5, 9), Span(20, 24)], passages=[])
    assert runs(text, found.gaps[0]) == [Span(0, 4), Span(10, 19), Span(25, 30)]


def test_of_a_sentence_that_nothing_covers_all_is_left() -> None:
    found = coverage("a", TEXT, language="de", evidence=[Span(0, 18)], passages=[])
    assert runs(TEXT, found.gaps[0]) == [Span(19, 34)]


def test_a_carriage_return_is_set_apart() -> None:
    piece = segments("a\r\nb\rc", quotes=[], passages=[], gaps=[])[0]
    assert piece.pieces == ["a", "\nb", "c"]


def test_an_empty_text_has_no_pieces() -> None:
    assert segments("", quotes=[], passages=[], gaps=[]) == []


SPANS = st.lists(st.tuples(st.integers(0, 19), st.integers(1, 20)).map(sorted).filter(lambda it: it[0] < it[1]))


@settings(max_examples=60)
@given(SPANS, SPANS)
def test_the_pieces_are_the_text_and_know_what_lies_over_them(
    quotes: list[list[int]], passages: list[list[int]]
) -> None:
    text = "Ä\U0001f600 e\u0301\u00a0\r\nb" * 3
    marks = [Mark(start, end, key) for key, (start, end) in enumerate(quotes)]
    found = segments(text, quotes=marks, passages=[Mark(ends[0], ends[1], 0) for ends in passages], gaps=[])
    assert "".join(piece.text for piece in found) == text
    over = [{mark.key for mark in marks if mark.start <= piece.start < mark.end} for piece in found]
    assert over == [set(piece.claims) for piece in found]
