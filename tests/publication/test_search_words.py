import pytest

from incidents.publication.models import PublishedClaim, PublishedEvent, PublishedSource
from incidents.publication.publishing import publish
from incidents.publication.search_words import Words, _cut
from tests import builders
from tests.publication.worlds import published_world


@pytest.mark.django_db
def test_more_words_than_can_be_indexed_are_published_and_searched_as_far_as_they_go() -> None:
    source = builders.source(description=" ".join(f"word{number}" for number in range(200_000)))
    publish([source])
    found = PublishedSource.objects.current().filter(slug="herald")
    assert found.filter(search="word7").exists()
    assert not found.filter(search="word199999").exists()


@pytest.mark.django_db
def test_words_of_four_bytes_a_letter_can_be_indexed_too() -> None:
    source = builders.source(
        description=" ".join(chr(0x10400 + number % 80) * 3 + str(number) for number in range(50_000))
    )
    assert publish([source])


@pytest.mark.django_db
def test_claims_and_events_are_found_by_who_speaks() -> None:
    world = published_world()
    assert PublishedClaim.objects.current().filter(slug=world.claim.slug, search="Baku").exists()
    assert PublishedEvent.objects.current().filter(slug=world.event.slug, search="Baku").exists()


def test_words_that_move_from_one_kind_to_another_are_other_words() -> None:
    assert Words(("a",), ("b",), ()).digest() != Words(("a",), (), ("b",)).digest()


def test_words_that_move_from_one_text_to_the_next_are_other_words() -> None:
    assert Words(("a b", "c"), (), ()).digest() != Words(("a", "b c"), (), ()).digest()


@pytest.mark.parametrize(
    ("texts", "searched"),
    [
        (["a" * 50_000, "", "b" * 50_000, "c"], ["a" * 50_000, "b" * 30_000]),
        (["ä" * 40_001], ["ä" * 40_000]),
        (["\U0001f600" * 25_000], ["\U0001f600" * 20_000]),
        (["a" * 80_000, "b"], ["a" * 80_000]),
    ],
    ids=["several", "two bytes", "four bytes", "just so many"],
)
def test_texts_are_searched_up_to_the_limit(texts: list[str], searched: list[str]) -> None:
    assert _cut(texts) == searched
