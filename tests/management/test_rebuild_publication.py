from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from incidents.management.commands import rebuild_publication
from incidents.models import Event
from incidents.publication.keys import Key
from incidents.publication.models import PublishedEvent
from incidents.publication.publishing import publish, retract, unsound
from incidents.publication.version import current
from tests.management.commands import output
from tests.published import publish_world

pytestmark = pytest.mark.django_db(transaction=True)


def spoil(slug: str) -> None:
    PublishedEvent.objects.current().filter(slug=slug).update(document="{}")


def edit() -> None:
    event = Event.objects.get(slug="strike")
    event.title = "What was published meanwhile"
    event.save()
    publish([event])


def withdraw() -> None:
    event = Event.objects.get(slug="strike")
    retract([event, *event.claims.all()], reason="Nobody saw it.")


def test_it_changes_nothing_on_a_sound_database() -> None:
    version = publish_world()
    assert output("rebuild_publication") == [f"0 documents changed; dataset version {version} → {version}."]


def test_it_mends_a_spoiled_document() -> None:
    version = publish_world()
    spoil("strike")
    assert unsound() == [Key("events", "strike")]
    assert output("rebuild_publication") == [f"1 documents changed; dataset version {version} → {version + 1}."]
    assert unsound() == []


@pytest.mark.parametrize("act", [edit, withdraw])
def test_others_publish_while_it_looks(act: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    publish_world()
    spoil("strike")

    def by_somebody_else() -> None:
        try:
            act()
        finally:
            connection.close()

    def looking() -> list[Key]:
        found = unsound()
        with ThreadPoolExecutor(1) as others:
            others.submit(by_somebody_else).result(timeout=60)
        return found

    monkeypatch.setattr(rebuild_publication, "unsound", looking)
    version = current().number
    told = output("rebuild_publication")
    assert current().number > version
    assert told == [f"0 documents changed; dataset version {current().number} → {current().number}."]
    assert unsound() == []
