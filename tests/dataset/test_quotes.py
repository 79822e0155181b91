import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.dataset.quotes import QuoteRefused, locate, starts_of, why_not
from tests.dataset.project import TEXT


@pytest.mark.parametrize(
    ("quote", "starts"), [("Baku protestierte.", [0, 35]), ("Moskau", [19]), ("moskau", []), ("", [])]
)
def test_it_finds_every_position(quote: str, starts: list[int]) -> None:
    assert starts_of(quote, TEXT) == starts


def test_positions_may_overlap() -> None:
    assert starts_of("aa", "aaa") == [0, 1]


def test_positions_are_counted_in_code_points() -> None:
    assert locate("b", start=None, text="😀ä\u0308b") == 3


def test_a_start_chooses_among_several() -> None:
    assert locate("Baku protestierte.", start=35, text=TEXT) == 35


@pytest.mark.parametrize(
    ("quote", "start", "rule"),
    [
        ("Baku protestierte.", None, "occurs 2 times: give the one that is meant as start: 0, 35."),
        ("Baku protestierte.", 1, "does not stand at 1: it begins at 0, 35."),
        (
            "Moskau schwieg!",
            None,
            "does not stand in the article's text, code point for code point; nearest match at 19 (line 1): "
            "'Moskau schwieg.'; character 15 of the quote: the quote has ! (U+0021 EXCLAMATION MARK) where the text "
            "has . (U+002E FULL STOP).",
        ),
        (
            'protestierte. "Es war ein Irrtum“',
            None,
            "does not stand in the article's text, code point for code point; nearest match at 40 (line 1): "
            "'protestierte. „Es war ein Irrtum“'; character 15 of the quote: the quote has \" (U+0022 QUOTATION MARK) "
            "where the text has „ (U+201E DOUBLE LOW-9 QUOTATION MARK).",
        ),
        (
            "xyzzy plugh",
            None,
            "does not stand in the article's text, code point for code point, nor anything like it.",
        ),
    ],
)
def test_it_refuses_and_says_where_to_look(quote: str, start: int | None, rule: str) -> None:
    with pytest.raises(QuoteRefused) as refused:
        locate(quote, start=start, text=TEXT)
    assert str(refused.value) == rule


@pytest.mark.parametrize(("before", "line"), [("", 1), ("\n", 2), ("Baku protestierte.\n\n", 3)])
def test_the_line_of_the_nearest_match_is_counted_from_1(before: str, line: int) -> None:
    told = why_not("Moskau schwieg!", start=None, text=f"{before}Moskau schwieg. Ende.\n")
    assert f"(line {line}): 'Moskau schwieg'" in told


QUOTE = "„Es war ein Irrtum“, sagte die Gesandte."


@given(st.integers(0, len(QUOTE) - 1), st.characters(exclude_characters=QUOTE, exclude_categories=["Cs"]))
def test_a_quote_with_one_other_character_is_refused_with_a_hint(at: int, other: str) -> None:
    with pytest.raises(QuoteRefused, match=r"nearest match at 5[3-6]"):
        locate(QUOTE[:at] + other + QUOTE[at + 1 :], start=None, text=TEXT)


@given(st.integers(1, len(QUOTE) - 2))
def test_a_quote_that_lacks_one_character_is_refused_with_a_hint(at: int) -> None:
    with pytest.raises(QuoteRefused, match=r"nearest match at 5[3-6]"):
        locate(QUOTE[:at] + QUOTE[at + 1 :], start=None, text=TEXT)


@given(st.data())
def test_a_piece_of_the_text_is_found_where_it_was_taken(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(TEXT) - 1))
    end = data.draw(st.integers(start + 1, len(TEXT)))
    assert locate(TEXT[start:end], start=start, text=TEXT) == start


@pytest.mark.parametrize(("start", "why"), [(0, ""), (1, "does not stand at 1: it begins at 0.")])
def test_it_says_why_a_quote_is_refused(start: int, why: str) -> None:
    assert why_not("Baku", start=start, text="Baku schwieg.") == why
