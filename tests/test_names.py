import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents import names

TEXT = "Er sagte: „Auf unsere Botschaft in der Ukraine wurden drei Angriffe verübt.“ Dann schwieg er."


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Aliyev", "aliyev"),
        ("Alijew", "alijew"),
        ("Алієв", "aliiev"),
        ("Əliyev", "eliyev"),
        ("Ильгам Алиев", "ilgam aliev"),
        ("Зеленський", "zelenskiy"),
        ("İlham Əliyev", "ilham eliyev"),
        ("Recep Tayyip Erdoğan", "recep tayyip erdogan"),
        ("Straße", "strasse"),
        ("O’Neill-Smith", "oneill smith"),
        ("O'NEILL  SMITH ", "oneill smith"),
        ("Ｆｕｌｌ", "full"),
        ("LA.lv", "la lv"),
        ("习近平", "xijinping"),
        ("—…", ""),
    ],
)
def test_a_key_folds_script_case_accents_and_punctuation(name: str, key: str) -> None:
    assert names.search_key(name) == key


@pytest.mark.parametrize("name", ["Müller", "Mu\N{COMBINING DIAERESIS}ller", "MÜLLER"])
def test_an_umlaut_is_found_with_one_letter_and_with_two(name: str) -> None:
    assert names.search_keys(name) == ("muller", "mueller")


@pytest.mark.parametrize(("name", "keys"), [("Mueller", ("mueller",)), ("Muller", ("muller",)), ("—", ()), ("", ())])
def test_a_name_without_umlauts_has_one_key_at_most(name: str, keys: tuple[str, ...]) -> None:
    assert names.search_keys(name) == keys


@pytest.mark.parametrize(
    ("names_of_one", "key"),
    [
        (("Aliev", "Aliyev", "Alijew", "Алієв"), "aliev"),
        (("Tokaev", "Tokayev", "Tokajew"), "tokaev"),
        (("Rahmon", "Rachmon", "Rakhmon"), "rahmon"),
        (("Lukashenko", "Lukaschenko"), "lukashenko"),
        (("Selenski", "Selenskyj", "Selenskiy"), "selenski"),
    ],
)
def test_ways_to_write_a_name_in_latin_letters_share_a_loose_key(names_of_one: tuple[str, ...], key: str) -> None:
    assert {names.loose_key(names.search_key(name)) for name in names_of_one} == {key}


def test_two_letters_may_stand_for_an_umlaut() -> None:
    assert names.with_umlauts("Praesident Mueller-Goethe") == "präsident müller-göthe"


@given(st.text(max_size=50))
def test_a_key_is_made_of_ascii_words_and_is_its_own_key(name: str) -> None:
    key = names.search_key(name)
    assert key.isascii()
    assert key == " ".join(key.split()).lower() == names.search_key(key)


@pytest.mark.parametrize(
    ("name", "script"),
    [
        ("İlham Əliyev", "Latn"),
        ("Алієв", "Cyrl"),
        ("علييف", "Arab"),
        ("Հայաստան", "Armn"),
        ("გიორგი", "Geor"),
        ("Αθήνα", "Grek"),
        ("习近平", "Hani"),
        ("Азертадж (Azertag)", "Cyrl"),
        ("ᏣᎳᎩ", "Zzzz"),
        ("1-2-3", "Zyyy"),
        ("", "Zyyy"),
    ],
)
def test_the_script_is_that_of_most_letters(name: str, script: str) -> None:
    assert names.guess_script(name) == script


@pytest.mark.parametrize(
    ("quote", "found", "difference"),
    [
        (
            '"Auf unsere Botschaft',
            "„Auf unsere Botschaft",
            'character 1 of the quote: the quote has " (U+0022 QUOTATION MARK) '
            "where the text has „ (U+201E DOUBLE LOW-9 QUOTATION MARK)",
        ),
        (
            "Botschaft\nin der Ukraine",
            "Botschaft in der Ukraine",
            "character 10 of the quote: the quote has U+000A LINE FEED where the text has U+0020 SPACE",
        ),
        (
            "Botschaft in der  Ukraine",
            "Botschaft in der Ukraine",
            "character 18 of the quote: the quote has U+0020 SPACE, which the text does not have",
        ),
        (
            "unsere Botschaft in Ukraine wurden drei",
            "unsere Botschaft in der Ukraine wurden drei",
            "character 21 of the quote: before it the text has 'der ', which the quote leaves out",
        ),
        (
            "in der Ukraine wurden 99 Angriffe verübt",
            "in der Ukraine wurden drei Angriffe verübt",
            "character 23 of the quote: the quote has '99' where the text has 'drei'",
        ),
        ("drei Angriffe", "drei Angriffe", ""),
    ],
)
def test_it_says_where_the_nearest_passage_stands_and_what_differs_first(
    quote: str, found: str, difference: str
) -> None:
    match = names.nearest_match(quote, TEXT)
    assert match is not None
    assert (match.found, match.difference) == (found, difference)
    assert TEXT[match.start : match.end] == match.found


def test_a_long_difference_is_cut_short() -> None:
    match = names.nearest_match("wurden " + "x" * 60 + " drei Angriffe verübt.“ Dann schwieg er." + TEXT, TEXT * 3)
    assert match is not None
    assert "…" in match.difference
    assert len(match.difference) < 200


def test_offsets_count_code_points() -> None:
    match = names.nearest_match("dreI Angriffe", "🛰🛰 drei Angriffe")
    assert match is not None
    assert (match.start, match.end) == (3, 16)


@pytest.mark.parametrize(("quote", "text"), [("Zypern", TEXT), ("", TEXT), ("drei Angriffe", "")])
def test_where_nothing_resembles_the_quote_it_offers_nothing(quote: str, text: str) -> None:
    assert names.nearest_match(quote, text) is None


def test_it_looks_at_no_more_than_the_beginning_of_a_huge_text() -> None:
    assert names.nearest_match("drei Angriffe", "x" * 500_000 + "drei Angriffe") is None


def test_it_compares_no_more_than_the_beginning_of_a_huge_quote() -> None:
    assert names.nearest_match("x" * 2_000 + TEXT * 100, TEXT * 100) is None
    match = names.nearest_match(TEXT * 30 + "!", TEXT * 40)
    assert match is not None
    assert match.difference == "the first 2000 characters of the quote stand there"


@given(st.text(alphabet='ab„" \n', max_size=30), st.text(alphabet='ab„" \n', max_size=60))
def test_what_is_found_is_always_a_passage_of_the_text(quote: str, text: str) -> None:
    match = names.nearest_match(quote, text)
    assert match is None or (text[match.start : match.end], bool(match.difference)) == (
        match.found,
        match.found != quote,
    )
