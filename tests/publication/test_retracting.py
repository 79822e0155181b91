import pytest
from prometheus_client import REGISTRY

from incidents.models import Source
from incidents.publication.invariants import PublicationRefused
from incidents.publication.models import Change, PublishedClaim, PublishedClaimRelation, PublishedEvent, Withdrawal
from incidents.publication.publishing import publish, rebuild, retract
from incidents.publication.version import current
from tests import builders
from tests.publication.worlds import World, document

pytestmark = pytest.mark.django_db


def test_a_retracted_record_is_gone_and_says_why(world: World) -> None:
    second = builders.claim("second", of=world.event, where=world.article)
    publish([second])
    version = retract([second], reason="The quote was misread.")
    assert not PublishedClaim.objects.current().filter(slug="second").exists()
    gone = Withdrawal.objects.current().get(slug="second")
    assert (gone.resource, gone.reason, gone.merged_into) == ("claims", "The quote was misread.", "")
    assert Change.objects.get(dataset_version=version, slug="second").op == "retract"
    second.refresh_from_db()
    assert (second.status, second.retraction_reason) == ("retracted", "The quote was misread.")


def test_what_listed_the_record_is_rendered_anew(world: World) -> None:
    second = builders.claim("second", of=world.event, where=world.article, aspect="intent")
    builders.relation(second, world.claim)
    publish([second])
    retract([second], reason="Misread.")
    assert document(PublishedEvent, "strike")["claim_count"] == 1
    assert document(PublishedEvent, "strike")["agreement"] == {"intent": "single_source"}
    assert document(PublishedClaim, "deliberate")["relations"] == []
    assert not PublishedClaimRelation.objects.current().filter(from_claim="second").exists()


def test_the_last_claim_of_an_event_cannot_be_retracted_alone(world: World) -> None:
    with pytest.raises(PublicationRefused, match="events:strike, claims: has no published claim"):
        retract([world.claim], reason="Misread.")
    assert current().number == world.version


def test_what_others_rest_on_cannot_be_retracted_alone(world: World) -> None:
    with pytest.raises(PublicationRefused) as refused:
        retract([world.source], reason="Closed.")
    assert [str(problem) for problem in refused.value.problems] == [
        "articles:report, sources: refers to sources:herald, which would be withdrawn: withdraw both."
    ]


def test_an_event_and_its_claims_are_retracted_together(world: World) -> None:
    retract([world.event, world.claim], reason="It did not happen.")
    assert not PublishedEvent.objects.current().filter(slug="strike").exists()
    assert rebuild() == current().number


def test_a_retracted_record_can_be_published_again(world: World) -> None:
    retract([world.event, world.claim], reason="In doubt.")
    publish([world.event, world.claim])
    assert document(PublishedEvent, "strike")["claim_count"] == 1
    assert not Withdrawal.objects.current().filter(slug="strike").exists()


def test_a_reason_must_be_given(world: World) -> None:
    with pytest.raises(PublicationRefused, match="claims:deliberate, reason: give one"):
        retract([world.claim], reason=" ")


def test_a_draft_cannot_be_retracted(world: World) -> None:
    draft = builders.source("gazette")
    with pytest.raises(PublicationRefused, match="sources:gazette, status: is draft, not published"):
        retract([draft], reason="Never mind.")


def test_what_only_its_status_calls_published_cannot_be_retracted(world: World) -> None:
    Source.objects.filter(pk=builders.source("gazette").pk).update(status="published")
    with pytest.raises(PublicationRefused, match="sources:gazette, status: is to be published, but was not yet"):
        retract(Source.objects.filter(slug="gazette"), reason="Never mind.")


def test_what_only_its_status_calls_retracted_cannot_be_retracted(world: World) -> None:
    Source.objects.filter(slug="herald").update(status="retracted")
    with pytest.raises(PublicationRefused, match="sources:herald, status: is retracted, not published"):
        retract([world.source], reason="Closed.")


def test_the_relations_of_a_claim_outlive_an_actor_of_the_same_name(world: World) -> None:
    second = builders.claim("second", of=world.event, where=world.article, aspect="intent")
    builders.relation(second, world.claim)
    actor = builders.actor("second")
    publish([second, actor])
    assert retract([actor], reason="Nobody.") == rebuild()
    assert len(document(PublishedClaim, "second")["relations"]) == 1


def test_how_long_retracting_takes_is_measured(world: World) -> None:
    sample = "eventsapi_publish_seconds_count", {"act": "retract"}
    before = REGISTRY.get_sample_value(*sample) or 0
    retract([world.event, world.claim], reason="It did not happen.")
    assert REGISTRY.get_sample_value(*sample) == before + 1


def test_a_record_stays_withdrawn_when_another_of_the_same_id_is_published() -> None:
    paper = builders.source("herald")
    publish([paper])
    retract([paper], reason="It was never printed.")
    publish([builders.actor("herald"), builders.source("gazette")])
    assert Withdrawal.objects.current().get(slug="herald").resource == "sources"
