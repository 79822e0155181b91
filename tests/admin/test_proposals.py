"""What a reviewer retracts or merges is public only once another reviewer has looked at it as well."""

from collections.abc import Callable

import pytest
from pytest_django import Settings

from incidents.models import Proposal, Source
from incidents.publication.models import PublishedSource, Withdrawal
from incidents.publication.publishing import publish
from tests import builders
from tests.admin.pages import Answer, Desk, change, changelist, group_of, text_of
from tests.admin.test_publishing import page_of, status
from tests.publication.worlds import published_world

pytestmark = pytest.mark.django_db
REVIEW = "/admin/incidents/submission/"


@pytest.fixture
def one(desk_of: Callable[[str], Desk]) -> Desk:
    return desk_of("reviewer")


@pytest.fixture
def other(desk_of: Callable[[str], Desk], one: Desk) -> Desk:
    """A second reviewer."""
    desk = desk_of("second")
    desk.user.groups.add(group_of("reviewer"))
    return desk


@pytest.fixture
def twins(db: None) -> tuple[Source, Source]:
    pair = builders.source("numbat"), builders.source("quokka")
    publish(pair)
    return pair


@pytest.fixture
def source(twins: tuple[Source, Source]) -> Source:
    return twins[1]


def retracting(desk: Desk, source: Source, reason: str = "Never existed.") -> Answer:
    return desk.confirm(desk.get(page_of(source, "retract")), reason=reason)


def merging(desk: Desk, twins: tuple[Source, Source]) -> Answer:
    return desk.confirm(desk.act("merge_selected", *twins), staying=str(twins[1].pk), reason="One paper.")


def newest() -> str:
    return f"/admin/incidents/proposal/{Proposal.objects.latest('pk').pk}/"


def decided(desk: Desk, do: str, **typed: str) -> str:
    return text_of(desk.confirm(desk.get(newest()), do=do, **typed))


def test_a_retraction_is_proposed_listed_and_carried_out_by_another(one: Desk, other: Desk, source: Source) -> None:
    before = text_of(one.get(page_of(source, "retract")))
    assert "another reviewer carries it out, or declines. These may approve it: second." in before
    assert "Proposed: Retract Quokka. Nothing has changed yet" in text_of(retracting(one, source))
    assert status(source) == "published"
    listed = [text_of(other.get(url)) for url in ("/admin/", REVIEW, change(source), page_of(source, "history"))]
    assert [f'<a href="{newest()}">Retract Quokka</a>' in page for page in listed] == [True] * 4
    assert "Nothing waits for review." not in listed[1]
    assert "Never existed." in text_of(other.get(newest()))
    assert "Carried out. The dataset is now at version" in decided(other, "carry_out")
    assert Withdrawal.objects.current().get(slug="quokka").reason == "Never existed."
    assert f"<strong>Carried out</strong> ({other.user}" in text_of(one.get(page_of(source, "history")))
    assert 'name="do"' not in text_of(one.get(newest()))


def test_a_merge_is_proposed_with_its_preview_and_undone_the_same_way(
    one: Desk, other: Desk, twins: tuple[Source, Source]
) -> None:
    assert "Proposed: Merge Numbat into Quokka." in text_of(merging(one, twins))
    assert "The address of sources:numbat will lead to sources:quokka (308)." in text_of(other.get(newest()))
    decided(other, "carry_out")
    assert Withdrawal.objects.current().get(slug="numbat").merged_into == "quokka"
    back = text_of(other.confirm(other.get(page_of(twins[0], "unmerge")), reason="Two papers."))
    assert "Proposed: Undo the merge of Numbat into Quokka." in back
    assert "Create: <a" in text_of(one.get(newest()))
    decided(one, "carry_out")
    assert status(twins[0]) == "published"


def test_who_proposed_it_cannot_carry_it_out_but_withdraw_it(one: Desk, source: Source) -> None:
    retracting(one, source)
    page = text_of(one.get(newest()))
    assert 'value="carry_out"' not in page
    assert 'value="decline"' not in page
    assert "Nobody else has the right" in page
    assert "you proposed it, so somebody else has to decide." in decided(one, "carry_out")
    assert "Withdrawn. Nothing changes for the public." in decided(one, "withdraw")
    assert status(source) == "published"


def test_another_declines_with_words(one: Desk, other: Desk, source: Source) -> None:
    retracting(one, source)
    assert "say why it is declined." in decided(other, "decline", answer=" ")
    assert "Declined. Nothing changes for the public." in decided(other, "decline", answer="It does exist.")
    assert "It does exist." in text_of(one.get(newest()))
    assert status(source) == "published"


def test_what_was_edited_since_is_told_and_asked_for_anew(one: Desk, other: Desk, source: Source) -> None:
    retracting(one, source)
    asked = other.get(newest())
    Source.objects.filter(pk=source.pk).update(name="Edited")
    told = "was edited since: it was version 1 then and is version 2 now."
    assert told in text_of(other.confirm(asked, do="carry_out"))
    page = text_of(other.get(newest()))
    assert told in page
    assert 'value="carry_out"' not in page
    assert "was edited while you were reading: read it again." in text_of(other.confirm(asked, do="renew"))
    assert "Proposed: Retract Edited." in decided(other, "renew")
    decided(one, "carry_out")
    assert list(Proposal.objects.order_by("pk").values_list("outcome", flat=True)) == ["overtaken", "carried_out"]


def test_what_rests_on_it_by_now_is_told(one: Desk, desk: Desk) -> None:
    world = published_world()
    retracting(one, world.source)
    later = builders.claim("later", of=world.event, where=world.article, quote="Moskau schwieg.")
    publish([later])
    page = text_of(desk.get(newest()))
    assert f'<a href="{change(later)}">claims:later</a>: would have to go with them by now.' in page
    assert "Carried out." in decided(desk, "renew")
    assert (status(later), status(world.source)) == ("retracted", "retracted")


def test_a_record_that_was_deleted_leaves_nothing_to_carry_out(one: Desk, source: Source) -> None:
    Proposal.objects.create(
        act="merge", about={"sources:gone": 1, "sources:quokka": 1}, staying="sources:gone", reason="x"
    )
    page = text_of(one.get(newest()))
    assert "sources:gone" in page
    assert "was deleted since." in page
    assert 'value="carry_out"' not in page
    assert 'value="renew"' not in page


@pytest.mark.parametrize("allowed", [True, False])
def test_an_installation_may_do_without_a_second_reviewer(
    one: Desk, source: Source, settings: Settings, allowed: bool
) -> None:
    settings.REVIEWERS_MAY_APPROVE_OWN = allowed
    assert ("only proposed from here" in text_of(one.get(page_of(source, "retract")))) != allowed
    retracting(one, source)
    assert PublishedSource.objects.current().filter(slug="quokka").exists() != allowed


def test_a_superuser_acts_at_once(desk: Desk, source: Source) -> None:
    assert "Retracted: 1 record." in text_of(retracting(desk, source))
    assert not Proposal.objects.exists()


def test_drafts_are_merged_at_once(one: Desk) -> None:
    twins = builders.source("bilby"), builders.source("wombat")
    assert "Bilby was merged into Wombat." in text_of(merging(one, twins))
    assert not Proposal.objects.exists()


def test_one_proposal_for_a_record_waits(one: Desk, other: Desk, twins: tuple[Source, Source]) -> None:
    retracting(one, twins[1])
    assert "reviewer has proposed something about it, which waits" in text_of(merging(other, twins))
    assert Proposal.objects.count() == 1


def test_a_proposal_is_shown_to_who_may_see_its_records(
    one: Desk, desk_of: Callable[[str], Desk], source: Source
) -> None:
    retracting(one, source)
    viewer = desk_of("viewer")
    assert 'name="do"' not in text_of(viewer.get(newest()))
    assert viewer.client.post(newest(), {"do": "carry_out"}).status_code == 403
    group = viewer.user.groups.get()
    group.permissions.set(group.permissions.filter(codename="view_event"))
    assert viewer.get(newest()).status_code == 403
    assert "Retract Quokka" not in text_of(viewer.get(REVIEW))


def test_rights_on_all_its_records_are_needed_to_decide(one: Desk, other: Desk) -> None:
    world = published_world()
    retracting(one, world.source)
    group = other.user.groups.get()
    group.permissions.remove(group.permissions.get(codename="publish_claim"))
    assert other.client.post(newest(), {"do": "carry_out"}).status_code == 403
    assert status(world.source) == "published"


def test_an_unknown_proposal_leads_to_what_waits(one: Desk) -> None:
    page = one.client.get("/admin/incidents/proposal/4711/", follow=True)
    assert page.request["PATH_INFO"] == REVIEW
    assert "There is no proposal no. 4711" in text_of(page)


def test_of_many_records_some_are_named(one: Desk) -> None:
    many = [builders.source(f"quokka-{letter}") for letter in "abcdefg"]
    publish(many)
    page = text_of(one.confirm(one.act("retract_selected", *many), reason="All of them."))
    assert "Retract Quokka-A, Quokka-B, Quokka-C, Quokka-D, Quokka-E and 2 more." in page


def test_an_edit_while_the_way_back_is_asked_for_asks_again(desk: Desk, twins: tuple[Source, Source]) -> None:
    merging(desk, twins)
    asked = desk.get(page_of(twins[0], "unmerge"))
    Source.objects.filter(pk=twins[1].pk).update(name="Edited")
    page = text_of(desk.confirm(asked, reason="Two papers."))
    assert "Nothing was done: somebody has edited one of the two meanwhile." in page
    assert status(twins[0]) == "retracted"
    assert changelist(Source) in page
