"""A second pair of eyes: what one editor submits, another publishes or sends back with a reason."""

from collections.abc import Callable

import pytest
from pytest_django import Settings

from incidents.models import Record, Source, Submission
from incidents.publication.publishing import publish
from tests import builders
from tests.admin.pages import Desk, change, changelist, text_of

pytestmark = pytest.mark.django_db


def status(record: Record) -> str:
    return type(record)._default_manager.get(pk=record.pk).status


def page_of(record: Record, act: str) -> str:
    return change(record).replace("change", act)


def submitted(desk: Desk, record: Record, comment: str = "Please look at the name.") -> None:
    desk.confirm(desk.get(page_of(record, "submit")), comment=comment)


def test_a_draft_goes_to_review_and_to_the_public(desk_of: Callable[[str], Desk]) -> None:
    source, curator, reviewer = builders.source("quokka"), desk_of("curator"), desk_of("reviewer")
    curator.save(source, name="Quokka Times")
    submitted(curator, source)
    assert status(source) == "in_review"
    page = text_of(reviewer.get(change(source)))
    assert "Waits for review: submitted by curator" in page
    assert "Please look at the name." in page
    reviewer.confirm(reviewer.get(page_of(source, "publish")))
    assert status(source) == "published"
    assert "Waits for review" not in text_of(reviewer.get(change(source)))


def test_what_was_sent_back_says_why_until_it_is_submitted_again(desk_of: Callable[[str], Desk]) -> None:
    source, curator, reviewer = builders.source("quokka"), desk_of("curator"), desk_of("reviewer")
    submitted(curator, source)
    reviewer.confirm(reviewer.get(page_of(source, "send_back")), comment="It has another name.")
    page = text_of(curator.get(change(source)))
    assert "Sent back by reviewer" in page
    assert "It has another name." in page
    assert "It has another name." in text_of(curator.get(page_of(source, "history")))
    submitted(curator, source)
    assert "It has another name." not in text_of(curator.get(change(source)))


def test_sending_back_needs_words(desk: Desk) -> None:
    source = builders.source("quokka")
    desk.act("submit_for_review", source)
    asked = desk.act("send_back_to_draft", source)
    assert "Nothing was done: say what is to be mended." in text_of(desk.confirm(asked, comment=" "))
    assert "1 record was sent back." in text_of(desk.confirm(asked, comment="No."))
    assert status(source) == "draft"


def test_an_edited_public_record_is_submitted_too(desk: Desk) -> None:
    source = builders.source("quokka")
    publish([source])
    desk.save(source, name="Another name", why="It was renamed.")
    assert page_of(source, "submit") in text_of(desk.get(change(source)))
    submitted(desk, source)
    page = text_of(desk.get(change(source)))
    assert "Published, changes in review" in page
    assert page_of(source, "submit") not in page
    desk.save(source, name="A third name", why="Again.")
    assert "It was edited since." in text_of(desk.get(change(source)))


def offered(desk: Desk, source: Source) -> list[str]:
    """The steps that the page of the record leads to."""
    page = text_of(desk.get(change(source)))
    return [step for step in ("submit", "send_back") if page_of(source, step) in page]


def test_a_page_offers_the_steps_that_can_be_taken(desk: Desk) -> None:
    source = builders.source("quokka")
    assert offered(desk, source) == ["submit"]
    submitted(desk, source)
    assert offered(desk, source) == ["send_back"]
    desk.confirm(desk.get(page_of(source, "send_back")), comment="No.")
    assert offered(desk, source) == ["submit"]


def test_a_page_of_what_is_public_offers_steps_for_its_edits_alone(desk: Desk) -> None:
    source = builders.source("quokka")
    publish([source])
    assert offered(desk, source) == []
    desk.save(source, name="Another name", why="It was renamed.")
    assert offered(desk, source) == ["submit"]
    submitted(desk, source)
    assert offered(desk, source) == ["send_back"]
    desk.save(source, name="A third name", why="Again.")
    assert offered(desk, source) == ["submit", "send_back"]


def test_a_page_of_what_was_edited_in_review_offers_to_submit_it_again(desk: Desk) -> None:
    source = builders.source("quokka")
    submitted(desk, source)
    desk.save(source, name="Another name", why="It was misspelt.")
    assert offered(desk, source) == ["submit", "send_back"]


def test_what_is_in_review_without_having_been_submitted_can_be_submitted_and_sent_back(desk: Desk) -> None:
    assert offered(desk, builders.source("quokka", status="in_review")) == ["submit", "send_back"]


def test_those_that_cannot_be_submitted_are_named(desk: Desk) -> None:
    source, other = builders.source("quokka"), builders.source("wombat")
    publish([other])
    page = text_of(desk.act("submit_for_review", source, other))
    assert "1 record waits for review." in page
    assert "Left as they were: sources:wombat is public as it stands." in page


def test_where_nothing_can_be_submitted_that_alone_is_told(desk: Desk) -> None:
    source = builders.source("wombat")
    publish([source])
    page = text_of(desk.act("submit_for_review", source))
    assert "Left as they were: sources:wombat is public as it stands." in page
    assert "record waits for review" not in page


def test_nobody_approves_their_own_work(desk_of: Callable[[str], Desk]) -> None:
    source, reviewer = builders.source("quokka"), desk_of("reviewer")
    reviewer.save(source, name="Mine")
    page = text_of(reviewer.get(page_of(source, "publish")))
    assert "you wrote a part of what would become public, so somebody else has to approve it." in page
    assert "Nobody else has the right" in page
    desk_of("superuser")
    asked = reviewer.get(page_of(source, "publish"))
    assert "These may approve it: superuser." in text_of(asked)
    assert "you wrote a part" in text_of(reviewer.confirm(asked))
    assert status(source) == "draft"


def test_an_installation_may_allow_it(desk_of: Callable[[str], Desk], settings: Settings) -> None:
    settings.REVIEWERS_MAY_APPROVE_OWN = True
    source, reviewer = builders.source("quokka"), desk_of("reviewer")
    reviewer.save(source, name="Mine")
    reviewer.confirm(reviewer.get(page_of(source, "publish")))
    assert status(source) == "published"


def test_a_superuser_may_anyway(desk: Desk) -> None:
    source = builders.source("quokka")
    desk.save(source, name="Mine")
    desk.confirm(desk.get(page_of(source, "publish")))
    assert status(source) == "published"


def test_the_list_of_a_reviewer_has_what_waits_longest_first(desk: Desk) -> None:
    first, second, third = (builders.source(slug, status="draft") for slug in ("quokka", "wombat", "numbat"))
    desk.act("submit_for_review", first)
    desk.act("submit_for_review", second)
    Source.objects.filter(pk=third.pk).update(status="in_review")
    Submission.objects.of(second).update(at="2020-01-01T00:00Z")
    Source.objects.filter(pk=first.pk).update(description="Edited.")
    page = text_of(desk.get("/admin/incidents/submission/"))
    assert page.index("Wombat") < page.index("Quokka")
    assert "edited since it was submitted" in page
    assert "Numbat" in page


def test_the_list_says_that_nothing_waits(desk: Desk) -> None:
    assert "Nothing waits for review." in text_of(desk.get("/admin/incidents/submission/"))


def test_the_list_is_for_who_may_see_records(desk_of: Callable[[str], Desk]) -> None:
    source = builders.source("quokka")
    desk_of("curator").act("submit_for_review", source)
    assert "Quokka" in text_of(desk_of("viewer").get("/admin/incidents/submission/"))
    assert desk_of("nobody").get("/admin/incidents/submission/").status_code == 403


def test_a_list_shows_which_edits_were_submitted(desk: Desk) -> None:
    source = builders.source("quokka")
    publish([source])
    Source.objects.filter(pk=source.pk).update(name="Another")
    desk.act("submit_for_review", source)
    assert "Published, changes in review" in text_of(desk.get(changelist(Source), todo="review"))


@pytest.mark.parametrize("page", ["preview", "submit", "send_back"])
def test_an_unknown_record_is_told(desk: Desk, page: str) -> None:
    answer = desk.client.get(f"{changelist(Source)}4711/{page}/", follow=True)
    assert "There is no source no. 4711" in text_of(answer)


def test_what_was_edited_while_it_was_sent_back_is_another_question(desk: Desk) -> None:
    source = builders.source("quokka")
    desk.act("submit_for_review", source)
    asked = desk.act("send_back_to_draft", source)
    Source.objects.filter(pk=source.pk).update(name="Edited meanwhile")
    page = text_of(desk.confirm(asked, comment="It has another name."))
    assert "Nothing was done: somebody has edited one of these records." in page
    assert "It has another name.</textarea>" in page
    assert status(source) == "in_review"


def test_what_was_edited_while_it_was_deleted_stays(desk: Desk) -> None:
    source = builders.source("quokka")
    asked = desk.act("delete_selected", source)
    Source.objects.filter(pk=source.pk).update(name="Edited meanwhile")
    assert "Nothing was deleted: somebody has edited" in text_of(desk.confirm(asked))
    assert Source.objects.filter(pk=source.pk).exists()
