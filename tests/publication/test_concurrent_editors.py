"""A thousand saves by editors at the same time: nothing that was acknowledged is lost, nothing public is mixed."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Event

import pghistory
import pytest
from django.apps import apps
from django.db import connection, transaction
from django.forms import modelform_factory

from incidents.admin.forms import RecordForm
from incidents.models import Source
from incidents.publication.models import PublishedSource
from incidents.publication.publishing import publish
from incidents.publication.version import current
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)

SLUGS = ["numbat", "quokka"]
EDITORS, EACH, PUBLICATIONS = 4, 250, 20


class QuickForm(RecordForm):
    """Leaves out what is asked of the database once for each rule, and has nothing to do with who comes first."""

    def validate_unique(self) -> None:
        pass

    def validate_constraints(self) -> None:
        pass


SourceForm = modelform_factory(Source, form=QuickForm, fields=["name", "slug", "kind", "state_controlled", "note"])


def try_to_save(slug: str, seen: int, word: str) -> bool:
    """As the page of the record does: locked, with the version that was seen."""
    typed = {"name": slug, "slug": slug, "kind": "newspaper", "state_controlled": "no", "note": word}
    with transaction.atomic(), pghistory.context(reason=word):
        record = Source.objects.select_for_update().get(slug=slug)
        form = SourceForm({**typed, "seen_version": seen, "why": word}, instance=record)
        saved: bool = form.is_valid() and bool(form.save())
        return saved


def edit(seed: int) -> list[tuple[str, str]]:
    """Open, think, save, again and again; what was acknowledged."""
    chance, acknowledged = Random(seed), []  # noqa: S311 - decides what a test does, not what anyone may do
    for number in range(EACH):
        slug, word = chance.choice(SLUGS), f"{seed}-{number}"
        seen = Source.objects.get(slug=slug).version
        time.sleep(chance.choice([0, 0, 0.002]))
        if try_to_save(slug, seen, word):
            acknowledged.append((slug, word))
    connection.close()
    return acknowledged


def publish_both(stop: Event) -> int:
    """Edit both in one transaction and publish them together; how often."""
    for number in range(PUBLICATIONS):
        with transaction.atomic():
            both = list(Source.objects.select_for_update().filter(slug__in=SLUGS).order_by("slug"))
            for source in both:
                Source.objects.filter(pk=source.pk).update(description=f"publication {number}")
            publish(both)
        time.sleep(0.05)
    stop.set()
    connection.close()
    return PUBLICATIONS


def read(stop: Event) -> list[set[str]]:
    """What an anonymous reader sees of both, as long as anybody publishes."""
    seen = []
    while not stop.is_set():
        shown = PublishedSource.objects.current().filter(slug__in=SLUGS)
        seen.append({row["description"] for row in shown.values_list("snapshot", flat=True)})
        time.sleep(0.005)
    connection.close()
    return seen


def recorded() -> Counter[tuple[str, str]]:
    """The edits in the history, each known by its word; later publications repeat it under other reasons."""
    history = apps.get_model("incidents", "SourceHistory")._default_manager.filter(slug__in=SLUGS)
    told = history.values_list("slug", "note", "pgh_context__metadata__reason")
    return Counter((slug, note) for slug, note, reason in told if note and note == reason)


def public_states(first: int) -> list[int]:
    """In how many ways the two are described, in every version since the first."""
    states = [PublishedSource.objects.as_of(version) for version in range(first, current().number + 1)]
    rows = [state.filter(slug__in=SLUGS).values_list("snapshot", flat=True) for state in states]
    return [len({row["description"] for row in shown}) for shown in rows]


def test_a_thousand_edits_of_two_records_by_four_editors() -> None:
    publish([builders.source(slug) for slug in SLUGS])
    stop, first = Event(), current().number
    with ThreadPoolExecutor(EDITORS + 2) as pool:
        editors = [pool.submit(edit, seed) for seed in range(EDITORS)]
        published, seen = pool.submit(publish_both, stop), pool.submit(read, stop)
        acknowledged = [told for editor in editors for told in editor.result()]
    edits = Counter(slug for slug, _word in acknowledged)
    assert 0 < len(acknowledged) < EDITORS * EACH
    assert recorded() == Counter(acknowledged)
    assert dict(Source.objects.filter(slug__in=SLUGS).values_list("slug", "version")) == {
        slug: 1 + edits[slug] + published.result() for slug in SLUGS
    }
    assert {len(shown) for shown in seen.result()} == {1}
    assert set(public_states(first)) == {1}
