"""Merging moves every reference in a snapshot; all else in it stays as it was."""

from typing import Any

import pytest

from incidents.publication.keys import Key, in_order, replace_reference

OLD, NEW = "old", "new"


def replaced(key: Key, field: str, value: Any, *, resource: str) -> Any:
    return replace_reference(key, {field: value}, Key(resource, OLD), Key(resource, NEW))[field]


CLAIM, EVENT, ARTICLE = Key("claims", "told"), Key("events", "strike"), Key("articles", "report")


@pytest.mark.parametrize(("given", "found"), [("old", "new"), ("agency", "agency"), ("wire", "wire"), (None, None)])
def test_only_the_id_itself_is_replaced(given: str | None, found: str | None) -> None:
    assert replaced(CLAIM, "speaker", given, resource="actors") == found
    assert replaced(CLAIM, "value", {"actor": given}, resource="actors") == {"actor": found}
    assert replaced(ARTICLE, "source", given, resource="sources") == found


@pytest.mark.parametrize("resource", ["articles", "claims", "events", "places", "sources"])
def test_the_same_id_of_another_resource_stays(resource: str) -> None:
    assert replaced(CLAIM, "speaker", "old", resource=resource) == "old"
    assert replaced(CLAIM, "value", {"actor": "old", "place": None}, resource=resource)["actor"] == "old"
    assert replaced(EVENT, "participants", [{"actor": "old"}], resource=resource) == [{"actor": "old"}]


def test_a_field_that_is_no_reference_stays() -> None:
    assert replaced(CLAIM, "statement", "old", resource="actors") == "old"
    assert replaced(CLAIM, "value", None, resource="actors") is None


def test_a_chain_of_sources_keeps_its_order_and_names_none_twice() -> None:
    assert replaced(CLAIM, "attribution", ["zeta", "old", "agency"], resource="sources") == ["zeta", "new", "agency"]
    twice = ["old", "zeta", "new", "agency"]
    assert replaced(CLAIM, "attribution", twice, resource="sources") == ["zeta", "new", "agency"]


def test_the_events_of_a_claim_are_in_order_again() -> None:
    assert replaced(CLAIM, "events", ["attack", "old", "strike"], resource="events") == ["attack", "new", "strike"]
    assert replaced(CLAIM, "events", ["old", "siege"], resource="events") == ["new", "siege"]
    assert replaced(CLAIM, "events", ["north", "old"], resource="events") == ["new", "north"]


def test_parts_are_in_order_again_and_none_is_said_twice() -> None:
    given = [{"actor": slug, "role": "target"} for slug in ("envoy", "new", "northland", "old", "zeta")]
    found = replaced(EVENT, "participants", given, resource="actors")
    assert [item["actor"] for item in found] == ["envoy", "new", "northland", "zeta"]
    kept = [{"actor": "new", "role": "target"}, {"actor": "old", "role": "host"}]
    assert replaced(EVENT, "participants", kept, resource="actors") == [
        {"actor": "new", "role": "host"},
        {"actor": "new", "role": "target"},
    ]


def test_a_part_that_points_elsewhere_is_not_said_of_the_new_one_too() -> None:
    others = [{"actor": "envoy", "role": "host"}, {"actor": "zeta", "role": "mediator"}]
    found = replaced(EVENT, "participants", [*others, {"actor": "old", "role": "target"}], resource="actors")
    assert found == [*others, {"actor": "new", "role": "target"}]


def test_nothing_is_related_to_itself() -> None:
    given = [{"event": slug, "relation": "follows"} for slug in ("attack", "old", "siege")]
    found = replaced(Key("events", NEW), "relations", given, resource="events")
    assert [item["event"] for item in found] == ["attack", "siege"]


def test_what_is_unknown_comes_first() -> None:
    names: list[dict[str, Any]] = [{"name": "Baku", "language": "az"}, {"name": "Baku", "language": None}]
    assert in_order(names, "name", "language") == names[::-1]
