"""Lists stay quick, and find what an editor looks for."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.models import RECORD_MODELS, Actor, Article, Claim, Event, Place, Record, Source
from incidents.publication.publishing import publish
from tests import builders
from tests.admin.pages import Desk, changelist, text_of
from tests.publication.worlds import published_world

pytestmark = pytest.mark.django_db


def make(number: int) -> None:
    article = builders.article(f"quokka-article-{number}", by=builders.source(f"quokka-source-{number}"))
    event = builders.event(f"quokka-event-{number}")
    builders.place(f"quokka-place-{number}")
    builders.claim(f"quokka-claim-{number}", of=event, where=article, speaker=builders.actor(f"quokka-actor-{number}"))


@pytest.mark.parametrize("model", RECORD_MODELS)
def test_a_longer_list_costs_no_more_queries(desk: Desk, model: type[Record]) -> None:
    counts = []
    for first, last in ((0, 3), (3, 30)):
        for number in range(first, last):
            make(number)
        with CaptureQueriesContext(connection) as queries:
            answer = desk.get(changelist(model), q="quokka")
        counts.append(len(queries))
    assert len(answer.context["cl"].result_list) == 30
    assert counts[0] == counts[1]


@pytest.mark.parametrize("typed", ["Алієв", "Aliyev", "alijew", "Əliyev", "Aliyew"])
def test_an_actor_is_found_by_any_spelling(desk: Desk, typed: str) -> None:
    actor = builders.actor("ilham", name="Ilham Aliyev", kind="person")
    actor.names.create(name="Ільхам Алієв", script="Cyrl", kind="transliteration")
    actor.names.create(name="Ilham Əliyev", script="Latn", kind="official")
    actor.names.create(name="Alijew", script="Latn", kind="alias")
    assert "Ilham Aliyev" in text_of(desk.get(changelist(Actor), q=typed))


def test_autocomplete_finds_an_actor_by_any_spelling_best_first(desk: Desk) -> None:
    builders.actor("alien", name="Aliyeva Foundation")
    president = builders.actor("president", name="Somebody")
    president.names.create(name="Алієв", script="Cyrl", kind="transliteration")
    found = desk.get(
        "/admin/autocomplete/", app_label="incidents", model_name="claim", field_name="speaker", term="Алієв"
    )
    assert str(president.pk) in [item["id"] for item in found.json()["results"]]


def test_a_search_keeps_the_column_that_was_chosen_to_sort_by(desk: Desk) -> None:
    builders.actor("b-aliyev", name="B Aliyev")
    builders.actor("a-aliyev", name="A Aliyev extended")
    page = text_of(desk.get(changelist(Actor), q="aliyev", o="1"))
    assert page.index("A Aliyev extended") < page.index("B Aliyev")


def test_an_empty_search_of_autocomplete_offers_everybody(desk: Desk) -> None:
    builders.actor("baku")
    found = desk.get("/admin/autocomplete/", app_label="incidents", model_name="claim", field_name="speaker", term=" ")
    assert found.json()["results"]


@pytest.mark.parametrize(
    ("model", "typed"),
    [
        (Source, "source-7"),
        (Place, "place-7"),
        (Article, "quokka-source-7"),
        (Event, "event-7"),
        (Claim, "claim-7"),
        (Claim, "Botschaft wurde im Zoo"),
    ],
)
def test_records_are_found_by_their_words(desk: Desk, model: type[Record], typed: str) -> None:
    make(7)
    article = builders.article("zoo", text="Eine Botschaft wurde im Zoo eröffnet.")
    builders.claim("zoo", of=builders.event("zoo"), where=article, quote="Botschaft wurde im Zoo")
    found = desk.get(changelist(model), q=typed).context["cl"].result_list
    assert len(found) == 1


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("draft", ["quokka-draft"]),
        ("published", ["quokka-edited", "quokka-public"]),
        ("changed", ["quokka-edited"]),
        ("retracted", ["quokka-gone"]),
        ("merged", ["quokka-gone"]),
    ],
)
def test_a_list_is_narrowed_to_a_state(desk: Desk, state: str, found: list[str]) -> None:
    public, edited, gone = (builders.source(f"quokka-{word}") for word in ("public", "edited", "gone"))
    builders.source("quokka-draft")
    publish([public, edited, gone])
    Source.objects.filter(pk=edited.pk).update(description="New words.")
    desk.confirm(desk.act("merge_selected", gone, public), staying=str(public.pk), reason="The same.")
    answer = desk.get(changelist(Source), state=state, q="quokka")
    listed = answer.context["cl"].queryset.values_list("slug", flat=True)
    assert sorted(listed) == found


def test_a_state_that_does_not_exist_narrows_nothing(desk: Desk) -> None:
    builders.source()
    assert "Herald" in text_of(desk.get(changelist(Source), state="lost", q="herald"))


def test_the_list_tells_where_each_record_stands(desk: Desk) -> None:
    world = published_world()
    Source.objects.filter(pk=world.source.pk).update(description="New words.")
    assert "Published, changed since</td>" in text_of(desk.get(changelist(Source), q="herald"))


def test_the_list_of_events_shows_what_is_contested(desk: Desk) -> None:
    world = published_world()
    other = builders.claim("accident", of=world.event, where=world.article, aspect="intent", quote="Moskau schwieg.")
    builders.relation(world.claim, other)
    publish([world.claim, other])
    assert '<td class="field-contested">Intent</td>' in text_of(desk.get(changelist(Event), q="strike"))


def test_the_list_of_claims_counts_stale_quotes(desk: Desk) -> None:
    world = published_world()
    Article.objects.filter(pk=world.article.pk).update(text="Something else entirely.")
    assert "1, 1 stale" in text_of(desk.get(changelist(Claim), q="deliberate"))


def test_a_long_headline_leaves_room_for_the_other_columns(desk: Desk) -> None:
    article = builders.article("zoo", title="A headline that goes on and on until nobody reads it any more")
    builders.claim("zoo", of=builders.event("zoo"), where=article, statement="Quokka.")
    shown = text_of(desk.get(changelist(Claim), q="quokka"))
    assert "A headline that goes on and on until no…" in shown
    assert "By state of its quotes" in shown
