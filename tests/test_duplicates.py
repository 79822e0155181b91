"""What looks like the same thing is found, and what only resembles it is not."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from incidents.duplicates import Happening, by_name, normal_address, of_article, of_claim, of_event
from incidents.models import Actor, Place, Source
from incidents.publication.merging import merge
from tests import builders

pytestmark = pytest.mark.django_db


def found(likenesses: list[Any]) -> list[str]:
    return [likeness.record.slug for likeness in likenesses]


@pytest.mark.parametrize(
    "typed", ["Quentin Quokka", "quokka, quentin", "Quentin Qokka", "Квентін Квокка", "Kwentin Kwokka"]
)
def test_an_actor_is_found_by_any_spelling(typed: str) -> None:
    actor = builders.actor("quokka", name="Quentin Quokka")
    actor.names.create(name="Квентін Квокка", script="Cyrl", kind="transliteration")
    assert found(by_name(Actor, typed, besides=None)) == ["quokka"]


@pytest.mark.parametrize("typed", ["Quentin", "Numbat", "…", ""])
def test_another_name_or_a_part_of_it_is_not(typed: str) -> None:
    builders.actor("quokka", name="Quentin Quokka")
    assert by_name(Actor, typed, besides=None) == []


def test_sources_and_places_are_found_by_their_name() -> None:
    builders.source("quokka", name="The Quokka Gazette")
    builders.place("kvokk", name="Kvokkiv")
    assert found(by_name(Source, "Quokka Gazette", besides=None)) == ["quokka"]
    assert found(by_name(Place, "Квокків", besides=None)) == ["kvokk"]


def test_a_record_is_no_duplicate_of_itself_nor_of_what_was_merged() -> None:
    one, other = builders.source("quokka", name="The Quokka Gazette"), builders.source("zzz")
    assert by_name(Source, one.name, besides=one.pk) == []
    merge(one, into=other, reason="The same.")
    assert by_name(Source, one.name, besides=None) == []


@pytest.mark.parametrize(
    "typed",
    [
        "https://quokka.example/news/a-1",
        "http://www.quokka.example/news/a-1/",
        "quokka.example:443/news/a-1?utm_source=x&fbclid=y#top",
        " https://m.Quokka.example/news/a-1 ",
    ],
)
def test_an_address_is_the_same_however_it_is_written(typed: str) -> None:
    builders.article("quokka-a", web_url="https://www.quokka.example/news/a-1?utm_medium=z")
    assert found(of_article(typed, "", besides=None)) == ["quokka-a"]


@pytest.mark.parametrize(
    "typed", ["https://quokka.example/news/a-2", "https://quokka.example/news/a-1?page=2", "", "http://[x"]
)
def test_another_address_is_not(typed: str) -> None:
    builders.article("quokka-a", web_url="https://www.quokka.example/news/a-1")
    assert of_article(typed, "", besides=None) == []


def test_what_an_address_leads_to_is_kept() -> None:
    assert normal_address("https://quokka.example/?id=2&utm_source=x&a=1") == "quokka.example?a=1&id=2"


def test_the_same_text_is_found_once() -> None:
    article = builders.article("quokka-a", text="Quokkas!", web_url="https://quokka.example/a")
    article.refresh_from_db()
    likenesses = of_article(article.web_url, article.text_sha256, besides=None)
    assert [(likeness.record.slug, likeness.kind) for likeness in likenesses] == [("quokka-a", "text")]


@pytest.mark.parametrize(
    ("dated", "given", "is_found"),
    [
        ("2025-11-14", (date(2025, 11, 1), date(2025, 11, 30)), True),
        ("2025-11-14/..", (date(2026, 1, 1), None), True),
        ("../2025-11-14", (None, date(2025, 1, 1)), True),
        ("2025-11-14", (date(2025, 11, 15), date(2025, 11, 15)), False),
        ("2025-11-14", (date(2025, 11, 13), date(2025, 11, 13)), False),
        ("2025-11-14", (None, None), False),
        ("", (date(2025, 11, 14), date(2025, 11, 14)), False),
    ],
)
def test_events_are_alike_whose_dates_overlap(
    dated: str, given: tuple[date | None, date | None], is_found: bool
) -> None:
    actor, event = builders.actor("quokka"), builders.event("quokka-strike", date=dated)
    event.event_participants.create(actor=actor, role="victim")
    happening = Happening(start=given[0], end=given[1], event_type="ASSAULT", actors=[actor.pk])
    assert found(of_event(happening, besides=None)) == (["quokka-strike"] if is_found else [])


def test_claims_are_alike_that_rest_on_the_same_words() -> None:
    article, event = builders.article("quokka-a"), builders.event("quokka-e")
    claim = builders.claim("quokka-one", of=event, where=article)
    quotes = ["Die Botschaft wurde getroffen.", "", "Moskau"]
    assert found(of_claim(article.pk, quotes, aspect="", besides=None)) == ["quokka-one"]
    assert found(of_claim(article.pk, quotes, aspect="occurrence", besides=None)) == ["quokka-one"]
    assert of_claim(article.pk, quotes, aspect="intent", besides=None) == []
    assert of_claim(article.pk, quotes, aspect="", besides=claim.pk) == []


def test_of_several_actors_two_have_to_be_the_same() -> None:
    actors, event = [builders.actor(slug) for slug in ("quokka", "numbat", "bilby")], builders.event("e", date="2025")
    for actor in actors[:2]:
        event.event_participants.create(actor=actor, role="victim")
    day = date(2025, 1, 1)
    three = Happening(start=day, end=day, event_type="ASSAULT", actors=[actor.pk for actor in actors])
    assert found(of_event(three, besides=None)) == ["e"]
    assert of_event(replace(three, actors=[actor.pk for actor in actors[1:]]), besides=None) == []
