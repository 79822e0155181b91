"""The page of an event lays its claims side by side, with the agreement that the public sees and will see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.models import Article, Claim
from incidents.publication.publishing import publish
from tests import builders
from tests.admin.pages import Desk, change, text_of
from tests.publication.worlds import World, published_world

pytestmark = pytest.mark.django_db


def another(world: World, slug: str = "accident", **fields: str) -> Claim:
    return builders.claim(
        slug, of=world.event, where=world.article, **{"aspect": "intent", "quote": "Moskau schwieg.", **fields}
    )


def test_claims_are_grouped_by_aspect_with_their_quotes(desk: Desk) -> None:
    world = published_world()
    another(world, aspect="cause")
    page = text_of(desk.get(change(world.event)))
    assert page.index('id="aspect-cause"') < page.index("Moskau schwieg.") < page.index('id="aspect-intent"')


def test_the_agreement_after_publishing_stands_beside_the_one_of_today(desk: Desk) -> None:
    world = published_world()
    builders.relation(world.claim, another(world))
    page = text_of(desk.get(change(world.event)))
    assert "Public now: <b>single source</b>." in page
    assert "After publishing: <b>contested</b>." in page


def test_where_nothing_waits_it_stays_the_same(desk: Desk) -> None:
    assert "After publishing: the same." in text_of(desk.get(change(published_world().event)))


def test_a_claim_that_leaves_an_aspect_takes_its_agreement_along(desk: Desk) -> None:
    world = published_world()
    Claim.objects.filter(pk=world.claim.pk).update(aspect="cause")
    page = text_of(desk.get(change(world.event)))
    assert "Public now: nothing on this." in page
    assert "After publishing: <b>single source</b>." in page


def test_what_stands_against_publishing_is_counted(desk: Desk) -> None:
    world = published_world()
    another(world).evidence.all().delete()
    page = text_of(desk.get(change(world.event)))
    assert "1 thing stands against publishing, so the agreement after it is not known yet." in page
    assert "No quote yet." in page


def test_a_quote_that_left_the_text_is_marked(desk: Desk) -> None:
    world = published_world()
    Article.objects.filter(pk=world.article.pk).update(text="Something else.")
    assert "(no longer in the text)" in text_of(desk.get(change(world.event)))


def test_a_value_is_written_out(desk: Desk) -> None:
    world = published_world()
    value = {"value_type": "quantity", "value_qualifier": "at_least", "value_unit": "missiles"}
    claim = another(world, **value, value_number="38")
    assert claim.value_number
    assert "<dd>at least 38 missiles</dd>" in text_of(desk.get(change(world.event)))


def test_relations_are_told_by_the_numbers_of_the_claims(desk: Desk) -> None:
    world = published_world()
    other = another(world)
    elsewhere = builders.claim("elsewhere", of=builders.event("flood"), where=world.article)
    builders.relation(other, world.claim, "qualifies", note="")
    builders.relation(elsewhere, world.claim, "supports", aspect="legality", note="By analogy.")
    page = text_of(desk.get(change(world.event)))
    assert "No. 1 <b>qualifies</b> no. 2" in page
    assert "(no reason given)" in page
    assert "“Elsewhere” <b>supports</b> no. 2: By analogy." in page


def test_an_event_without_claims_says_so(desk: Desk) -> None:
    assert "No claim is about it yet." in text_of(desk.get(change(builders.event("bare"))))


def test_the_page_costs_the_same_however_many_claims_there_are(desk: Desk) -> None:
    world = published_world()
    desk.get(change(world.event))  # what is read once in the life of a process
    counts = []
    for number in (2, 6):
        publish([another(world, f"more-{number}-{made}") for made in range(number)])
        Claim.objects.filter(events=world.event).update(statement=f"Said {number} times.")
        with CaptureQueriesContext(connection) as queries:
            desk.get(change(world.event))
        counts.append(len(queries))
    assert counts[0] == counts[1]
