"""Where the words of a search stand in a text. Offsets are code points."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents import highlights
from incidents.highlights import Highlighter, Snippet, Text, merged, snippet

pytestmark = pytest.mark.django_db


def shown(query: str, text: str, language: str = "german") -> list[str]:
    only = Text("quote", language, text)
    found = Highlighter(query, [only]).best([only])
    return [found.text[start:end] for start, end in found.highlights]


@pytest.mark.parametrize(
    ("query", "language", "text", "expected"),
    [
        ("botschaften", "german", "Die Botschaft schwieg.", ["Botschaft"]),
        ("Präsident", "german", "🛰🛰 „Der Präsidenten!“ 🛰", ["Präsidenten"]),
        ("praesident", "german", "Der Präsident", ["Präsident"]),
        ("strasse", "german", "über die Straßen", ["Straßen"]),
        ("muenchen", "german", "in Mu\N{COMBINING DIAERESIS}nchen", ["Mu\N{COMBINING DIAERESIS}nchen"]),
        ("agdam", "english", "Near Ağdam.", ["Ağdam"]),
        ("hitting", "english", "It was hit.", ["hit"]),
        ("botsch", "german", "Die Botschaft, der Botschafter", ["Botschaft", "Botschafter"]),
        ("botsch kiew", "german", "Die Botschaft in Kiew", ["Kiew"]),
        ("Алієв", "", "Ilham Aliyev", ["Aliyev"]),
        ("Aliev", "", "Ільгам Алієв", ["Алієв"]),
        ("алієв", "german", "sagte Ільгам Алієв", ["Алієв"]),
        ("the", "", "The Moscow Times", ["The"]),
        ("the embassy", "english", "The embassy", ["embassy"]),
        ("die", "german", "Die Botschaft", []),
        ('"die Botschaft"', "german", "Die Wache und die Botschaft", ["die Botschaft"]),
        ('"Botschaft die"', "german", "die Botschaft", []),
        ("NATO-Delegation", "german", "Eine NATO-Delegation kam.", ["NATO-Delegation"]),
        ("wache -botschaft", "german", "Wache und Botschaft", ["Wache"]),
        ("wache or botschaft", "german", "Wache und Botschaft", ["Wache", "Botschaft"]),
        ('"', "german", "„Wache“", []),
        ("😀", "german", "😀 😀", []),
        ("שלום", "english", "He said שלום.", ["שלום"]),
        ("ΟΔΟΣ", "english", "ΟΔΟΣ'Α", ["ΟΔΟΣ"]),
    ],
)
def test_it_marks(query: str, language: str, text: str, expected: list[str]) -> None:
    assert shown(query, text, language) == expected


TEXTS = [Text("title", "english", "A strike"), Text("quote", "german", "Angriff in Kiew"), Text("name", "", "Kiew")]


@pytest.mark.parametrize(
    ("query", "field"),
    [("strike", "title"), ("angriff", "quote"), ("angriff strike kiew", "quote"), ("kiew", "quote"), ("x", "name")],
)
def test_the_text_that_shows_the_most_is_chosen_and_the_last_where_none_shows_any(query: str, field: str) -> None:
    assert Highlighter(query, TEXTS).best(TEXTS).field == field


def test_highlights_that_touch_or_overlap_are_one() -> None:
    assert merged([(8, 9), (0, 3), (2, 5), (5, 6), (1, 2)]) == [(0, 6), (8, 9)]


def test_a_long_text_is_cut_between_words_around_the_first_highlight() -> None:
    text = "wort " * 100 + "Ziel" + " wort" * 100
    found = snippet(Text("quote", "german", text), [(500, 504)])
    assert (found.text[:5], found.text[-5:]) == ("…wort", "wort…")
    assert len(found.text) <= 242
    assert [found.text[start:end] for start, end in found.highlights] == ["Ziel"]


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("x" * 300, [], Snippet("quote", "x" * 240 + "…", [])),
        ("x" * 300, [(290, 300)], Snippet("quote", "…" + "x" * 90, [(81, 91)])),
        ("x" * 300, [(0, 300)], Snippet("quote", "x" * 240 + "…", [(0, 240)])),
        ("Ziel " + "x" * 300, [(0, 4)], Snippet("quote", "Ziel…", [(0, 4)])),
    ],
)
def test_a_text_without_blanks_is_cut_anywhere(text: str, spans: list[tuple[int, int]], expected: Snippet) -> None:
    assert snippet(Text("quote", "german", text), spans) == expected


@given(st.text(max_size=200), st.text(max_size=400))
def test_highlights_are_parts_of_the_snippet_in_order(query: str, text: str) -> None:
    only = Text("quote", "german", text.replace("\0", ""))
    found = Highlighter(query.replace("\0", ""), [only]).best([only])
    ends = [at for span in found.highlights for at in span]
    assert ends == sorted(set(ends))
    assert all(0 <= at <= len(found.text) for at in ends)


@given(st.text(alphabet="aAäÄßé ΣσİıꙮЇ'-", max_size=40))
def test_a_text_is_found_in_itself_as_a_phrase(text: str) -> None:
    marked = shown(f'"{text}"', text, "")
    assert len(marked) <= 1


def test_what_is_remembered_of_words_is_bounded_and_forgotten_words_are_looked_up_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(highlights, "REMEMBERED", 3)
    for _ in range(2):
        assert shown("Botschaften", "Die Botschaft brannte nieder.", "german") == ["Botschaft"]
    assert len(highlights._remembered) <= 6
