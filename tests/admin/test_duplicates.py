"""An editor is told what may be there already, while typing and after saving, and is never stopped by it."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from django.urls import reverse

from incidents.models import RECORD_MODELS, Actor, Article, Claim, Event, Place, Record, Source
from tests import builders
from tests.admin.pages import Desk, add, change, text_of

pytestmark = pytest.mark.django_db


def ask(desk: Desk, model: type[Record], **query: Any) -> list[dict[str, str]]:
    answer = desk.client.get(reverse(f"admin:incidents_{model._meta.model_name}_duplicates"), query)
    found: list[dict[str, str]] = answer.json()["found"]
    return found


def test_a_name_in_another_script_is_told_with_the_spelling_and_a_link(desk: Desk) -> None:
    actor = builders.actor("quokka", name="Quentin Quokka")
    actor.names.create(name="Квентін Квокка", script="Cyrl", kind="transliteration")
    told = [{"label": "Quentin Quokka (Draft)", "url": change(actor), "why": "called “Квентін Квокка”"}]
    assert ask(desk, Actor, name="Someone Else", names=["Квентін Квокка"]) == told


@pytest.mark.parametrize("model", [Source, Place])
def test_a_name_is_told(desk: Desk, model: type[Record]) -> None:
    builders.source("quokka-bay")
    builders.place("quokka-bay")
    assert ask(desk, model, name="quokka bay")[0]["why"] == "called “Quokka-Bay”"


def test_an_address_or_a_text_is_told(desk: Desk) -> None:
    article = builders.article("quokka", web_url="https://quokka.example/a", text="Quokkas!")
    assert ask(desk, Article, web_url="www.quokka.example/a/")[0]["url"] == change(article)
    told = ask(desk, Article, text=sha256(b"Quokkas!").hexdigest())
    assert told[0]["why"] == "with the same text: “Quokka”"


def test_an_event_is_told_by_date_type_and_participant(desk: Desk) -> None:
    actor, event = builders.actor("quokka"), builders.event(date="2025-11-14")
    event.event_participants.create(actor=actor, role="victim")
    query = {"date": "2025-11", "event_type": "ASSAULT", "event_participants": ["x", str(actor.pk)]}
    assert [found["url"] for found in ask(desk, Event, **query)] == [change(event)]
    assert ask(desk, Event, **query, besides=str(event.pk)) == []
    assert ask(desk, Event, **query | {"date": "no date"}) == []


def test_a_claim_is_told_by_its_quote(desk: Desk) -> None:
    quote = "Quokka " * 30
    claim = builders.claim("quokka", of=builders.event(), where=builders.article(text=quote), quote=quote)
    told = ask(desk, Claim, article=str(claim.article_id), evidence=quote)
    assert (told[0]["url"], told[0]["why"][-2:]) == (change(claim), "…”")


@pytest.mark.parametrize("model", RECORD_MODELS)
def test_nonsense_finds_nothing(desk: Desk, model: type[Record]) -> None:
    query = dict.fromkeys(("name", "names", "web_url", "text", "date", "event_type", "article"), "\x01x" * 5_000)
    assert ask(desk, model, **query, besides="9" * 40) == []


def test_who_may_not_write_is_not_told(desk_of: Callable[[str], Desk]) -> None:
    url = reverse("admin:incidents_source_duplicates")
    assert desk_of("viewer").get(url, name="Quokka").status_code == 403


def typed(desk: Desk, model: type[Record], **fields: str) -> str:
    return text_of(desk.post(add(model), {**desk.form(add(model)), **fields}))


def test_saving_tells_it_and_saves_all_the_same(desk: Desk) -> None:
    first = builders.source("quokka")
    page = typed(desk, Source, name="Quokka!", slug="the-quokka", kind="newspaper")
    assert "Perhaps it is there already:" in page
    assert change(first) in page
    assert Source.objects.filter(slug="the-quokka").exists()


def test_saving_something_else_tells_nothing(desk: Desk) -> None:
    builders.source("quokka")
    assert "Perhaps it is there" not in text_of(desk.save(builders.source("the-quokka"), description="A paper."))


@pytest.mark.parametrize("model", [Place, Actor, Article, Event, Claim])
def test_every_sort_of_record_is_looked_at_when_it_is_saved(desk: Desk, model: type[Record]) -> None:
    article, event, actor = builders.article(), builders.event(date="2025"), builders.actor("quokka")
    twin = builders.event("twin", date="2025")
    for each in (event, twin):
        each.event_participants.create(actor=actor, role="victim")
    one, two = (builders.claim(slug, of=event, where=article) for slug in ("one", "two"))
    pairs: dict[type[Record], tuple[Record, Record, dict[str, str]]] = {
        Place: (builders.place("bay"), builders.place("quay"), {"name": "Bay"}),
        Actor: (actor, builders.actor("other"), {"name": "Quokka"}),
        Article: (article, builders.article("b", by=article.source), {"web_url": "https://quokka.example/"}),
        Event: (event, twin, {"date": "2025-11"}),
        Claim: (one, two, {"evidence-0-quote": "Die Botschaft wurde getroffen"}),
    }
    first, second, fields = pairs[model]
    builders.claim("three", of=event, where=article, quote="Die Botschaft wurde getroffen")
    page = text_of(desk.save(second, **fields))
    other = Claim.objects.get(slug="three") if model is Claim else first
    assert "Perhaps it is there already:" in page
    assert change(other) in page
