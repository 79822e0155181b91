import pytest

from incidents.models import Actor, Source
from incidents.publication.publishing import publish
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def president() -> Actor:
    actor = builders.actor("president", name="Somebody Else", kind="person")
    actor.names.create(name="Ільхам Гарадаґ", script="Cyrl", kind="transliteration")
    actor.names.create(name="Müßler", script="Latn", kind="alias")
    return actor


@pytest.mark.parametrize("typed", ["Гарадаґ", "garadag", "Ilkham Garadag", "gardag", "Mussler", "müßl", "Muessler"])
def test_an_actor_is_found_by_any_spelling_in_any_script(president: Actor, typed: str) -> None:
    assert president in Actor.objects.named(typed)


@pytest.mark.parametrize("typed", ["Zzyzx", "—", ""])
def test_other_words_find_nobody(president: Actor, typed: str) -> None:
    assert president not in Actor.objects.named(typed)


def test_an_actor_with_many_spellings_is_found_once(president: Actor) -> None:
    president.names.create(name="Garadag", script="Latn", kind="alias")
    assert list(Actor.objects.named("garadag")).count(president) == 1


def test_only_published_records_with_newer_edits_count_as_changed() -> None:
    draft, edited = builders.source("draft"), builders.source("edited")
    publish([edited])
    Source.objects.filter(pk__in=[draft.pk, edited.pk]).update(name="Renamed")
    assert list(Source.objects.changed_since_publication()) == [edited]
