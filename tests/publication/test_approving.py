"""What was written by one is approved by another, and what was sent back says why."""

import pghistory
import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from incidents.models import Outcome, Source, Submission, for_review
from incidents.publication.approving import approve, editors_since_publication, own_work, send_back, submit
from incidents.publication.invariants import PublicationRefused
from incidents.publication.publishing import publish, retract
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> User:
    return User.objects.create_user("anna")


def edited(source: Source, *, by: User, name: str = "Edited") -> Source:
    with pghistory.context(user=by.pk):
        Source.objects.filter(pk=source.pk).update(name=name)
    source.refresh_from_db()
    return source


def test_a_draft_is_handed_over_once(anna: User) -> None:
    source = builders.source()
    assert [moved.slug for moved in submit([source], by=anna.pk, comment="Ready.").records] == ["herald"]
    source.refresh_from_db()
    again = submit([source], by=anna.pk)
    assert source.status == "in_review"
    assert [str(problem) for problem in again.problems] == ["sources:herald, status: waits for review already."]
    assert str(Submission.objects.get()) == "Herald, version 1"


def test_an_edit_of_a_public_record_waits_without_taking_it_from_the_public(anna: User) -> None:
    source = builders.source()
    publish([source])
    assert "is public as it stands." in str(submit([source], by=anna.pk).problems[0])
    submit([edited(source, by=anna)], by=anna.pk)
    source.refresh_from_db()
    assert source.status == "published"
    assert Source.objects.filter(for_review(Source), slug="herald").exists()


def test_what_is_edited_in_review_is_submitted_anew(anna: User) -> None:
    source = builders.source()
    submit([source], by=anna.pk)
    submit([edited(source, by=anna)], by=anna.pk)
    assert list(Submission.objects.values_list("version", "outcome")) == [(1, "replaced"), (2, "waiting")]


def test_what_was_withdrawn_is_not_submitted(anna: User) -> None:
    source = builders.source()
    publish([source])
    retract([source], reason="Never existed.")
    assert "a reviewer publishes it again" in str(submit([source], by=anna.pk).problems[0])


def test_sending_back_keeps_the_comment(anna: User) -> None:
    source = builders.source()
    submit([source], by=anna.pk)
    send_back([source], by=anna.pk, comment="The name is misspelt.")
    source.refresh_from_db()
    told = Submission.objects.of(source).get()
    assert (source.status, told.outcome, told.answer) == ("draft", Outcome.SENT_BACK, "The name is misspelt.")
    assert "is not in review." in str(send_back([source], by=anna.pk, comment="Again.").problems[0])


def test_a_record_that_came_into_review_otherwise_is_sent_back_too(anna: User) -> None:
    source = builders.source(status="in_review")
    send_back([source], by=anna.pk, comment="Who wrote this?")
    assert Submission.objects.of(source).get().answer == "Who wrote this?"


def test_what_a_command_has_published_waits_no_more(anna: User) -> None:
    source = builders.source()
    submit([source], by=anna.pk)
    publish([source])
    assert not Submission.objects.waiting().exists()
    assert not Source.objects.filter(for_review(Source), slug="herald").exists()


def test_nobody_approves_what_they_wrote_a_part_of(anna: User) -> None:
    source, other = builders.source(), builders.source("quokka")
    edited(edited(source, by=anna), by=User.objects.create_user("boris"), name="Edited again")
    with pytest.raises(PublicationRefused, match="sources:herald, review: you wrote a part"):
        approve([source, other], by=anna.pk, own_too=False)
    assert Source.objects.get(slug="quokka").status == "draft"


def test_who_may_approve_their_own_does(anna: User) -> None:
    source = edited(builders.source(), by=anna)
    submit([source], by=anna.pk)
    approve([source], by=anna.pk, own_too=True, reason="Alone here.")
    assert Submission.objects.get().outcome == Outcome.APPROVED
    assert Source.objects.get(slug="herald").published_version == 2


def test_only_edits_since_the_last_publication_count(anna: User) -> None:
    source = edited(builders.source(), by=anna)
    publish([source])
    source.refresh_from_db()
    assert own_work([source], by=anna.pk) == []
    boris = User.objects.create_user("boris")
    assert editors_since_publication([edited(source, by=boris, name="By Boris")]) == {("sources", "herald"): {boris.pk}}


def test_an_edit_of_a_part_is_an_edit_of_the_record(anna: User) -> None:
    claim = builders.claim("quoted", of=builders.event(), where=builders.article())
    with pghistory.context(user=anna.pk):
        claim.evidence.create(quote="Moskau schwieg.")
    assert own_work([claim], by=anna.pk)


def test_moving_a_record_is_no_edit(anna: User) -> None:
    source = builders.source()
    with pghistory.context(user=anna.pk):
        submit([source], by=anna.pk)
    assert own_work([source], by=anna.pk) == []


def test_commands_are_nobody() -> None:
    assert own_work([builders.source()], by=None) == []


def test_what_was_edited_after_it_was_read_is_not_approved(anna: User) -> None:
    source = builders.source()
    edited(Source.objects.get(pk=source.pk), by=anna)
    with pytest.raises(PublicationRefused, match="was edited while you were reading"):
        approve([source], by=None, own_too=False)


def test_a_submission_is_of_one_record() -> None:
    with transaction.atomic(), pytest.raises(IntegrityError, match="submission_of_one_record"):
        Submission.objects.create(version=1)
