"""A merge is taken back whole, or it is said what stands against that."""

from typing import Any

import pytest
from django.db import transaction

from incidents.models import RECORD_MODELS, Actor, ActorName, Claim, Event, EventParticipant, Record
from incidents.publication.invariants import PublicationRefused
from incidents.publication.merges import Merge
from incidents.publication.merging import merge
from incidents.publication.models import RECORD_TABLES, Change, PublishedActor, Withdrawal
from incidents.publication.publishing import publish, rebuild, retract
from incidents.publication.snapshots import key_of, snapshot
from incidents.publication.unmerging import standing_merge, unmerge
from tests import builders
from tests.publication.histories import MERGEABLE, History, ours
from tests.publication.worlds import World, document

pytestmark = pytest.mark.django_db
REASON = "They are two after all."


@pytest.fixture
def kept(world: World) -> Actor:
    """Who stays, with a name and a part in the event that the other has as well."""
    kept = builders.actor("caspian")
    kept.names.create(name="Baku", script="Latn", kind="alias")
    world.event.event_participants.create(actor=kept, role="victim")
    publish([kept, world.event])
    return kept


def editorial() -> dict[str, Any]:
    """What the editors have, but for the versions, which only rise, and the kinds of names of a record that is gone."""
    records = [record for model in RECORD_MODELS for record in model._default_manager.all()]
    return {
        f"{key_of(record)}": (snapshot(record), record.status, record.merged_into_id, record.changed_since_publication)  # type: ignore[attr-defined]  # every model of records has one
        for record in records
    }


def public() -> dict[str, Any]:
    rows = [(name, row) for name, table in RECORD_TABLES.items() for row in table.objects.current()]
    return {f"{name}:{row.slug}": (row.snapshot, sorted(row.mentions)) for name, row in rows}


def test_both_sides_are_again_what_they_were(world: World, kept: Actor) -> None:
    before = editorial(), public()
    merge(world.actor, into=kept, reason="The same.")
    unmerge(world.actor, reason=REASON)
    assert (editorial(), public()) == before
    assert rebuild() == Change.objects.latest("seq").dataset_version


def test_dropped_rows_return_under_their_old_numbers(world: World, kept: Actor) -> None:
    parts = set(EventParticipant.objects.values_list("pk", "actor", "role"))
    names = set(ActorName.objects.values_list("pk", "actor", "name", "kind"))
    merge(world.actor, into=kept, reason="The same.")
    assert EventParticipant.objects.count() == len(parts) - 1
    unmerge(world.actor, reason=REASON)
    assert set(EventParticipant.objects.values_list("pk", "actor", "role")) == parts
    assert set(ActorName.objects.values_list("pk", "actor", "name", "kind")) == names


def test_the_old_address_answers_again_and_the_feed_says_so(world: World, kept: Actor) -> None:
    merged = merge(world.actor, into=kept, reason="The same.")
    version = unmerge(world.actor, reason=REASON)
    told = dict(Change.objects.filter(dataset_version=version).values_list("slug", "op"))
    assert told == {"baku": "create", "strike": "update", "deliberate": "update"}
    assert version > merged
    assert not Withdrawal.objects.current().filter(slug="baku").exists()
    assert document(PublishedActor, "baku")["name"] == "Baku"


def test_past_versions_keep_the_redirect(world: World, kept: Actor) -> None:
    merged = merge(world.actor, into=kept, reason="The same.")
    unmerge(world.actor, reason=REASON)
    assert Withdrawal.objects.as_of(merged).get(slug="baku").merged_into == "caspian"


def test_drafts_are_parted_without_a_public_trace(world: World) -> None:
    one, other = builders.actor("one"), builders.actor("other")
    merge(one, into=other, reason="The same.")
    assert unmerge(one, reason=REASON) == world.version
    one.refresh_from_db()
    assert (one.status, one.merged_into, [name.name for name in one.names.all()]) == ("draft", None, ["One"])


def test_an_edit_that_waited_waits_again(world: World, kept: Actor) -> None:
    Claim.objects.filter(slug="deliberate").update(statement="Not yet")
    merge(world.actor, into=kept, reason="The same.")
    unmerge(world.actor, reason=REASON)
    world.claim.refresh_from_db()
    assert (world.claim.statement, world.claim.changed_since_publication) == ("Not yet", True)


def test_what_was_parted_can_be_merged_and_parted_again(world: World, kept: Actor) -> None:
    merge(world.actor, into=kept, reason="The same.")
    unmerge(world.actor, reason=REASON)
    merge(world.actor, into=kept, reason="The same after all.")
    unmerge(world.actor, reason=REASON)
    assert Merge.objects.filter(undone_at__isnull=False).count() == 2
    merge(kept, into=world.actor, reason="The other way round.")
    assert Withdrawal.objects.current().get(slug="caspian").merged_into == "baku"


def refusal(record: Record, reason: str = REASON) -> str:
    with pytest.raises(PublicationRefused) as refused:
        unmerge(record, reason=reason)
    return str(refused.value)


def test_it_names_each_record_that_has_changed_since(world: World, kept: Actor) -> None:
    merge(world.actor, into=kept, reason="The same.")
    Claim.objects.filter(slug="deliberate").update(statement="Edited")
    kept.names.create(name="New", script="Latn", kind="alias")
    told = refusal(world.actor)
    assert "claims:deliberate, version: has changed since the merge: it was 4 then and is 5 now." in told
    assert "actors:caspian, version: has changed since the merge" in told
    assert "events:strike" not in told


def test_a_draft_that_was_published_with_the_names_keeps_them(world: World, kept: Actor) -> None:
    draft = builders.actor("draft")
    merge(draft, into=kept, reason="The same.")
    publish([kept])
    assert "actors:caspian, publication: has changed since the merge" in refusal(draft)


def test_what_the_public_sees_has_changed_with_another_record(world: World, kept: Actor) -> None:
    merge(world.actor, into=kept, reason="The same.")
    type(world.article).objects.filter(pk=world.article.pk).update(text=builders.TEXT + " Schluss.")
    publish([world.article])
    assert "claims:deliberate, publication: what the public sees of it has changed" in refusal(world.actor)


def test_a_record_of_which_much_has_changed_is_named_once(world: World, kept: Actor) -> None:
    merge(world.actor, into=kept, reason="The same.")
    kept.names.create(name="New", script="Latn", kind="alias")
    publish([kept])
    told = refusal(world.actor)
    assert told.count("actors:caspian") == 1


def test_a_part_that_is_gone_cannot_be_put_back(world: World) -> None:
    one, other = builders.actor("one"), builders.actor("other")
    draft = builders.claim("draft", of=world.event, where=world.article, speaker=one)
    number = f"claims:{draft.pk}"
    merge(one, into=other, reason="The same.")
    draft.delete()
    assert f"{number}, id: was deleted since the merge" in refusal(one)


def test_an_event_is_not_left_without_claims(world: World) -> None:
    other = builders.event("attack")
    own = builders.claim("own", of=other, where=world.article)
    publish([other, own])
    merge(world.event, into=other, reason="One strike.")
    retract([own], reason="Wrong.")
    assert "events:attack, claims: has no published claim" in refusal(world.event)


def test_there_must_be_a_merge_and_a_reason(world: World, kept: Actor) -> None:
    assert "actors:baku, merged_into: was not merged" in refusal(world.actor)
    assert "claims:deliberate, merged_into: was not merged" in refusal(world.claim)
    merge(world.actor, into=kept, reason="The same.")
    assert "actors:baku, reason: give one" in refusal(world.actor, reason=" ")
    assert standing_merge(world.actor) is not None


@pytest.mark.parametrize("seed", range(2))
def test_every_merge_of_any_history_can_be_taken_back(seed: int) -> None:
    history, parted = History(seed), 0
    for _ in range(12):
        history.step()
        pair = history.chance.sample(list(ours(history.chance.choice(MERGEABLE)).filter(merged_into=None)), 2)
        before = editorial(), public()
        try:
            with transaction.atomic():
                merge(pair[0], into=pair[1], reason="By chance.")
        except PublicationRefused:
            continue
        unmerge(pair[0], reason=REASON)
        parted += 1
        assert (editorial(), public()) == before
        assert rebuild() == Change.objects.latest("seq").dataset_version
    assert parted > 3


def test_events_that_were_part_of_each_other_through_others_come_back(world: World) -> None:
    part = builders.event("part", part_of=world.event)
    other = builders.event("attack")
    publish([part, other, *(builders.claim(e.slug, of=e, where=world.article) for e in (part, other))])
    merge(world.event, into=other, reason="One strike.")
    assert Event.objects.get(slug="part").part_of == other
    unmerge(world.event, reason=REASON)
    assert Event.objects.get(slug="part").part_of == world.event


def test_a_merge_is_called_by_its_two_records(world: World, kept: Actor) -> None:
    merge(world.actor, into=kept, reason="The same.")
    assert str(Merge.objects.get()) == f"actors {world.actor.pk} into {kept.pk}"
