"""Two records of the same thing become one, after it was said which one stays and why."""

from collections.abc import Callable

import pytest

from incidents.models import RECORD_MODELS, Article, Claim, Record, Source
from incidents.publication.merging import merge
from incidents.publication.models import Withdrawal
from incidents.publication.publishing import publish
from tests import builders
from tests.admin.pages import Answer, Desk, change, changelist, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def twins(db: None) -> tuple[Source, Source]:
    pair = builders.source("numbat"), builders.source("quokka")
    publish(pair)
    return pair


def test_one_stays_and_the_other_redirects(desk: Desk, twins: tuple[Source, Source]) -> None:
    going, staying = twins
    article = builders.article("a", by=going)
    page = text_of(desk.confirm(desk.act("merge_selected", *twins), staying=str(staying.pk), reason="One paper."))
    assert "Numbat was merged into Quokka. The dataset is now at version" in page
    assert Withdrawal.objects.current().get(slug="numbat").merged_into == "quokka"
    assert Article.objects.get(pk=article.pk).source == staying
    assert "Merged into Quokka" in text_of(desk.get(change(going)))


def test_either_of_the_two_can_stay(desk: Desk, twins: tuple[Source, Source]) -> None:
    desk.confirm(desk.act("merge_selected", *twins), staying=str(twins[0].pk), reason="One paper.")
    assert Withdrawal.objects.current().get(slug="quokka").merged_into == "numbat"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"reason": "One paper."}, "Nothing was done: choose the one that stays."),
        ({"staying": "the second", "reason": " "}, "give one."),
    ],
)
def test_both_answers_are_needed(desk: Desk, twins: tuple[Source, Source], typed: dict[str, str], told: str) -> None:
    answers = {name: value.replace("the second", str(twins[1].pk)) for name, value in typed.items()}
    assert told in text_of(desk.confirm(desk.act("merge_selected", *twins), **answers))
    assert not Withdrawal.objects.current().filter(slug__in=["numbat", "quokka"]).exists()


def test_an_edit_while_the_question_is_open_asks_again(desk: Desk, twins: tuple[Source, Source]) -> None:
    asked = desk.act("merge_selected", *twins)
    Source.objects.filter(slug="numbat").update(description="New words.")
    page = text_of(desk.confirm(asked, staying=str(twins[1].pk), reason="One paper."))
    assert "somebody has edited one of the two" in page


def test_exactly_two_are_merged(desk: Desk, twins: tuple[Source, Source]) -> None:
    assert "Tick exactly two records to merge, not 1." in text_of(desk.act("merge_selected", twins[0]))


def test_only_who_may_publish_may_merge(desk_of: Callable[[str], Desk], twins: tuple[Source, Source]) -> None:
    page = text_of(desk_of("curator").act("merge_selected", *twins))
    assert "Which one stays?" not in page


@pytest.mark.parametrize("model", RECORD_MODELS)
def test_articles_and_claims_are_not_merged(desk: Desk, model: type[Record]) -> None:
    page = text_of(desk.get(changelist(model)))
    assert ('value="merge_selected"' in page) == (model not in (Article, Claim))


def previewed(desk: Desk, *pair: Record) -> str:
    return text_of(desk.act("merge_selected", *pair))


def test_the_page_says_what_moves_and_what_changes_for_the_public(desk: Desk, twins: tuple[Source, Source]) -> None:
    article, event = builders.article("quoll", by=twins[0]), builders.event("quoll")
    claim = builders.claim("quoll", of=event, where=article)
    publish([article, event, claim])
    page = previewed(desk, *twins)
    assert "If Quokka stays: rows that move: 1, dropped as duplicates: 0, public records that change: 3" in page
    assert "If Numbat stays: rows that move: 0, dropped as duplicates: 0, public records that change: 1" in page
    assert f'<a href="{change(article)}">Quoll</a>' in page
    assert "The address of sources:numbat will lead to sources:quokka (308)." in page
    assert f'Update: <a href="{change(article)}">Quoll (articles:quoll)</a>' in page
    assert not Withdrawal.objects.current().filter(slug="numbat").exists()


def test_actors_bring_names_roles_and_speeches_and_leave_what_the_other_has(desk: Desk) -> None:
    going, staying, state = (builders.actor(slug) for slug in ("numbat", "quokka", "bilby"))
    event = builders.event("quoll")
    for actor in (going, staying):
        event.event_participants.create(actor=actor, role="victim")
    going.affiliations.create(organisation=state, role="president")
    builders.claim("quoll", of=event, where=builders.article(), speaker=going)
    page = previewed(desk, going, staying)
    assert "If Quokka stays: rows that move: 3, dropped as duplicates: 1, public records that change: 0" in page
    assert "Numbat (Official, Latn)" in page
    assert "president, Bilby" in page
    assert "Victim <strong>dropped: the other one has it already, or it would point at itself</strong>" in page
    assert "Claims it makes: 1" in page


def test_events_bring_relations_and_places_bring_events(desk: Desk) -> None:
    going, staying, later = (builders.event(slug) for slug in ("numbat", "quokka", "bilby"))
    going.relations.create(to_event=later, relation="causes")
    places = builders.place("numbat"), builders.place("quokka")
    going.event_places.create(place=places[0], role="origin")
    assert "Causes Bilby" in previewed(desk, going, staying)
    assert f'<a href="{change(going)}">Numbat</a>: Origin' in previewed(desk, *places)


def test_of_many_rows_the_first_are_listed(desk: Desk) -> None:
    going, staying = builders.source("numbat"), builders.source("quokka")
    for number in range(32):
        builders.article(f"a-{number}", by=builders.source(f"s-{number}")).citations.create(
            source=going, mention="Laut"
        )
    page = previewed(desk, going, staying)
    assert "Articles that cite it: 32" in page
    assert "and 2 more" in page
    assert page.count(": Laut</li>") == 30


def test_what_stands_against_one_way_is_said_before(desk: Desk, twins: tuple[Source, Source]) -> None:
    draft = builders.source("a-draft")
    page = previewed(desk, draft, twins[0])
    assert "Not possible: sources:numbat, into: a-draft is draft: publish it first." in page


def undone(desk: Desk, record: Record, **typed: str) -> Answer:
    url = change(record).replace("change", "unmerge")
    return desk.post(url, {**desk.form(url), **typed})


@pytest.fixture
def merged(twins: tuple[Source, Source]) -> Source:
    merge(twins[0], into=twins[1], reason="One paper.")
    twins[0].refresh_from_db()
    return twins[0]


def test_a_merge_is_undone_from_the_page_of_the_one_that_went(desk: Desk, merged: Source) -> None:
    url = change(merged).replace("change", "unmerge")
    assert f'href="{url}"' in text_of(desk.get(change(merged)))
    assert "Create: <a" in text_of(desk.get(url))
    page = text_of(undone(desk, merged, reason="Two papers."))
    assert "Numbat is a record of its own again. The dataset is now at version" in page
    assert f'href="{url}"' not in page
    assert not Withdrawal.objects.current().filter(slug="numbat").exists()


def test_the_message_after_a_merge_leads_there(desk: Desk, twins: tuple[Source, Source]) -> None:
    page = text_of(desk.confirm(desk.act("merge_selected", *twins), staying=str(twins[1].pk), reason="One paper."))
    assert change(twins[0]).replace("change", "unmerge") in page


def test_what_has_changed_since_stands_against_it(desk: Desk, merged: Source) -> None:
    Source.objects.filter(slug="quokka").update(description="New words.")
    page = text_of(desk.get(change(merged).replace("change", "unmerge")))
    assert "has changed since the merge" in page
    assert 'type="submit" class="default"' not in page
    assert "has changed since the merge" in text_of(undone(desk, merged, reason="Two papers."))
    assert Withdrawal.objects.current().filter(slug="numbat").exists()


def test_undoing_needs_a_reason(desk: Desk, merged: Source) -> None:
    assert "give one." in text_of(undone(desk, merged, reason=" "))


def test_what_was_not_merged_has_nothing_to_undo(desk: Desk, twins: tuple[Source, Source]) -> None:
    assert "there is nothing to undo" in text_of(
        desk.client.get(change(twins[0]).replace("change", "unmerge"), follow=True)
    )
    assert "There is no source no. 4711" in text_of(desk.client.get(f"{changelist(Source)}4711/unmerge/", follow=True))


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("curator", 403), ("reviewer", 200)])
def test_only_who_may_merge_may_undo(desk_of: Callable[[str], Desk], merged: Source, role: str, status: int) -> None:
    desk = desk_of(role)
    assert desk.get(change(merged).replace("change", "unmerge")).status_code == status
    assert ("unmerge" in text_of(desk.get(change(merged)))) == (status == 200)
