import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from prometheus_client import REGISTRY

from incidents.models import Article, Claim, Event
from incidents.publication import publishing
from incidents.publication.invariants import PublicationRefused
from incidents.publication.keys import Key
from incidents.publication.models import Change, PublishedArticle, PublishedClaim, PublishedEvent, PublishedSource
from incidents.publication.publishing import publish, rebuild
from incidents.publication.version import current
from tests import builders
from tests.publication.worlds import World, document, row

pytestmark = pytest.mark.django_db


def test_publishing_makes_one_version_for_all_records_of_the_act(world: World) -> None:
    changes = Change.objects.filter(dataset_version=world.version)
    assert [(change.op, change.resource, change.slug) for change in changes] == [
        ("create", "sources", "herald"),
        ("create", "actors", "baku"),
        ("create", "articles", "report"),
        ("create", "events", "strike"),
        ("create", "claims", "deliberate"),
    ]
    assert current().number == world.version == changes.last().seq  # type: ignore[union-attr]  # five were found


def test_publishing_again_what_did_not_change_makes_no_version(world: World) -> None:
    assert publish([world.event, world.claim]) == world.version


def test_an_edit_stays_invisible_until_it_is_published(world: World) -> None:
    before = row(PublishedEvent, "strike").document
    world.event.title = "Another title"
    world.event.save()
    assert row(PublishedEvent, "strike").document == before
    assert world.event.changed_since_publication
    assert publish([world.event]) == world.version + 3
    assert document(PublishedEvent, "strike")["title"] == "Another title"
    world.event.refresh_from_db()
    assert not world.event.changed_since_publication


def test_a_passage_waits_for_no_reader(world: World) -> None:
    before = row(PublishedArticle, "report").document
    world.article.passages.create(quote="Moskau schwieg.", kind="rhetoric", reason="It says nothing.")
    world.article.refresh_from_db()
    assert world.article.changed_since_publication
    assert publish([world.article]) == world.version
    world.article.refresh_from_db()
    assert not world.article.changed_since_publication
    assert row(PublishedArticle, "report").document == before


def test_publishing_one_record_does_not_publish_the_edits_of_another(world: World) -> None:
    Event.objects.filter(slug="strike").update(title="Not yet")
    world.claim.statement = "It was no accident."
    world.claim.save()
    publish([world.claim])
    assert document(PublishedEvent, "strike")["title"] == "Strike"
    assert document(PublishedEvent, "strike")["claims"][0]["title"] == "It was no accident."


def test_exactly_the_dependents_are_rendered_anew(world: World) -> None:
    other = builders.event("flood")
    publish([other, builders.claim("wet", of=other, where=world.article)])
    before = row(PublishedEvent, "flood").seq
    world.actor.name = "Azerbaijan"
    world.actor.save()
    version = publish([world.actor])
    changed = Change.objects.filter(dataset_version=version).values_list("resource", "slug", "op")
    assert set(changed) == {
        ("actors", "baku", "update"),
        ("events", "strike", "update"),
        ("claims", "deliberate", "update"),
    }
    assert row(PublishedEvent, "flood").seq == before


def test_the_old_version_of_a_row_is_kept(world: World) -> None:
    world.event.title = "Renamed"
    world.event.save()
    publish([world.event])
    then = PublishedEvent.objects.as_of(world.version).get(slug="strike")
    assert '"title":"Strike"' in then.document
    assert then.valid_to == current().number


def test_a_claim_that_moves_to_another_event_leaves_the_first(world: World) -> None:
    extra = builders.claim("second", of=world.event, where=world.article)
    other = builders.event("flood")
    publish([extra, other, builders.claim("wet", of=other, where=world.article)])
    extra.events.set([other])
    publish([extra])
    assert document(PublishedEvent, "strike")["claim_count"] == 1
    assert document(PublishedEvent, "flood")["claim_count"] == 2


def test_a_relation_shows_on_both_claims_once_both_are_public(world: World) -> None:
    accident = builders.claim("accident", of=world.event, where=world.article, aspect="intent")
    builders.relation(accident, world.claim)
    publish([world.claim])
    assert document(PublishedClaim, "deliberate")["relations"] == []
    publish([accident])
    shown = {
        slug: [(item["claim"]["id"], item["direction"]) for item in document(PublishedClaim, slug)["relations"]]
        for slug in ("accident", "deliberate")
    }
    assert shown == {"accident": [("deliberate", "to")], "deliberate": [("accident", "from")]}


def test_a_deleted_relation_leaves_both_claims_when_either_is_published(world: World) -> None:
    accident = builders.claim("accident", of=world.event, where=world.article, aspect="intent")
    link = builders.relation(accident, world.claim)
    publish([accident])
    link.delete()
    publish([world.claim])
    assert document(PublishedClaim, "accident")["relations"] == []
    assert document(PublishedClaim, "deliberate")["relations"] == []


def test_a_contradiction_makes_the_aspect_contested(world: World) -> None:
    accident = builders.claim("accident", of=world.event, where=world.article, aspect="intent")
    builders.relation(accident, world.claim)
    publish([accident])
    event = document(PublishedEvent, "strike")
    assert event["agreement"] == {"intent": "contested"}
    assert event["contested_aspects"] == ["intent"]


def test_articles_that_quote_one_agency_count_once(world: World) -> None:
    agency = builders.source("agency", kind="news_agency")
    second = builders.article("echo", by=builders.source("gazette"))
    repeated = builders.claim("repeated", of=world.event, where=second)
    for claim in (world.claim, repeated):
        claim.attributions.create(source=agency, position=0)
    publish([agency, second.source, second, repeated, world.claim])
    event = document(PublishedEvent, "strike")
    counts = ("claim_count", "article_count", "source_count", "independent_source_count")
    assert [event[name] for name in counts] == [2, 2, 2, 1]


def test_a_refused_record_holds_back_the_whole_batch(world: World) -> None:
    good, empty = builders.source("gazette"), builders.event("empty")
    with pytest.raises(PublicationRefused, match="events:empty, claims: has no published claim"):
        publish([good, empty])
    good.refresh_from_db()
    assert (good.status, current().number) == ("draft", world.version)


def test_a_new_spelling_finds_the_events_of_an_actor_without_changing_them(world: World) -> None:
    before = row(PublishedEvent, "strike")
    world.actor.names.create(name="Әзербайжан", script="Cyrl", kind="alias")
    publish([world.actor])
    after = row(PublishedEvent, "strike")
    assert (after.seq, after.document) == (before.seq, before.document)
    assert after.words_digest != before.words_digest


def test_an_older_version_is_found_by_the_words_it_had(world: World) -> None:
    world.actor.names.create(name="Foobarius", script="Latn", kind="alias")
    publish([world.actor])
    found = PublishedEvent.objects.filter(search="foobarius")
    assert found.current().count() == 1
    assert found.as_of(world.version).count() == 0


def test_the_language_of_a_quote_is_that_of_its_public_article(world: World) -> None:
    Article.objects.filter(slug="report").update(language="uk")
    Claim.objects.filter(slug="deliberate").update(statement="Edited.")
    publish([world.claim])
    assert document(PublishedClaim, "deliberate")["evidence"][0]["language"] == "de"
    publish([world.article])
    assert document(PublishedClaim, "deliberate")["evidence"][0]["language"] == "uk"


def test_the_words_around_a_quote_follow_the_text_of_the_article(world: World) -> None:
    Article.objects.filter(slug="report").update(text=builders.TEXT.replace("schwieg", "leugnet"))
    publish([world.article])
    assert document(PublishedClaim, "deliberate")["evidence"][0]["prefix"].endswith("Moskau leugnet. ")
    assert rebuild() == current().number


def test_rebuilding_a_sound_database_changes_nothing(world: World) -> None:
    before = list(PublishedClaim.objects.order_by("pk").values_list("pk", "document", "summary", "seq"))
    assert rebuild() == world.version
    assert list(PublishedClaim.objects.order_by("pk").values_list("pk", "document", "summary", "seq")) == before


def test_rebuilding_mends_a_damaged_document_in_a_new_version(world: World) -> None:
    PublishedEvent.objects.current().filter(slug="strike").update(document="{}")
    assert rebuild() == world.version + 1
    assert document(PublishedEvent, "strike")["title"] == "Strike"


def queries_to_publish_an_edit(claim: Claim) -> int:
    Claim.objects.filter(pk=claim.pk).update(statement=f"{claim.statement} Edited.")
    with CaptureQueriesContext(connection) as queries:
        publish([claim])
    return len(queries)


def test_publishing_a_claim_costs_no_more_queries_where_its_event_has_many(world: World) -> None:
    publish([builders.claim("second", of=world.event, where=world.article)])
    few = queries_to_publish_an_edit(world.claim)
    publish([builders.claim(f"claim-{number}", of=world.event, where=world.article) for number in range(20)])
    world.claim.refresh_from_db()
    assert queries_to_publish_an_edit(world.claim) == few


def test_an_event_is_found_by_who_speaks_about_it(world: World) -> None:
    witness = builders.actor("witness", name="Zacharias Quendel")
    said = builders.claim("said", of=world.event, where=world.article, speaker=witness, speech_mode="indirect")
    publish([witness, said])
    assert PublishedEvent.objects.current().filter(slug="strike", search="quendel").exists()


def test_rebuilding_share_by_share_is_one_version(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "REBUILT_TOGETHER", 1)
    PublishedEvent.objects.current().filter(slug="strike").update(document="{}")
    PublishedClaim.objects.current().filter(slug="deliberate").update(document="{}")
    version = rebuild()
    assert version == world.version + 2
    assert row(PublishedEvent, "strike").valid_from == row(PublishedClaim, "deliberate").valid_from == version


def test_rebuilding_mends_a_damaged_filter_without_a_new_version(world: World) -> None:
    PublishedEvent.objects.current().filter(slug="strike").update(actors=[])
    assert rebuild() == world.version
    assert row(PublishedEvent, "strike").actors == ["baku"]


def test_only_what_would_be_made_otherwise_is_rebuilt(world: World) -> None:
    keys = [Key("events", "strike"), Key("claims", "deliberate")]
    assert publishing._differing(keys) == set()
    PublishedEvent.objects.current().filter(slug="strike").update(actors=[])
    assert publishing._differing(keys) == {Key("events", "strike")}


def test_a_record_of_another_resource_with_the_same_id_stays_public(world: World) -> None:
    publish([builders.actor("herald"), builders.source("gazette")])
    assert row(PublishedSource, "herald").valid_from == world.version


def test_who_refers_to_a_record_need_not_wait_until_it_is_published(world: World) -> None:
    with CaptureQueriesContext(connection) as asked:
        publish([world.claim])
    locks = {query["sql"].rpartition(" FOR ")[2] for query in asked.captured_queries if " FOR " in query["sql"]}
    assert locks == {"NO KEY UPDATE"}


def test_how_long_publishing_takes_is_measured(world: World) -> None:
    sample = "eventsapi_publish_seconds_count", {"act": "publish"}
    before = REGISTRY.get_sample_value(*sample) or 0
    publish([world.claim])
    assert REGISTRY.get_sample_value(*sample) == before + 1
