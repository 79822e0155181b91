import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.models import Claim, Event, Record
from incidents.publication.invariants import PublicationRefused
from incidents.publication.merging import merge
from incidents.publication.models import Change, PublishedActor, PublishedArticle, PublishedClaim, PublishedEvent
from incidents.publication.publishing import publish, rebuild
from incidents.publication.version import current
from tests import builders
from tests.publication.worlds import World, document, row

pytestmark = pytest.mark.django_db


def test_what_named_one_actor_names_the_other_on_both_sides(world: World) -> None:
    kept = builders.actor("caspian")
    publish([kept])
    merge(world.actor, into=kept, reason="A capital standing for its government.")
    world.claim.refresh_from_db()
    assert world.claim.speaker == kept
    assert document(PublishedClaim, "deliberate")["speaker"]["id"] == "caspian"
    assert document(PublishedEvent, "strike")["participants"][0]["actor"]["id"] == "caspian"


def test_names_become_aliases(world: World) -> None:
    kept = builders.actor("caspian")
    publish([kept])
    merge(world.actor, into=kept, reason="The same.")
    assert list(kept.names.values_list("name", "kind")) == [("Baku", "alias"), ("Caspian", "official")]
    shown = [(name["name"], name["kind"]) for name in document(PublishedActor, "caspian")["names"]]
    assert shown == [("Baku", "alias"), ("Caspian", "official")]


def test_the_feed_says_merge_and_nothing_waits_to_be_published(world: World) -> None:
    kept = builders.actor("caspian")
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
    kept = builders.actor("caspian")
    publish([kept])
    Event.objects.filter(slug="strike").update(title="Not yet")
    merge(world.actor, into=kept, reason="The same.")
    assert document(PublishedEvent, "strike")["title"] == "Strike"
    world.event.refresh_from_db()
    assert world.event.changed_since_publication


def test_a_row_that_would_say_something_twice_is_dropped(world: World) -> None:
    kept = builders.actor("caspian")
    world.event.event_participants.create(actor=kept, role="victim")
    publish([kept, world.event])
    merge(world.actor, into=kept, reason="The same.")
    assert [item.actor.slug for item in world.event.event_participants.all()] == ["caspian"]
    assert len(document(PublishedEvent, "strike")["participants"]) == 1


def test_the_claims_of_an_event_move_to_the_other(world: World) -> None:
    kept = builders.event("attack")
    publish([kept, builders.claim("seen", of=kept, where=world.article)])
    merge(world.event, into=kept, reason="One strike.")
    assert document(PublishedEvent, "attack")["claim_count"] == 2
    assert row(PublishedClaim, "deliberate").events == ["attack"]
    assert rebuild() == current().number


def test_sources_and_places_merge_too(world: World) -> None:
    gazette, town, city = builders.source("gazette"), builders.place("paris"), builders.place("lutetia")
    world.event.event_places.create(place=town)
    publish([gazette, town, city, world.event])
    merge(world.source, into=gazette, reason="Renamed.")
    merge(town, into=city, reason="The same.")
    assert document(PublishedArticle, "report")["source"]["id"] == "gazette"
    assert document(PublishedEvent, "strike")["places"][0]["place"]["id"] == "lutetia"


def test_drafts_merge_without_a_public_trace(world: World) -> None:
    one, other = builders.actor("one"), builders.actor("other")
    assert merge(one, into=other, reason="The same.") == world.version
    one.refresh_from_db()
    assert one.merged_into == other


def test_a_merged_record_is_never_published_again(world: World) -> None:
    kept = builders.actor("caspian")
    publish([kept])
    merge(world.actor, into=kept, reason="The same.")
    with pytest.raises(PublicationRefused, match="actors:baku, slug: was merged into caspian"):
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


def test_a_draft_that_was_merged_is_never_published(world: World) -> None:
    one, other = builders.actor("one"), builders.actor("other")
    merge(one, into=other, reason="The same.")
    with pytest.raises(PublicationRefused, match="actors:one, slug: was merged into other"):
        publish([one])


def test_nothing_is_merged_into_what_was_withdrawn(world: World) -> None:
    one, other = builders.actor("one"), builders.actor("other")
    merge(one, into=other, reason="The same.")
    assert "one is retracted: publish it first" in refusal(other, one)


def test_events_that_would_become_part_of_themselves_are_not_merged(world: World) -> None:
    part = builders.event("part", part_of=world.event)
    detail = builders.event("detail", part_of=part)
    assert "one of them is part of the other, detail" in refusal(world.event, detail)


def test_a_circle_that_only_the_public_would_see_is_refused(world: World) -> None:
    part = builders.event("part", part_of=world.event)
    detail = builders.event("detail", part_of=part)
    publish([part, detail, *(builders.claim(made.slug, of=made, where=world.article) for made in (part, detail))])
    Event.objects.filter(slug="detail").update(part_of=None)
    detail.refresh_from_db()
    assert "events:detail, part_of: leads back to itself" in refusal(world.event, detail)


def test_a_link_between_the_two_is_dropped(world: World) -> None:
    kept, caspian = builders.event("attack"), builders.actor("caspian", kind="person")
    kept.relations.create(to_event=world.event, relation="follows")
    caspian.affiliations.create(organisation=world.actor, role="president")
    publish([kept, caspian, builders.claim("seen", of=kept, where=world.article)])
    merge(world.event, into=kept, reason="One strike.")
    merge(world.actor, into=caspian, reason="The same.")
    assert document(PublishedEvent, "attack")["relations"] == []
    assert document(PublishedActor, "caspian")["affiliations"] == []


def test_of_two_parts_that_say_the_same_that_of_the_one_that_stays_is_kept(world: World) -> None:
    gazette, agency, wire = (builders.source(slug) for slug in ("gazette", "agency", "wire"))
    for position, source in enumerate((gazette, agency, wire)):
        world.claim.attributions.create(source=source, position=position)
    for source in (gazette, wire):
        world.article.citations.create(source=source, mention=source.name)
    publish([gazette, agency, wire, world.article, world.claim])
    merge(gazette, into=wire, reason="Renamed.")
    assert [item["id"] for item in document(PublishedClaim, "deliberate")["attribution"]] == ["agency", "wire"]
    assert row(PublishedArticle, "report").snapshot["cites"] == [{"source": "wire", "mention": "Wire"}]


def test_an_edit_that_waits_on_the_merged_record_waits_on_the_other(world: World) -> None:
    kept = builders.actor("caspian")
    publish([kept])
    world.actor.names.create(name="Not yet", script="Latn", kind="alias")
    merge(world.actor, into=kept, reason="The same.")
    assert [name["name"] for name in document(PublishedActor, "caspian")["names"]] == ["Baku", "Caspian"]
    kept.refresh_from_db()
    assert kept.changed_since_publication


def test_a_waiting_edit_keeps_its_public_parts_in_order(world: World) -> None:
    first, last = builders.event("aftermath"), builders.event("wave")
    world.claim.events.add(first, last)
    publish([first, last, world.claim])
    Claim.objects.filter(slug="deliberate").update(statement="Not yet")
    merge(first, into=last, reason="One wave.")
    assert row(PublishedClaim, "deliberate").events == ["strike", "wave"]
    assert row(PublishedClaim, "deliberate").snapshot["events"] == ["strike", "wave"]


def test_a_value_that_names_the_actor_names_the_other(world: World) -> None:
    kept = builders.actor("caspian")
    blamed = builders.claim(
        "blamed",
        of=world.event,
        where=world.article,
        aspect="responsibility",
        value_type="actor",
        value_actor=world.actor,
    )
    publish([kept, blamed])
    Claim.objects.filter(slug="blamed").update(statement="Not yet.")
    merge(world.actor, into=kept, reason="The same.")
    shown = document(PublishedClaim, "blamed")
    assert (shown["value"]["actor"]["id"], shown["statement"]) == ("caspian", "Blamed")


def test_links_to_others_are_taken_over_and_those_to_itself_are_not(world: World) -> None:
    attack, flood, wave = others = [builders.event(slug) for slug in ("attack", "flood", "wave")]
    for other in others:
        world.event.relations.create(to_event=other, relation="follows")
    publish([*others, *(builders.claim(f"c-{other.slug}", of=other, where=world.article) for other in others)])
    publish([world.event])
    Event.objects.filter(slug="flood").update(title="An edit that waits")
    flood.refresh_from_db()
    merge(world.event, into=flood, reason="One flood.")
    linked = [item["event"]["id"] for item in document(PublishedEvent, "flood")["relations"]]
    assert linked == [attack.slug, wave.slug]


def test_who_refers_to_a_record_need_not_wait_until_it_is_merged(world: World) -> None:
    kept = builders.actor("caspian")
    publish([kept])
    with CaptureQueriesContext(connection) as asked:
        merge(world.actor, into=kept, reason="The same.")
    locks = {query["sql"].rpartition(" FOR ")[2] for query in asked.captured_queries if " FOR " in query["sql"]}
    assert locks == {"NO KEY UPDATE"}
