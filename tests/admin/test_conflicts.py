"""What was there when a page was opened is read from the history, also where many have saved since."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from incidents.models import Claim
from tests import builders
from tests.admin.pages import Desk, change, fields_of, text_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_side_that_alone_changed_something_is_chosen_already() -> None:
    """Each save is a transaction of its own here, as it is for real."""
    client = Client()
    user = User.objects.create_superuser("editor")
    client.force_login(user)
    desk = Desk(client, user)
    claim = builders.claim("shared", of=builders.event("first"), where=builders.article("shared"))
    herald, agency = builders.source("quokka"), builders.source("numbat")
    claim.attributions.create(source=herald, position=0)
    opened = desk.form(change(claim))
    desk.save(claim, statement="By the first.", **{"evidence-0-DELETE": "on"})
    desk.save(claim, events=[str(builders.event("second").pk)])
    claim.attributions.create(source=agency, position=1)
    typed = {"speaker_text": "By the second.", "attributions-0-position": "3"}
    asked = desk.post(change(claim), {**opened, **typed})
    chosen = fields_of(text_of(asked))
    assert chosen["conflict-choice-evidence-0"] == ['{"evidence-0-DELETE": ["on"]}']
    assert chosen["conflict-choice-speaker_text"] == ["{}"]
    assert chosen["conflict-choice-attributions-0-position"] == ["{}"]
    assert chosen["conflict-choice-attributions-1"] == ["{}"]
    desk.confirm(asked)
    saved = Claim.objects.get(pk=claim.pk)
    assert (saved.statement, saved.speaker_text) == ("By the first.", "By the second.")
    assert [event.slug for event in saved.events.all()] == ["second"]
    assert list(saved.attributions.values_list("source__slug", "position")) == [("numbat", 1), ("quokka", 3)]
    assert not saved.evidence.exists()


def test_a_deletion_of_ones_own_stays_chosen_where_nobody_else_touched_the_row() -> None:
    client = Client()
    user = User.objects.create_superuser("editor")
    client.force_login(user)
    desk = Desk(client, user)
    actor = builders.actor("shared")
    opened = desk.form(change(actor))
    desk.save(actor, description="By the first.")
    asked = desk.post(change(actor), {**opened, "names-0-DELETE": "on"})
    desk.confirm(asked)
    assert not actor.names.exists()
