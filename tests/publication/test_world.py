import pytest
from pytest_django import DjangoAssertNumQueries

from incidents.publication.keys import Key
from incidents.publication.publishing import publish
from incidents.publication.world import NotPublic, World
from tests import builders
from tests.publication import worlds

pytestmark = pytest.mark.django_db


def test_what_is_not_public_has_no_snapshot() -> None:
    builders.source("draft")
    with pytest.raises(NotPublic, match="sources:draft"):
        World().get(Key("sources", "draft"))


def test_it_reads_by_itself_what_it_was_not_told_to_expect(world: worlds.World) -> None:
    accident = builders.claim("accident", of=world.event, where=world.article, aspect="intent")
    builders.relation(accident, world.claim)
    publish([accident])
    unprepared = World()
    assert unprepared.before(Key("claims", "accident")) == unprepared.get(Key("claims", "accident"))
    assert unprepared.claims_of(Key("events", "strike")) == ("accident", "deliberate")
    assert [relation.from_claim for relation in unprepared.relations_of("deliberate")] == ["accident"]


def test_what_it_was_told_to_expect_costs_no_more_queries(
    world: worlds.World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    prepared = World()
    prepared.expect([Key("events", "strike")])
    with django_assert_num_queries(0):
        assert prepared.claims_of(Key("events", "strike")) == ("deliberate",)
        assert prepared.get(Key("sources", "herald"))["name"] == "Herald"
        assert prepared.relations_of("deliberate") == ()


def test_the_relations_of_a_claim_that_it_was_told_to_expect_cost_no_more_queries(
    world: worlds.World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    accident = builders.claim("accident", of=world.event, where=world.article, aspect="intent")
    builders.relation(accident, world.claim)
    publish([accident])
    prepared = World()
    prepared.expect([Key("claims", "deliberate")])
    with django_assert_num_queries(0):
        assert [relation.from_claim for relation in prepared.relations_of("deliberate")] == ["accident"]
