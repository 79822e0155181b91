"""Of two editors on one page the second is told what the first has done, and keeps what they typed."""

from collections.abc import Callable

import pytest

from incidents.models import Actor, ActorName, Claim, Source
from tests import builders
from tests.admin.pages import Desk, change, fields_of, text_of

pytestmark = pytest.mark.django_db


def test_a_stale_save_is_refused_and_names_both_values(desk_of: Callable[[str], Desk]) -> None:
    anna, source = desk_of("curator"), builders.source("shared", kind="website")
    opened = anna.form(change(source))
    desk_of("reviewer").save(source, name="Name of the first", kind="newspaper")
    page = text_of(anna.post(change(source), {**opened, "name": "Name of the second"}))
    assert "Not saved: reviewer saved this record while you were editing it" in page
    assert "Name: stored is now “Name of the first”, your form says “Name of the second”." in page
    assert "Kind: stored is now “Newspaper”, your form says “Website”." in page
    assert Source.objects.get(pk=source.pk).name == "Name of the first"


def test_nothing_typed_is_lost_and_the_next_save_is_a_choice(desk: Desk) -> None:
    source = builders.source("shared")
    opened = desk.form(change(source))
    Source.objects.filter(pk=source.pk).update(description="By the first.")
    refused = desk.post(change(source), {**opened, "description": "By the second."})
    desk.post(change(source), fields_of(text_of(refused)))
    assert Source.objects.get(pk=source.pk).description == "By the second."


def test_a_form_without_a_version_is_stale(desk: Desk) -> None:
    source = builders.source("shared")
    typed = {**desk.form(change(source)), "seen_version": "", "name": "Overwritten"}
    assert "Not saved: somebody saved this record" in text_of(desk.post(change(source), typed))


def test_publishing_meanwhile_is_no_edit(desk: Desk) -> None:
    source = builders.source("shared")
    opened = desk.form(change(source))
    desk.act("submit_for_review", source)
    assert "was changed successfully" in text_of(desk.post(change(source), {**opened, "name": "New"}))


def spelling(actor: Actor, name: str) -> ActorName:
    made: ActorName = actor.names.create(name=name, script="Latn", kind="alias")
    return made


def test_a_row_that_somebody_added_meanwhile_stays(desk: Desk) -> None:
    actor = builders.actor("shared")
    opened = desk.form(change(actor))
    spelling(actor, "Added meanwhile")
    refused = desk.post(change(actor), {**opened, "name": "New"})
    desk.post(change(actor), fields_of(text_of(refused)))
    assert sorted(actor.names.values_list("name", flat=True)) == ["Added meanwhile", "Shared"]
    assert Actor.objects.get(pk=actor.pk).name == "New"


def test_a_row_that_somebody_deleted_meanwhile_is_offered_as_a_new_one(desk: Desk) -> None:
    actor = builders.actor("shared")
    gone = spelling(actor, "A deleted one")
    opened = desk.form(change(actor))
    gone.delete()
    refused = desk.post(change(actor), {**opened, "names-0-name": "A typed one"})
    again = fields_of(text_of(refused))
    assert (again["names-INITIAL_FORMS"], again["names-1-name"]) == (["1"], ["A typed one"])
    desk.post(change(actor), again)
    assert sorted(actor.names.values_list("name", flat=True)) == ["A typed one", "Shared"]


def test_a_row_that_both_edited_is_named_with_both_values(desk: Desk) -> None:
    actor = builders.actor("shared")
    opened = desk.form(change(actor))
    actor.names.update(name="Of the first")
    page = text_of(desk.post(change(actor), {**opened, "names-0-name": "Of the second"}))
    assert "Name: stored is now “Of the first”, your form says “Of the second”." in page


def test_references_are_named_instead_of_numbered(desk: Desk) -> None:
    article, event = builders.article("shared"), builders.event("first-event")
    claim = builders.claim("shared", of=event, where=article)
    opened = desk.form(change(claim))
    claim.events.set([builders.event("second-event")])
    page = text_of(desk.post(change(claim), opened))
    assert "Events: stored is now “Second-Event”, your form says “First-Event”." in page


def test_an_emptied_field_is_called_empty(desk: Desk) -> None:
    claim = builders.claim("shared", of=builders.event("e"), where=builders.article("a"))
    opened = desk.form(change(claim))
    Claim.objects.filter(pk=claim.pk).update(speaker_text="Der Sprecher")
    page = text_of(desk.post(change(claim), opened))
    assert "Speaker text: stored is now “Der Sprecher”, your form says empty." in page
