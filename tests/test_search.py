"""What finds what. The words are those of one event, stored the way that publishing stores them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from hypothesis import given
from hypothesis import strategies as st

from incidents import search
from incidents.publication.models import PublishedEvent
from incidents.publication.search_words import Words
from incidents.search import Term

pytestmark = pytest.mark.django_db

WORDS = Words(
    english=("The embassy was hit deliberately.", "War damage in Kyiv, and in Ağdam."),
    german=("Die Botschaft wurde gezielt getroffen, sagte der Präsident über die Straßen.", "Niemand kam um."),
    names=("Ilham Aliyev", "Ілхам Алієв", "İlham Əliyev", "Müller"),
)


@pytest.fixture(autouse=True)
def event() -> None:
    PublishedEvent.objects.create(
        slug="sought", seq=1, valid_from=1, changed_at=now(), snapshot={}, claim_count=0, search=WORDS.vector()
    )


def finds(text: str) -> bool:
    return search.matching(PublishedEvent.objects.filter(slug="sought"), text).exists()


@pytest.mark.parametrize(
    "text",
    [
        "embassy",
        "EMBASSIES hitting",
        "Botschaften",
        "Präsidenten",
        "Strasse",
        "Алієв",
        "aliyev",
        "Əliyev embassy",
        "the embassy",
        "die Botschaft",
        "war",
        "embassy getroffen",
        '"embassy was hit"',
        '"Botschaft wurde gezielt"',
        '"Ilham Aliyev"',
        "tank or embassy",
        "tank OR Botschaft",
        "embassy -tank",
        "-tank",
        'embassy -"embassy was repaired"',
        "embassy!",
        '"embassy',
        "Praesidenten",
        "PRÄSIDENT",
        "Prasident",
        "agdam",
        "Agdam damage",
        '"in Agdam"',
        "Aliev",
        "Alijew",
        "Алиев",
        "ilham aliev",
        '"Ilham Aliev"',
        "Mueller",
        "muller",
        "botsch",
        "die botsch",
        "praes",
        "deliberat",
        "gezielt botschaf",
        "İlh",
        "tank or deliberat",
        "embassy -tank or",
    ],
)
def test_it_finds(text: str) -> None:
    assert finds(text)


@pytest.mark.parametrize(
    "text",
    [
        "tank",
        "embassy tank",
        '"hit embassy"',
        "-embassy",
        "war -Алієв",
        "tank or plane",
        "the",
        "die",
        "and",
        "bo",
        "botsch getroffen",
        '"botsch"',
        '"embassy hit"',
        '"deliberately War"',
        '"Straßen Niemand"',
        '"Kyiv Botschaft"',
        '"Aliyev Ilham"',
        "embassy -embassies",
        "embassy -Aliev",
        "der die das",
        "-",
        '""',
        "or",
        "!!! ???",
        "&|!():*<->'\\",
    ],
)
def test_it_does_not_find(text: str) -> None:
    assert not finds(text)


@pytest.mark.parametrize("text", ["a " * 100, '"' * 200, "-" * 200, "or " * 66, "'" * 200, "\\" * 200, "😀" * 200])
def test_odd_texts_find_nothing_and_do_no_harm(text: str) -> None:
    assert not finds(text)


@given(st.text(max_size=200))
def test_no_text_is_wrong(text: str) -> None:
    assert finds(text.replace("\0", "")) in (True, False)


@given(st.text(alphabet="abAÄß\"'-&|!():*<>\\ orOR0😀א", max_size=200))
def test_no_sign_of_any_syntax_does_harm(text: str) -> None:
    assert finds(text) in (True, False)


@pytest.mark.parametrize("text", ["\U0002b49a" * 200, "🔄" * 200, "x" * 200, "\ufdfd" * 200])
def test_signs_that_become_long_words_find_nothing(text: str) -> None:
    assert not finds(text)


def test_a_beginning_that_is_excluded_is_a_whole_word() -> None:
    assert finds("embassy -bots")


def test_a_word_that_is_repeated_is_looked_for_once() -> None:
    assert search.read("embassy embassy -embassy embassy or x")[0] == [
        Term("embassy"),
        Term("embassy", is_excluded=True),
    ]


@pytest.mark.parametrize("most", [0, 1])
def test_few_rows_and_many_are_found_alike(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "FEW", most)
    assert finds("embassy")
    assert not finds("embassy tank")


def test_that_a_word_is_common_is_learnt_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "FEW", 2)
    monkeypatch.setattr(search, "_MANY", {})
    query = search.query_of("embassy").full
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as made:
            assert search.few(PublishedEvent, query) is None
        asked.append(len(made))
    assert asked == [2, 0]


def test_all_terms_of_an_alternative_must_fit() -> None:
    assert search.read('embassy -tank or "was hit" botsch') == [
        [Term("embassy"), Term("tank", is_excluded=True)],
        [Term("was hit", is_phrase=True), Term("botsch", is_last=True)],
    ]
