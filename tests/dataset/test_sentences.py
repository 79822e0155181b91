from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.dataset.sentences import Span, sentences, words

# Letters with what the library looks at: ends of sentences, abbreviations, quotation marks, line ends.
TEXTS = st.one_of(st.text(), st.text(alphabet="aB1zä Dr.z.B.…!?„“\"'()–\n\r\u2028\u00a0😀𝕏\u0301"))


def split(text: str, language: str = "de") -> list[str]:
    return [text[start:end] for start, end in sentences(text, language=language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Am 14. November kam z. B. Dr. Müller. Und dann?", ["Am 14. November kam z. B. Dr. Müller.", "Und dann?"]),
        ("Lesen Sie auch\nBaku schwieg.", ["Lesen Sie auch", "Baku schwieg."]),
        ("Laut Baku\r\nschwieg\u2028Moskau", ["Laut Baku", "schwieg", "Moskau"]),
        ("  Baku schwieg. \n\n —\n***\n", ["Baku schwieg."]),
        ("", []),
    ],
)
def test_a_text_is_split_into_sentences(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_the_rules_are_those_of_the_language_whatever_its_region() -> None:
    assert split("Am 14. November.", "de-AT") == ["Am 14. November."]
    assert split("Am 14. November.", "en") == ["Am 14.", "November."]
    assert split("Baku. Moskau.", "tlh") == ["Baku.", "Moskau."]


def test_positions_are_counted_in_code_points() -> None:
    text = "😀😀 Baku schwieg. 𝕏 fragte.\n😀 Moskau auch."
    assert sentences(text, language="de") == [Span(0, 16), Span(17, 26), Span(27, 41)]
    assert words(text, Span(17, 26)) == [Span(17, 18), Span(19, 25)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("„GUS-Gipfel“, 38 %", ["GUS", "Gipfel", "38"]),
        ("Ільгам_Алієв – Əliyev", ["Ільгам", "Алієв", "Əliyev"]),
        ("— … !", []),
    ],
)
def test_a_word_is_a_run_of_letters_and_digits(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in words(text, Span(0, len(text)))] == expected


@given(TEXTS, st.sampled_from(["de", "en", "ru", "uk", "az", "xx"]))
def test_every_word_of_any_text_is_in_exactly_one_sentence(text: str, language: str) -> None:
    found = sentences(text, language=language)
    assert all(one.end <= other.start for one, other in pairwise(found))
    inside = [text[start:end] for sentence in found for start, end in words(text, sentence)]
    assert "".join(inside) == "".join(text[start:end] for start, end in words(text, Span(0, len(text))))
