"""Retracting, merging and undoing a merge take two people where the public would notice it."""

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from incidents.dataset.replay import live, replayed
from incidents.models import Proposal, ProposedAct, Source
from incidents.publication.invariants import PublicationRefused
from incidents.publication.merging import merge
from incidents.publication.models import PublishedSource, Withdrawal
from incidents.publication.proposals import Asked, act_or_propose, asked_by, carry_out, changes_since, decline, withdraw
from incidents.publication.publishing import publish
from incidents.publication.version import current
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> int:
    return User.objects.create_user("anna").pk


@pytest.fixture
def boris() -> int:
    return User.objects.create_user("boris").pk


@pytest.fixture
def source() -> Source:
    made = builders.source("quokka")
    publish([made])
    made.refresh_from_db()
    return made


def retraction(source: Source, reason: str = "Never existed.") -> Asked:
    return Asked(ProposedAct.RETRACT, [source], reason)


def proposed(asked: Asked, *, by: int) -> Proposal:
    done = act_or_propose(asked, by=by, own_too=False)
    assert done.proposal is not None
    return done.proposal


def is_public(slug: str) -> bool:
    return PublishedSource.objects.current().filter(slug=slug).exists()


def outcomes() -> list[tuple[str, str]]:
    return list(Proposal.objects.order_by("pk").values_list("reason", "outcome"))


def test_a_retraction_waits_until_another_one_carries_it_out(source: Source, anna: int, boris: int) -> None:
    before = current().number
    waiting = proposed(retraction(source), by=anna)
    assert (current().number, is_public("quokka"), waiting.about) == (before, True, {"sources:quokka": 1})
    assert carry_out(waiting, by=boris, own_too=False) == before + 1
    assert Withdrawal.objects.current().get(slug="quokka").reason == "Never existed."
    waiting.refresh_from_db()
    assert (waiting.outcome, waiting.decided_by_id) == ("carried_out", boris)


def test_nobody_carries_out_what_they_proposed_themselves(source: Source, anna: int) -> None:
    waiting = proposed(retraction(source), by=anna)
    with pytest.raises(PublicationRefused, match="you proposed it, so somebody else has to decide"):
        carry_out(waiting, by=anna, own_too=False)
    assert is_public("quokka")
    carry_out(waiting, by=anna, own_too=True)
    assert not is_public("quokka")


def test_who_may_approve_own_work_does_it_at_once(source: Source, anna: int) -> None:
    assert act_or_propose(retraction(source), by=anna, own_too=True).proposal is None
    assert not is_public("quokka")


def test_what_the_public_does_not_notice_is_done_at_once(anna: int) -> None:
    going, staying = builders.source("numbat"), builders.source("quokka")
    done = act_or_propose(Asked(ProposedAct.MERGE, [going, staying], "One paper.", staying), by=anna, own_too=False)
    assert done == (current().number, None)
    assert Source.objects.get(slug="numbat").merged_into == staying


def test_a_merge_and_its_undoing_keep_which_one_stays(source: Source, anna: int, boris: int) -> None:
    going = builders.source("numbat")
    publish([going])
    waiting = proposed(Asked(ProposedAct.MERGE, [source, going], "One paper.", source), by=anna)
    assert asked_by(waiting).pair == (going, source)
    carry_out(waiting, by=boris, own_too=False)
    assert Withdrawal.objects.current().get(slug="numbat").merged_into == "quokka"
    back = proposed(Asked(ProposedAct.UNDO_MERGE, asked_by(waiting).records, "Two.", source), by=boris)
    assert not is_public("numbat")
    carry_out(back, by=anna, own_too=False)
    assert is_public("numbat")


def test_what_was_edited_since_it_was_seen_is_neither_proposed_nor_done(source: Source, anna: int, boris: int) -> None:
    waiting = proposed(retraction(source), by=anna)
    Source.objects.filter(pk=source.pk).update(name="Edited")
    with pytest.raises(PublicationRefused, match="it was version 1 then and is version 2 now"):
        act_or_propose(retraction(source), by=boris, own_too=True)
    with pytest.raises(PublicationRefused, match="it was version 1 then and is version 2 now"):
        carry_out(waiting, by=boris, own_too=False)
    assert is_public("quokka")


def test_a_record_that_was_deleted_is_told() -> None:
    assert [str(told) for told in changes_since({"sources:gone": 1})] == ["sources:gone, id: was deleted since."]


def test_of_one_record_one_proposal_waits(source: Source, anna: int, boris: int) -> None:
    proposed(retraction(source, "First."), by=anna)
    with pytest.raises(PublicationRefused, match="anna has proposed something about it"):
        act_or_propose(retraction(source, "Second."), by=boris, own_too=False)
    proposed(retraction(source, "Better said."), by=anna)
    assert outcomes() == [("First.", "overtaken"), ("Better said.", "waiting")]


def test_what_does_not_hold_any_more_is_overtaken(source: Source, anna: int, boris: int) -> None:
    proposed(retraction(source, "First."), by=anna)
    Source.objects.filter(pk=source.pk).update(name="Edited")
    source.refresh_from_db()
    proposed(retraction(source, "Second."), by=boris)
    act_or_propose(retraction(source, "Now."), by=None, own_too=True)
    assert outcomes() == [("First.", "overtaken"), ("Second.", "overtaken")]


def test_another_declines_with_words(source: Source, anna: int, boris: int) -> None:
    waiting = proposed(retraction(source), by=anna)
    with pytest.raises(PublicationRefused, match="somebody else has to decide"):
        decline(waiting, by=anna, answer="No.")
    with pytest.raises(PublicationRefused, match="say why it is declined"):
        decline(waiting, by=boris, answer=" ")
    decline(waiting, by=boris, answer="It does exist.")
    with pytest.raises(PublicationRefused, match=r"was decided already: Declined\."):
        carry_out(waiting, by=boris, own_too=False)
    assert Proposal.objects.get().answer == "It does exist."


def test_who_proposed_it_withdraws_it_and_nobody_else(source: Source, anna: int, boris: int) -> None:
    waiting = proposed(retraction(source), by=anna)
    with pytest.raises(PublicationRefused, match="is somebody else's: decline it"):
        withdraw(waiting, by=boris)
    withdraw(waiting, by=anna)
    assert outcomes() == [("Never existed.", "withdrawn")]


def test_every_step_of_a_proposal_is_in_its_history(source: Source, anna: int, boris: int) -> None:
    decline(proposed(retraction(source), by=anna), by=boris, answer="It does exist.")
    history = apps.get_model("incidents", "ProposalHistory")
    assert list(history._default_manager.values_list("outcome", flat=True)) == ["waiting", "declined"]
    assert replayed(history) == live(history)


def test_what_cannot_be_done_is_not_proposed(anna: int) -> None:
    going, staying = builders.source("numbat"), builders.source("quokka")
    publish([going, staying])
    merge(going, into=staying, reason="One paper.")
    going.refresh_from_db()
    with pytest.raises(PublicationRefused, match="was withdrawn before"):
        act_or_propose(Asked(ProposedAct.MERGE, [going, staying], "Again.", staying), by=anna, own_too=False)
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"act": "publish"}, {"outcome": "lost"}, {"staying": "sources:a"}, {"about": {}}, {"reason": ""},
     {"outcome": "declined"}],
    ids=lambda wrong: next(iter(wrong)),
)  # fmt: skip
def test_the_database_refuses_what_is_no_proposal(wrong: dict[str, object]) -> None:
    whole = {"act": "retract", "about": {"sources:a": 1}, "reason": "Some."}
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.create(**{**whole, **wrong})


def test_it_is_called_by_what_it_would_do() -> None:
    assert str(Proposal(act="retract", about={"sources:b": 1, "sources:a": 1})) == "Retract: sources:a, sources:b"
