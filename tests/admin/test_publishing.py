"""What the public sees changes on one page only, after it was said what goes with it; refusals name the record."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.models import Article, Claim, Event, Record, Source
from incidents.publication.models import PublishedSource
from incidents.publication.publishing import publish
from tests import builders
from tests.admin.pages import Desk, change, text_of
from tests.publication.worlds import published_world

pytestmark = pytest.mark.django_db


def draft() -> Claim:
    """A claim with all that it rests on, none of it public."""
    return builders.claim("draft", of=builders.event("draft-event"), where=builders.article("draft-article"))


def status(record: Record) -> str:
    return type(record)._default_manager.get(pk=record.pk).status


def page_of(record: Record, act: str) -> str:
    return change(record).replace("change", act)


@pytest.mark.parametrize("act", ["publish", "retract"])
def test_the_page_of_a_public_record_leads_there(desk: Desk, act: str) -> None:
    world = published_world()
    assert page_of(world.event, act) in text_of(desk.get(change(world.event)))


def test_a_draft_is_not_offered_for_retraction(desk: Desk) -> None:
    source = builders.source("quokka")
    assert page_of(source, "retract") not in text_of(desk.get(change(source)))


def test_publishing_a_claim_publishes_what_it_rests_on(desk: Desk) -> None:
    claim = draft()
    asked = desk.act("publish_selected", claim)
    for record in (claim.article, claim.article.source, claim.events.get()):
        assert change(record) in text_of(asked)
    done = desk.confirm(asked)
    assert "Published: 4 records. The dataset is now at version" in text_of(done)
    assert [status(record) for record in (claim, claim.article, claim.article.source)] == ["published"] * 3


def test_an_event_is_published_with_all_its_claims(desk: Desk) -> None:
    claim = draft()
    event = claim.events.get()
    desk.confirm(desk.get(page_of(event, "publish")), reason="Checked twice.")
    assert (status(event), status(claim)) == ("published", "published")
    assert "publish: Checked twice." in text_of(desk.get(page_of(event, "history")))


def test_an_edited_claim_is_published_anew_with_its_event(desk: Desk) -> None:
    world = published_world()
    Claim.objects.filter(pk=world.claim.pk).update(statement="Said more clearly.")
    desk.confirm(desk.get(page_of(world.event, "publish")))
    claim = Claim.objects.get(pk=world.claim.pk)
    assert claim.version == claim.published_version


def test_what_stands_against_publishing_is_listed_with_links(desk: Desk) -> None:
    claim = draft()
    claim.evidence.all().delete()
    page = text_of(desk.get(page_of(claim, "publish")))
    assert "This cannot be done yet. Nothing was changed." in page
    assert f'<a href="{change(claim)}">claims:draft</a>' in page
    assert "has no quote: a published claim rests on at least one." in page


def test_a_refusal_that_comes_up_late_is_listed_too(desk: Desk) -> None:
    claim = draft()
    asked = desk.get(page_of(claim, "publish"))
    Article.objects.filter(pk=claim.article_id).update(published_precision="day", published="2025-11-14")
    fields = {**desk.form(page_of(claim, "publish"))}
    page = text_of(desk.post(page_of(claim, "publish"), fields))
    assert asked.status_code == 200
    assert "its bounds and precision are not those of" in page
    assert status(claim) == "draft"


def test_a_problem_leads_to_the_other_record_as_well(desk: Desk) -> None:
    claim = draft()
    publish([claim.article.source])
    source = Source.objects.get(pk=claim.article.source_id)
    desk.confirm(desk.get(page_of(source, "retract")), reason="Never existed.")
    page = text_of(desk.get(page_of(claim, "publish")))
    assert f'<a href="{change(source)}">Open sources:{source.slug}</a>' in page


def test_an_edit_while_the_question_is_open_asks_again(desk: Desk) -> None:
    source = builders.source("quokka")
    asked = desk.act("publish_selected", source)
    Source.objects.filter(pk=source.pk).update(name="Another name")
    page = text_of(desk.confirm(asked))
    assert "somebody has edited one of these records" in page
    assert status(source) == "draft"


def test_retracting_asks_for_the_reason(desk: Desk) -> None:
    source = builders.source("quokka")
    publish([source])
    asked = desk.act("retract_selected", source)
    assert "Nothing was done: give the reason." in text_of(desk.confirm(asked, reason=" "))
    desk.confirm(asked, reason="It never existed.")
    assert status(source) == "retracted"
    assert not PublishedSource.objects.current().filter(slug="quokka").exists()


def test_retracting_takes_along_what_would_rest_on_nothing(desk: Desk) -> None:
    world = published_world()
    asked = desk.get(page_of(world.article, "retract"))
    assert change(world.claim) in text_of(asked)
    desk.confirm(asked, reason="The article was a forgery.")
    assert [status(record) for record in (world.article, world.claim, world.event)] == ["retracted"] * 3
    assert status(world.source) == "published"


def test_a_draft_that_is_to_be_retracted_is_refused_in_words(desk: Desk) -> None:
    assert "is draft, not published." in text_of(desk.act("retract_selected", builders.source("quokka")))


def test_what_changes_for_the_public_is_told_before_it_does(desk: Desk) -> None:
    world = published_world()
    Source.objects.filter(pk=world.source.pk).update(name="The Herald")
    page = text_of(desk.get(page_of(world.source, "publish")))
    assert "<del>Herald</del> <ins>The Herald</ins>" in page
    assert "articles: 1" in page


def test_what_it_costs_to_ask_does_not_grow_with_the_claims(desk: Desk) -> None:
    world = published_world()
    counts = []
    for number in (2, 6):
        for made in range(number):
            quoted = builders.claim(f"more-{number}-{made}", of=world.event, where=world.article)
            publish([quoted])
        Claim.objects.filter(events=world.event).update(statement=f"Said {number} times.")
        with CaptureQueriesContext(connection) as queries:
            desk.get(page_of(world.event, "publish"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("act", ["publish", "retract"])
def test_a_curator_decides_nothing_public(desk_of: Callable[[str], Desk], act: str) -> None:
    source, curator = builders.source("quokka"), desk_of("curator")
    publish([source])
    assert curator.get(page_of(source, act)).status_code == 403
    assert page_of(source, act) not in text_of(curator.get(change(source)))


def test_rights_on_all_that_goes_with_it_are_needed(desk_of: Callable[[str], Desk]) -> None:
    desk, claim = desk_of("reviewer"), draft()
    group = desk.user.groups.get()
    group.permissions.remove(group.permissions.get(codename="publish_article"))
    assert desk.get(page_of(claim, "publish")).status_code == 403


def test_a_change_of_the_public_side_is_no_change_of_the_record(desk: Desk) -> None:
    source = builders.source("quokka")
    desk.confirm(desk.act("publish_selected", source))
    stored = Source.objects.get(pk=source.pk)
    assert stored.version == stored.published_version == source.version


def test_every_event_page_says_what_its_button_does(desk: Desk) -> None:
    assert "Publish with all its claims" in text_of(desk.get(change(builders.event("quokka"))))
    assert Event.objects.get(slug="quokka").status == "draft"
