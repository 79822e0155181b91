"""Of two editors on one page the second is asked which version to keep, and loses neither."""

import json
from collections.abc import Callable

import pytest

from incidents.models import Actor, ActorName, Source
from incidents.publication.publishing import publish
from tests import builders
from tests.admin.pages import Answer, Desk, change, fields_of, text_of

pytestmark = pytest.mark.django_db


def both_edit(desk: Desk, source: Source, first: dict[str, str], second: dict[str, str]) -> Answer:
    """What the second of two editors is answered, who both opened the record before either saved."""
    opened = desk.form(change(source))
    desk.save(source, **first)
    return desk.post(change(source), {**opened, **second})


def stored(source: Source) -> Source:
    return Source.objects.get(pk=source.pk)


def test_a_stale_save_is_not_carried_out(desk_of: Callable[[str], Desk]) -> None:
    anna, source = desk_of("curator"), builders.source("shared")
    opened = anna.form(change(source))
    desk_of("reviewer").save(source, name="Name of the first")
    asked = anna.post(change(source), {**opened, "name": "Name of the second"})
    assert asked.status_code == 409
    assert "Not saved: reviewer saved this record while you were editing it." in text_of(asked)
    assert stored(source).name == "Name of the first"


@pytest.mark.parametrize("shown", ["Shared", "Name of the first", "Name of the second"])
def test_it_shows_what_was_there_and_what_either_made_of_it(desk: Desk, shown: str) -> None:
    asked = both_edit(
        desk, builders.source("shared"), {"name": "Name of the first"}, {"name": "Name of the second", "note": "x"}
    )
    assert f'<span class="what">{shown}</span>' in text_of(asked)


def test_what_only_one_of_them_changed_is_chosen_already(desk: Desk) -> None:
    source = builders.source("shared")
    asked = both_edit(desk, source, {"name": "By the first"}, {"description": "By the second."})
    assert "was changed successfully" in text_of(desk.confirm(asked))
    assert (stored(source).name, stored(source).description) == ("By the first", "By the second.")


@pytest.mark.parametrize(("side", "kept"), [({"name": ["By the first"]}, "By the first"), ({}, "By the second")])
def test_where_both_changed_the_same_the_editor_chooses(desk: Desk, side: dict[str, list[str]], kept: str) -> None:
    source = builders.source("shared")
    asked = both_edit(desk, source, {"name": "By the first"}, {"name": "By the second"})
    desk.confirm(asked, **{"conflict-choice-name": json.dumps(side)})
    assert stored(source).name == kept


@pytest.mark.parametrize("answer", ["", "[]", "7", '{"name": 7}', "not JSON"])
def test_without_an_answer_it_asks_again(desk: Desk, answer: str) -> None:
    source = builders.source("shared")
    asked = both_edit(desk, source, {"name": "By the first"}, {"name": "By the second"})
    again = desk.confirm(asked, **{"conflict-choice-name": answer})
    assert again.status_code == 409
    assert fields_of(text_of(again))["name"] == ["By the second"]


def test_a_third_edit_meanwhile_is_asked_about_as_well(desk: Desk) -> None:
    source = builders.source("shared")
    asked = both_edit(desk, source, {"name": "By the first"}, {"description": "By the second."})
    desk.save(source, description="By a third.")
    again = desk.confirm(asked)
    assert '<span class="what">By a third.</span>' in text_of(again)
    assert fields_of(text_of(again))["name"] == ["By the first"]


def test_the_same_edit_twice_needs_no_choice(desk: Desk) -> None:
    source = builders.source("shared")
    asked = both_edit(desk, source, {"name": "The same"}, {"name": "The same"})
    assert "Nothing that you typed differs" in text_of(asked)
    assert "was changed successfully" in text_of(desk.confirm(asked))


def test_a_form_without_a_version_is_stale_and_nothing_is_taken_for_granted(desk: Desk) -> None:
    source = builders.source("shared")
    asked = desk.save(source, seen_version="", name="Overwritten")
    assert "not known" in text_of(asked)
    assert "conflict-choice-name" not in fields_of(text_of(asked))


def test_what_is_chosen_is_checked_like_anything_typed(desk: Desk) -> None:
    source = builders.source("shared")
    asked = both_edit(desk, source, {"name": "By the first"}, {"wikidata_id": "42"})
    assert "Use a Wikidata item id such as Q227." in text_of(desk.confirm(asked))


def test_publishing_meanwhile_is_no_edit(desk: Desk) -> None:
    source = builders.source("shared")
    opened = desk.form(change(source))
    publish([source])
    assert "was changed successfully" in text_of(desk.post(change(source), {**opened, "name": "New", "why": "Better."}))


def test_references_and_lists_are_named_instead_of_numbered(desk: Desk) -> None:
    claim = builders.claim("shared", of=builders.event("first-event"), where=builders.article("shared"))
    opened = desk.form(change(claim))
    claim.events.set([builders.event("second-event")])
    claim.speech_act = "explains"
    claim.save()
    page = text_of(desk.post(change(claim), {**opened, "seen_version": "1"}))
    assert '<span class="what">Second-Event</span>' in page
    assert '<span class="what">First-Event</span>' in page
    assert '<span class="what">Explains</span>' in page


# Rows below the record


@pytest.fixture
def actor(db: None) -> Actor:
    return builders.actor("shared")


def spelling(actor: Actor, name: str) -> ActorName:
    made: ActorName = actor.names.create(name=name, script="Latn", kind="alias")
    return made


def spellings(actor: Actor) -> list[str]:
    return sorted(actor.names.values_list("name", flat=True))


def test_a_row_that_somebody_added_meanwhile_stays(desk: Desk, actor: Actor) -> None:
    opened = desk.form(change(actor))
    spelling(actor, "Added meanwhile")
    desk.confirm(desk.post(change(actor), {**opened, "name": "New"}))
    assert spellings(actor) == ["Added meanwhile", "Shared"]


def test_a_row_that_somebody_added_meanwhile_can_be_left_out(desk: Desk, actor: Actor) -> None:
    opened = desk.form(change(actor))
    spelling(actor, "Added meanwhile")
    asked = desk.post(change(actor), {**opened, "name": "New"})
    desk.confirm(asked, **{"conflict-choice-names-0": '{"names-0-DELETE": ["on"]}', "conflict-choice-name": "{}"})
    assert spellings(actor) == ["Shared"]


def test_a_row_that_somebody_deleted_meanwhile_stays_deleted_or_becomes_a_new_one(desk: Desk, actor: Actor) -> None:
    gone = spelling(actor, "A deleted one")
    opened = desk.form(change(actor))
    gone.delete()
    asked = desk.post(change(actor), {**opened, "names-0-name": "A typed one"})
    assert "conflict-choice-names-1" not in fields_of(text_of(asked))
    desk.confirm(asked, **{"conflict-choice-names-1": "{}"})
    assert spellings(actor) == ["A typed one", "Shared"]


def test_a_row_that_somebody_deleted_and_nobody_else_touched_stays_deleted(desk: Desk, actor: Actor) -> None:
    gone = spelling(actor, "A deleted one")
    opened = desk.form(change(actor))
    gone.delete()
    desk.confirm(desk.post(change(actor), {**opened, "name": "New"}), **{"conflict-choice-name": "{}"})
    assert spellings(actor) == ["Shared"]


def test_a_row_that_both_edited_is_asked_about_field_by_field(desk: Desk, actor: Actor) -> None:
    opened = desk.form(change(actor))
    actor.names.update(name="Of the first")
    asked = desk.post(change(actor), {**opened, "names-0-name": "Of the second"})
    assert '<span class="what">Of the first</span>' in text_of(asked)
    desk.confirm(asked, **{"conflict-choice-names-0-name": "{}"})
    assert spellings(actor) == ["Of the second"]


@pytest.mark.parametrize(("answer", "left"), [("theirs", ["Of the first"]), ("mine", [])])
def test_a_row_that_one_edited_and_the_other_deleted_is_asked_about(
    desk: Desk, actor: Actor, answer: str, left: list[str]
) -> None:
    opened = desk.form(change(actor))
    actor.names.update(name="Of the first")
    asked = desk.post(change(actor), {**opened, "names-0-DELETE": "on"})
    row = {"names-0-DELETE": [], "names-0-name": ["Of the first"]}
    desk.confirm(asked, **{"conflict-choice-names-0": json.dumps({"theirs": row, "mine": {}}[answer])})
    assert spellings(actor) == left


# Deleting


def test_what_was_edited_since_the_question_is_not_deleted(desk: Desk) -> None:
    source = builders.source("shared")
    url = change(source).replace("change", "delete")
    asked = desk.get(url)
    Source.objects.filter(pk=source.pk).update(name="By the first")
    assert "Nothing was deleted: somebody has edited it." in text_of(desk.confirm(asked))
    desk.confirm(desk.get(url))
    assert not Source.objects.filter(pk=source.pk).exists()
