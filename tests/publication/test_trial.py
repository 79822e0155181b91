"""What publishing would change is known beforehand, and nothing stays of finding it out."""

import pytest
from django.db import connection

from incidents.models import Actor, Claim, Place
from incidents.publication import trial
from incidents.publication.keys import Key
from incidents.publication.models import PublishedSource
from incidents.publication.snapshots import key_of
from incidents.publication.trial import public_document, try_publishing
from incidents.publication.version import current
from tests import builders
from tests.publication.worlds import published_world

pytestmark = pytest.mark.django_db


def test_it_comes_to_the_documents_and_leaves_nothing() -> None:
    before = current()
    source = builders.source("quokka")
    found = try_publishing([source]).of(Key("sources", "quokka"))
    assert found is not None
    assert (found.before, found.after and found.after["name"]) == (None, "Quokka")
    assert not PublishedSource.objects.filter(slug="quokka").exists()
    assert current() == before


def test_it_names_documents_of_other_records_that_follow() -> None:
    world = published_world()
    Actor.objects.filter(pk=world.actor.pk).update(name="Republic of Azerbaijan")
    found = {str(item.key) for item in try_publishing([world.actor]).consequences}
    assert found == {"actors:baku", "events:strike", "claims:deliberate"}


def test_it_comes_to_the_same_as_publishing() -> None:
    world = published_world()
    other = builders.claim("accident", of=world.event, where=world.article, aspect="intent", quote="Moskau schwieg.")
    builders.relation(world.claim, other)
    found = try_publishing([world.claim, other]).of(key_of(world.event))
    assert found is not None
    assert found.after is not None
    assert (found.before or {})["agreement"] == {"intent": "single_source"}
    assert found.after["agreement"] == {"intent": "contested"}


def test_what_stands_against_it_is_told_instead() -> None:
    claim = builders.claim("bare", of=builders.event(), where=builders.article())
    tried = try_publishing([claim])
    assert "refers to articles:report, which is not published." in {problem.reason for problem in tried.problems}
    assert tried.of(key_of(claim)) is None


def test_what_the_public_sees_already_has_no_consequences() -> None:
    world = published_world()
    Claim.objects.filter(pk=world.claim.pk).update(note="For editors only.")
    assert try_publishing([world.claim]).consequences == ()


def test_a_place_has_its_content_for_a_document() -> None:
    place = builders.place("quokka-bay")
    found = try_publishing([place]).of(Key("places", "quokka-bay"))
    assert found is not None
    assert found.after is not None
    assert found.after["country"] == "UA"
    assert public_document(key_of(Place(slug="quokka-bay"))) is None


def test_it_gives_way_to_who_publishes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert try_publishing([builders.source("quokka")], wait=False).consequences
    monkeypatch.setattr(trial, "_lock_is_free", lambda: False)
    assert try_publishing([builders.source("wombat")], wait=False).busy
    assert connection.in_atomic_block
