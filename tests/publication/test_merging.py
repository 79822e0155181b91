import pytest

from incidents.models import Event, Record
from incidents.publication.invariants import PublicationRefused
from incidents.publication.merging import merge
from incidents.publication.models import Change, PublishedActor, PublishedArticle, PublishedClaim, PublishedEvent
from incidents.publication.publishing import publish, rebuild
from incidents.publication.version import current
from tests import builders
from tests.publication.worlds import World, document, row

pytestmark = pytest.mark.django_db


def test_what_named_one_actor_names_the_other_on_both_sides(world: World) -> None:
    kept = builders.actor("azerbaijan")
    publish([kept])
    merge(world.actor, into=kept, reason="A capital standing for its government.")
    world.claim.refresh_from_db()
    assert world.claim.speaker == kept
    assert document(PublishedClaim, "deliberate")["speaker"]["id"] == "azerbaijan"
    assert document(PublishedEvent, "strike")["participants"][0]["actor"]["id"] == "azerbaijan"


def test_names_become_aliases(world: World) -> None:
    kept = builders.actor("azerbaijan")
    publish([kept])
    merge(world.actor, into=kept, reason="The same.")
    assert list(kept.names.values_list("name", "kind")) == [("Baku", "alias"), ("Azerbaijan", "official")]
    shown = [(name["name"], name["kind"]) for name in document(PublishedActor, "azerbaijan")["names"]]
    assert shown == [("Baku", "alias"), ("Azerbaijan", "official")]


def test_the_feed_says_merge_and_nothing_waits_to_be_published(world: World) -> None:
    kept = builders.actor("azerbaijan")
    publish([kept])
    version = merge(world.actor, into=kept, reason="The same.")
    assert Change.objects.get(dataset_version=version, slug="baku").op == "merge"
    for record in (kept, world.claim, world.event):
        record.refresh_from_db()
        assert not record.changed_since_publication
    world.actor.refresh_from_db()
    assert (world.actor.status, world.actor.merged_into) == ("retracted", kept)
    assert rebuild() == version


def test_an_edit_that_waits_is_not_published_by_a_merge(world: World) -> None:
    kept = builders.actor("azerbaijan")
    publish([kept])
    Event.objects.filter(slug="strike").update(title="Not yet")
    merge(world.actor, into=kept, reason="The same.")
    assert document(PublishedEvent, "strike")["title"] == "Strike"
    world.event.refresh_from_db()
    assert world.event.changed_since_publication


def test_a_row_that_would_say_something_twice_is_dropped(world: World) -> None:
    kept = builders.actor("azerbaijan")
    world.event.event_participants.create(actor=kept, role="victim")
    publish([kept, world.event])
    merge(world.actor, into=kept, reason="The same.")
    assert [item.actor.slug for item in world.event.event_participants.all()] == ["azerbaijan"]
    assert len(document(PublishedEvent, "strike")["participants"]) == 1


def test_the_claims_of_an_event_move_to_the_other(world: World) -> None:
    kept = builders.event("attack")
    publish([kept, builders.claim("seen", of=kept, where=world.article)])
    merge(world.event, into=kept, reason="One strike.")
    assert document(PublishedEvent, "attack")["claim_count"] == 2
    assert row(PublishedClaim, "deliberate").events == ["attack"]
    assert rebuild() == current().number


def test_sources_and_places_merge_too(world: World) -> None:
    gazette, town, city = builders.source("gazette"), builders.place("kiew"), builders.place("kyiv")
    world.event.event_places.create(place=town)
    publish([gazette, town, city, world.event])
    merge(world.source, into=gazette, reason="Renamed.")
    merge(town, into=city, reason="The same.")
    assert document(PublishedArticle, "report")["source"]["id"] == "gazette"
    assert document(PublishedEvent, "strike")["places"][0]["place"]["id"] == "kyiv"


def test_drafts_merge_without_a_public_trace(world: World) -> None:
    one, other = builders.actor("one"), builders.actor("other")
    assert merge(one, into=other, reason="The same.") == world.version
    one.refresh_from_db()
    assert one.merged_into == other


def test_a_merged_record_is_never_published_again(world: World) -> None:
    kept = builders.actor("azerbaijan")
    publish([kept])
    merge(world.actor, into=kept, reason="The same.")
    with pytest.raises(PublicationRefused, match="actors:baku, slug: was merged into azerbaijan"):
        publish([world.actor])


def refusal(record: Record, into: Record, reason: str = "The same.") -> str:
    with pytest.raises(PublicationRefused) as refused:
        merge(record, into=into, reason=reason)
    return str(refused.value)


def test_it_refuses_what_cannot_be_merged(world: World) -> None:
    part = builders.event("part", part_of=world.event)
    draft = builders.actor("draft")
    assert "only sources, places, actors and events" in refusal(world.claim, world.claim)
    assert "herald is not of the same kind" in refusal(world.actor, world.source)
    assert "cannot be merged into itself" in refusal(world.actor, world.actor)
    assert "draft is draft: publish it first" in refusal(world.actor, draft)
    assert "one of them is part of the other" in refusal(part, world.event)
    assert "reason: give one" in refusal(world.actor, draft, reason="")


def test_it_refuses_what_was_withdrawn_before(world: World) -> None:
    one, other = builders.actor("one"), builders.actor("other")
    merge(one, into=other, reason="The same.")
    assert "was withdrawn before" in refusal(one, world.actor)
