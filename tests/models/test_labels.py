"""How rows are called in the admin and in messages, and that the dataset's keys find them again."""

from typing import Any

import pytest

from incidents.models import (
    ActorName,
    Affiliation,
    ArticleCitation,
    Claim,
    ClaimAttribution,
    ClaimRelation,
    Event,
    EventParticipant,
    EventPlace,
    EventRelation,
    Evidence,
)
from incidents.publication.models import Change, PublishedClaimRelation, PublishedEvent, Withdrawal
from incidents.publication.publishing import retract
from tests import builders

pytestmark = pytest.mark.django_db

KEYED = [
    ActorName, Affiliation, ArticleCitation, Claim, ClaimAttribution, ClaimRelation, Event, EventParticipant,
    EventPlace, EventRelation, Evidence,
]  # fmt: skip


@pytest.mark.parametrize("model", KEYED, ids=lambda model: model.__name__)
def test_a_natural_key_finds_its_row_again(model: Any) -> None:
    row = model.objects.first()
    assert model.objects.get_by_natural_key(*row.natural_key()) == row


def test_parts_are_called_by_what_they_join() -> None:
    paper, state = builders.source("herald"), builders.actor("state")
    person = builders.actor("person")
    report, flood = builders.article(by=paper), builders.event("flood")
    cited = ArticleCitation.objects.create(article=report, source=paper, mention="Herald")
    held = Affiliation.objects.create(person=person, organisation=state, role="president")
    follows = EventRelation.objects.create(from_event=flood, to_event=builders.event("rain"), relation="follows")
    passage = report.passages.create(quote="Moskau schwieg.", kind="rhetoric", reason="It says nothing.")
    assert str(cited) == "Report cites Herald"
    assert str(passage) == "Moskau schwieg."
    assert str(held) == "Person: president, State"
    assert str(follows) == "Flood – Follows – Rain"


def test_public_rows_are_called_by_their_ids() -> None:
    claim = Claim.objects.get(slug="c004-analysts-strikes-as-leverage")
    retract([claim], reason="Misread.")
    assert str(Change.objects.latest("seq")).endswith("update claims/c004-strikes-look-like-a-kremlin-signal")
    assert str(Withdrawal.objects.get()) == "claims/c004-analysts-strikes-as-leverage"
    assert str(PublishedEvent.objects.current().get(slug="kyiv-attack-2025-11-14")) == "kyiv-attack-2025-11-14"
    relation = PublishedClaimRelation.objects.current().earliest("from_claim", "to_claim")
    assert str(relation) == f"{relation.from_claim} {relation.relation} {relation.to_claim}"
