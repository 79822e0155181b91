import pytest

from incidents.publication.models import PublishedSource
from incidents.publication.publishing import publish
from incidents.publication.search_words import Words
from tests import builders


@pytest.mark.django_db
def test_more_words_than_can_be_indexed_are_published_and_searched_as_far_as_they_go() -> None:
    source = builders.source(description=" ".join(f"word{number}" for number in range(200_000)))
    publish([source])
    found = PublishedSource.objects.current().filter(slug="herald")
    assert found.filter(search="word7").exists()
    assert not found.filter(search="word199999").exists()


def test_words_that_move_from_one_kind_to_another_are_other_words() -> None:
    assert Words("a", "b", "").digest() != Words("a", "", "b").digest()
