"""Whatever is edited, published, retracted and merged, in whatever order: what must hold, holds after every step."""

import json
from collections.abc import Callable
from decimal import Decimal
from operator import methodcaller
from typing import Any

import pytest
from django.db.models import QuerySet

from incidents.models import RECORD_MODELS, Claim, ClaimRelation, Place
from incidents.publication.columns import points_of
from incidents.publication.invariants import part_of_no_circle
from incidents.publication.keys import Key, Snapshot, references
from incidents.publication.models import (
    RECORD_TABLES,
    Change,
    PublishedClaimRelation,
    PublishedCount,
    PublishedEvent,
    Withdrawal,
)
from incidents.publication.publishing import rebuild
from incidents.publication.snapshots import in_context, key_of, snapshot
from incidents.publication.version import current
from incidents.publication.world import World
from incidents.vocabularies import Status
from tests.publication.histories import History, ours

pytestmark = pytest.mark.django_db

SEEDS = range(2)
STEPS = 15
PUBLIC_TABLES: list[Any] = [*RECORD_TABLES.values(), PublishedClaimRelation, Withdrawal]
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def _nothing_is_public_yet(db: None) -> None:
    for table in [*PUBLIC_TABLES, Change]:
        table.objects.all().delete()


def rows(chosen: Callable[[Any], QuerySet[Any]], *without: str) -> Rows:
    """The rows of every public table, column by column."""
    shown = {
        table: [field.name for field in table._meta.fields if field.name not in without] for table in PUBLIC_TABLES
    }
    return {table.__name__: list(chosen(table.objects).order_by("pk").values(*names)) for table, names in shown.items()}


@pytest.mark.parametrize("seed", SEEDS)
def test_every_document_is_at_any_time_as_if_rendered_anew(seed: int) -> None:
    history = History(seed)
    for _ in range(STEPS):
        history.step()
        before, version = rows(lambda table: table.all()), current().number
        assert rebuild() == version
        assert rows(lambda table: table.all()) == before
    assert version > 0


@pytest.mark.parametrize("seed", SEEDS)
def test_every_event_is_counted_at_any_time_as_if_counted_anew(seed: int) -> None:
    history = History(seed)
    for _ in range(STEPS):
        history.step()
        before = set(PublishedCount.objects.values_list("dimension", "value", "rows"))
        rebuild()
        assert set(PublishedCount.objects.values_list("dimension", "value", "rows")) == before


@pytest.mark.parametrize("seed", SEEDS)
def test_every_past_version_stays_as_it_was(seed: int) -> None:
    history, past = History(seed), dict[int, Rows]()
    for _ in range(STEPS):
        history.step()
        past.setdefault(current().number, rows(lambda table: table.current(), "valid_to"))
    assert {version: rows(methodcaller("as_of", version), "valid_to") for version in past} == past
    assert list(Change.objects.values_list("seq", flat=True)) == list(range(1, current().number + 1))


def public() -> dict[Key, Snapshot]:
    found = [(Key(name, row.slug), row) for name, table in RECORD_TABLES.items() for row in table.objects.current()]
    return {key: row.snapshot for key, row in found}


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_public_rests_on_what_is_not_or_on_itself(seed: int) -> None:
    history = History(seed)
    for _ in range(STEPS):
        history.step()
        shown = public()
        assert [
            key for key, content in shown.items() if not set(references(key, content)) <= shown.keys() - {key}
        ] == []
        assert [key for key in shown if key.resource == "events" and list(part_of_no_circle(key, World()))] == []
        assert not PublishedEvent.objects.current().filter(claim_count=0).exists()


@pytest.mark.parametrize("seed", SEEDS)
def test_every_event_is_on_the_map_where_its_places_are(seed: int) -> None:
    history = History(seed)
    ours(Place).update(latitude=Decimal("50.45"), longitude=Decimal("30.52"), precision=1)
    for _ in range(STEPS):
        history.step()
        for row in PublishedEvent.objects.all():
            shown = row.points.order_by("latitude", "longitude").values_list("latitude", "longitude")
            assert list(shown) == points_of(json.loads(row.document))


def own(key: Key, content: Snapshot) -> Snapshot:
    """The content without the words around quotes, which follow the article's text and not the claim's edits."""
    return in_context(content, "") if key.resource == "claims" else content


@pytest.mark.parametrize("seed", SEEDS)
def test_what_shows_no_waiting_edit_is_public_as_it_stands(seed: int) -> None:
    history = History(seed)
    for _ in range(STEPS):
        history.step()
        shown, by_key = public(), {key_of(record): record for model in RECORD_MODELS for record in ours(model)}
        assert {key for key, record in by_key.items() if record.status == Status.PUBLISHED} == shown.keys()
        settled = [key for key in shown if not by_key[key].changed_since_publication]
        assert [key for key in settled if own(key, shown[key]) != own(key, snapshot(by_key[key]))] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_the_public_relations_of_a_settled_claim_are_those_that_editors_see(seed: int) -> None:
    history = History(seed)
    names = ("from_claim", "to_claim", "relation", "aspect", "note")
    for _ in range(STEPS):
        history.step()
        settled = [claim.slug for claim in ours(Claim).published() if not claim.changed_since_publication]
        shown = PublishedClaimRelation.objects.current().filter(from_claim__in=settled).values_list(*names)
        written = ClaimRelation.objects.filter(from_claim__slug__in=settled, to_claim__status=Status.PUBLISHED)
        ends = ("from_claim__slug", "to_claim__slug", *names[2:])
        assert sorted(shown) == sorted(written.values_list(*ends))
