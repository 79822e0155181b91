"""Each invariant, broken in the way an editor, a command or SQL could break it, is refused by name."""

import pytest
from django.db import connection

from incidents.models import Article, Claim, Event, Evidence, Record, Source
from incidents.publication.invariants import PublicationRefused
from incidents.publication.models import Withdrawal
from incidents.publication.publishing import publish
from tests import builders
from tests.publication.worlds import World

pytestmark = pytest.mark.django_db


def refusals(*records: Record) -> list[str]:
    with pytest.raises(PublicationRefused) as refused:
        publish(records)
    return [str(problem) for problem in refused.value.problems]


def test_a_claim_needs_a_quote(world: World) -> None:
    world.claim.evidence.all().delete()
    assert refusals(world.claim) == [
        "claims:deliberate, evidence: has no quote: a published claim rests on at least one."
    ]


def test_a_quote_must_still_stand_in_the_text(world: World) -> None:
    claim = builders.claim("later", of=world.event, where=world.article, quote="Moskau schwieg.")
    Article.objects.filter(slug="report").update(text="Moskau redete. Die Botschaft wurde getroffen.")
    assert refusals(claim) == [
        "claims:later, evidence: 'Moskau schwieg.' no longer stands in the article at 19.",
        "claims:later, article: the text of report was edited: publish the article as well.",
    ]


# The digest of the text with the first of them is smaller than that of the text without it.
@pytest.mark.parametrize("added", [" Kyiv wartet.", " Paris wartet."])
def test_a_claim_is_not_published_without_the_edit_of_its_article(added: str, world: World) -> None:
    Article.objects.filter(slug="report").update(text=builders.TEXT + added)
    assert refusals(world.claim) == [
        "claims:deliberate, article: the text of report was edited: publish the article as well."
    ]


def test_an_article_keeps_the_words_its_published_claims_quote(world: World) -> None:
    Article.objects.filter(slug="report").update(text="Baku schwieg.")
    assert refusals(world.article) == [
        "articles:report, text: 'Die Botschaft wurde getroffen.' of published claim deliberate no longer stands at 35."
    ]


def test_an_event_needs_a_claim(world: World) -> None:
    assert refusals(builders.event("flood")) == [
        "events:flood, claims: has no published claim: publish at least one with it, or withdraw it."
    ]


def test_a_claim_is_about_an_event(world: World) -> None:
    world.claim.events.clear()
    assert "claims:deliberate, events: is about no event: name at least one." in refusals(world.claim)


def test_nothing_rests_on_a_draft(world: World) -> None:
    world.event.event_places.create(place=builders.place("lutetia"))
    world.claim.speaker = builders.actor("ministry")
    world.claim.save()
    assert refusals(world.event, world.claim) == [
        "events:strike, places: refers to places:lutetia, which is not published.",
        "claims:deliberate, actors: refers to actors:ministry, which is not published.",
    ]


@pytest.mark.parametrize("bound", [{"date_start": "2025-11-01"}, {"date_end": "2025-12-31"}])
def test_bounds_are_those_of_the_stated_date(bound: dict[str, str], world: World) -> None:
    Event.objects.filter(slug="strike").update(**bound)
    assert refusals(world.event) == [
        "events:strike, date: its bounds and precision are not those of '2025-11-14': save it again."
    ]


def test_a_date_that_is_none_is_refused(world: World) -> None:
    Claim.objects.filter(slug="deliberate").update(said="soon")
    assert [text.split(":")[0:2] for text in refusals(world.claim)] == [["claims", "deliberate, said"]]


def test_a_mode_belongs_to_its_event_type(world: World) -> None:
    Event.objects.filter(slug="strike").update(mode="visit", event_type="ASSAULT")
    assert refusals(world.event) == ["events:strike, mode: 'visit' is no mode of ASSAULT."]


def test_silence_is_no_denial_even_where_the_constraint_is_gone(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE incidents_claim DROP CONSTRAINT claim_silence_is_no_denial")
    Claim.objects.filter(slug="deliberate").update(speech_act="denies", speaker=None)
    assert refusals(world.claim)[0].startswith("claims:deliberate, speech_act: 'denies' needs a speaker who speaks")


def test_a_denial_has_a_speaker_who_speaks(world: World) -> None:
    Claim.objects.filter(slug="deliberate").update(speech_act="denies")
    publish([world.claim])


def test_part_of_must_not_go_in_circles(world: World) -> None:
    whole = builders.event("whole", part_of=world.event)
    publish([whole, builders.claim("seen", of=whole, where=world.article)])
    Event.objects.filter(slug="strike").update(part_of=whole)
    assert refusals(world.event) == ["events:strike, part_of: leads back to itself: strike → whole → strike."]


def test_evidence_marked_stale_by_hand_is_refused(world: World) -> None:
    Evidence.objects.filter(claim=world.claim).update(status="stale")
    assert len(refusals(world.claim)) == 1


def test_a_claim_that_moves_leaves_no_event_without_one(world: World) -> None:
    other = builders.event("flood")
    publish([other, builders.claim("wet", of=other, where=world.article)])
    world.claim.events.set([other])
    assert refusals(world.claim) == [
        "claims:deliberate, events: was the last published claim of events:strike: withdraw that event as well."
    ]


def test_a_contradiction_about_no_common_event_says_why(world: World) -> None:
    flood = builders.event("flood")
    wet = builders.claim("wet", of=flood, where=world.article)
    builders.relation(wet, world.claim, note="")
    assert refusals(flood, wet) == [
        "claims:wet, relations: contradicts claims:deliberate about no common event: say why in a note."
    ]
    wet.relations.update(note="The embassy was flooded, not hit.")
    publish([flood, wet])


def test_only_a_contradiction_has_to_be_explained(world: World) -> None:
    flood = builders.event("flood")
    wet = builders.claim("wet", of=flood, where=world.article)
    builders.relation(wet, world.claim, "supports", note="")
    publish([flood, wet])


def test_a_contradiction_about_the_same_event_speaks_for_itself(world: World) -> None:
    mistake = builders.claim("mistake", of=world.event, where=world.article)
    builders.relation(mistake, world.claim, note="")
    publish([mistake])


def test_a_date_in_a_value_or_a_role_is_read_before_it_is_public(world: World) -> None:
    Claim.objects.filter(slug="deliberate").update(value_type="date", value_date="soon")
    president = builders.actor("president", kind="person")
    president.affiliations.create(organisation=world.actor, role="president", from_date="long ago")
    assert [text.split(" is not")[0] for text in refusals(president, world.claim)] == [
        "actors:president, affiliations: 'long ago'",
        "claims:deliberate, value_date: 'soon'",
    ]


def test_a_sound_date_in_a_value_stands_in_no_way(world: World) -> None:
    Claim.objects.filter(slug="deliberate").update(value_type="date", value_date="2025-11")
    assert publish([world.claim]) > world.version


def test_a_record_that_is_not_in_the_database_is_refused(world: World) -> None:
    draft = builders.source("gazette")
    Source.objects.filter(slug="gazette").delete()
    assert refusals(draft) == ["sources:gazette, id: was never saved, or is deleted."]


@pytest.mark.parametrize("word", ["facets", "match", "timeline"])
def test_an_id_is_no_word_of_addresses(word: str, world: World) -> None:
    assert refusals(builders.source(word)) == [
        f"sources:{word}, slug: is a word of addresses, which would hide the record: give it another id."
    ]


def test_an_id_that_was_merged_away_is_given_to_no_other(world: World) -> None:
    Withdrawal.objects.create(resource="sources", slug="gazette", merged_into="herald", valid_from=world.version)
    assert refusals(builders.source("gazette")) == [
        "sources:gazette, slug: was merged into herald, to which its address redirects for good."
    ]
