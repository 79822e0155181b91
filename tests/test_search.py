"""What finds what. The words are those of one event, stored the way that publishing stores them."""

import pytest
from django.utils.timezone import now

from incidents import names, search
from incidents.publication.models import PublishedEvent
from incidents.publication.search_words import Words
from incidents.search import Term

pytestmark = pytest.mark.django_db

SPELLINGS = ("Ilham Aliyev", "Ілхам Алієв", "İlham Əliyev")
WORDS = Words(
    english="The embassy was hit deliberately. War damage in Kyiv.",
    german="Die Botschaft wurde gezielt getroffen, sagte der Präsident über die Straßen.",
    names=" ".join([*SPELLINGS, *(key for name in SPELLINGS for key in names.search_keys(name))]),
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


def test_a_word_that_is_repeated_is_looked_for_once() -> None:
    assert len(search.read("embassy embassy -embassy embassy")[0]) == 2


def test_all_terms_of_an_alternative_must_fit() -> None:
    assert search.read('embassy -tank or "was hit"') == [
        [Term("embassy", is_phrase=False, is_excluded=False), Term("tank", is_phrase=False, is_excluded=True)],
        [Term("was hit", is_phrase=True, is_excluded=False)],
    ]
