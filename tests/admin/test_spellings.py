"""A spelling suggests its script and language, and an actor is found by any of them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from incidents.admin.spellings import guess
from tests import builders
from tests.admin.pages import Desk, text_of


@pytest.mark.parametrize(
    ("name", "script", "language"),
    [
        ("Київ", "Cyrl", "uk"),
        ("Алієв", "Cyrl", "uk"),
        ("Зелёный", "Cyrl", "ru"),
        ("Уладзімір Ўладзіміравіч", "Cyrl", "be"),
        ("Əliyev", "Latn", "az"),
        ("Weiß", "Latn", "de"),
        ("Müller", "Latn", "de"),
        ("Erdoğan", "Latn", "tr"),
        ("Тбилиси", "Cyrl", ""),
        ("თბილისი", "Geor", "ka"),
        ("Baku", "Latn", ""),
        ("Ⴀ𐤀𐤁𐤂", "Zzzz", ""),
        ("2025", "", ""),
    ],
)
def test_letters_tell_script_and_language(name: str, script: str, language: str) -> None:
    found = guess(name, languages=[])
    assert (found.script, found.language) == (script, language)


@pytest.mark.parametrize(
    ("name", "languages", "language"),
    [
        ("Baku", ["ru", "de"], "de"),
        ("Тбилиси", ["de", "ru"], "ru"),
        ("Тбилиси", ["de"], ""),
        ("باكو", ["fa"], "fa"),
        ("北京", ["de"], ""),
    ],
)
def test_where_letters_say_nothing_the_articles_do(name: str, languages: list[str], language: str) -> None:
    assert guess(name, languages=languages).language == language


def ask(desk: Desk, **query: str) -> Any:
    return desk.get(reverse("admin:incidents_actor_spelling"), **query).json()


@pytest.mark.django_db
def test_it_is_said_why(desk: Desk) -> None:
    assert ask(desk, name="Київ") == {"script": "Cyrl", "language": "uk", "why": "because of the letter ї"}


@pytest.mark.django_db
def test_the_articles_of_an_actor_are_looked_at(desk: Desk) -> None:
    actor, article = builders.actor("quokka"), builders.article(language="de")
    builders.claim("quokka", of=builders.event(), where=article, speaker=actor)
    told = {"script": "Latn", "language": "de", "why": "the language of the articles about it"}
    assert ask(desk, name="Quokka", actor=str(actor.pk)) == told
    assert ask(desk, name="Quokka", article=str(article.pk)) == told
    assert ask(desk, name="Quokka\x01", actor="x")["language"] == ""


@pytest.mark.django_db
def test_who_may_not_write_is_not_told(desk_of: Callable[[str], Desk]) -> None:
    assert desk_of("viewer").get(reverse("admin:incidents_actor_spelling"), name="x").status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("term", "label"),
    [
        ("Quokka", "Quentin Quokka (Person; NZ)"),
        ("Квокка", "Quentin Quokka (Квентін Квокка, transliteration; Person; NZ)"),
        ("Kwentin", "Quentin Quokka (Квентін Квокка, transliteration; Person; NZ)"),
        ("Qentin Qokka", "Quentin Quokka (Person; NZ)"),
    ],
)
def test_an_actor_is_found_by_any_spelling_and_the_result_says_which(desk: Desk, term: str, label: str) -> None:
    actor = builders.actor("quokka", name="Quentin Quokka", kind="person", country="NZ")
    actor.names.create(name="Квентін Квокка", script="Cyrl", kind="transliteration")
    query = {"app_label": "incidents", "model_name": "claim", "field_name": "speaker", "term": term}
    found = desk.get(reverse("admin:incidents_actor_lookup"), **query).json()["results"]
    assert found[0] == {"id": str(actor.pk), "text": label}


@pytest.mark.django_db
def test_without_a_term_every_actor_is_offered(desk: Desk) -> None:
    actor = builders.actor("a-quokka")
    query = {"app_label": "incidents", "model_name": "claim", "field_name": "speaker", "term": ""}
    found = desk.get(reverse("admin:incidents_actor_lookup"), **query).json()["results"]
    assert {"id": str(actor.pk), "text": "A-Quokka (State)"} in found


@pytest.mark.django_db
def test_the_lookup_of_other_records_names_them_as_they_are(desk: Desk) -> None:
    place = builders.place("quokka-bay")
    query = {"app_label": "incidents", "model_name": "claim", "field_name": "value_place", "term": "quokka"}
    found = desk.get(reverse("admin:incidents_actor_lookup"), **query).json()["results"]
    assert found == [{"id": str(place.pk), "text": "Quokka-Bay"}]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["claim", "event"])
def test_the_forms_look_actors_up_there(desk: Desk, name: str) -> None:
    page = text_of(desk.get(reverse(f"admin:incidents_{name}_add")))
    assert f'data-ajax--url="{reverse("admin:incidents_actor_lookup")}"' in page


@pytest.mark.django_db
def test_choices_say_what_they_mean(desk: Desk) -> None:
    builders.claim(
        "paid", of=builders.event(), where=builders.article(), value_type="money",
        value_number=5, value_qualifier="exact", value_unit="XAU",
    )  # fmt: skip
    page = text_of(desk.get(reverse("admin:incidents_claim_add")))
    assert '<option value="XAU"></option>' in page
    assert "The text gives the number without reservation." in page
    assert "Within about 25 kilometres of a known point" in text_of(desk.get(reverse("admin:incidents_place_add")))
