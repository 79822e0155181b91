"""Every filter of the contract: it is there, explained, shown by an example, narrows, and refuses what it must."""

import re

import pytest
from django.conf import settings

from eventsapi.rest.errors import InvalidParameters
from tests.filters.asking import FILTERSETS, ids, names
from tests.filters.cases import FINDS, REFUSES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

GUIDE = (settings.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8")
CONTRACT = {
    "events": (
        "q id type mode quad realis date_from date_to date_match precision country place bbox near radius_km "
        "actor role affiliated pair speaker source via article not_reported_by language aspect agreement min_articles "
        "min_independent_sources part_of related_to updated_since"
    ),
    "claims": (
        "q quote id event article source via speaker affiliated act speech_mode modality aspect relation related_to "
        "value_min value_max said_from said_to published_from published_to language updated_since"
    ),
    "articles": "q id source cites language published_from published_to event actor updated_since",
    "actors": "q id kind country sector event role affiliated_with updated_since",
    "sources": "q id kind country language cited_in updated_since",
}
DECLARED = [(resource, name) for resource, filterset in FILTERSETS.items() for name in filterset.base_filters]


def without_first(resource: str, query: str) -> str:
    """The query without its first parameter, and without those that mean nothing without it."""
    first, *rest = query.split("&")
    companions = FILTERSETS[resource].companions
    return "&".join(part for part in rest if names(first)[0] not in companions.get(names(part)[0], ()))


@pytest.mark.parametrize("resource", CONTRACT)
def test_the_filters_are_those_of_the_contract(resource: str) -> None:
    promised, declared = set(CONTRACT[resource].split()), set(FILTERSETS[resource].base_filters)
    assert sorted(promised - declared) == [], f"{resource} lacks filters of the contract."
    assert sorted(declared - promised) == [], f"{resource} has filters that the contract does not know."


@pytest.mark.parametrize(("resource", "query", "found"), FINDS)
def test_it_finds_what_it_means(resource: str, query: str, found: set[str]) -> None:
    assert ids(resource, query) == found


@pytest.mark.parametrize(("resource", "name"), DECLARED)
def test_it_narrows_and_refuses(resource: str, name: str) -> None:
    rows = [(query, found) for of, query, found in FINDS if (of, names(query)[0]) == (resource, name)]
    assert rows, f"{resource}?{name} is the first parameter of no row of FINDS."
    assert any(found != ids(resource, without_first(resource, query)) for query, found in rows), (
        f"{name} has no effect."
    )
    assert any((of, names(query)[0]) == (resource, name) for of, query, _ in REFUSES), f"REFUSES has no row on {name}."


@pytest.mark.parametrize(("resource", "query", "code"), REFUSES)
def test_it_refuses_what_it_does_not_understand(resource: str, query: str, code: str) -> None:
    with pytest.raises(InvalidParameters) as refused:
        ids(resource, query)
    assert [(fault.parameter, fault.code.word) for fault in refused.value.faults] == [(names(query)[0], code)]


@pytest.mark.parametrize(("resource", "name"), DECLARED)
def test_it_is_explained_and_shown_by_an_example(resource: str, name: str) -> None:
    parameter = FILTERSETS[resource].fields()[name].parameter(name)
    assert parameter["description"], f"{resource}?{name} is not explained."
    assert parameter["schema"].get("examples"), f"{resource}?{name} has no example."


@pytest.mark.parametrize("resource", CONTRACT)
def test_the_guide_explains_these_filters_and_no_others(resource: str) -> None:
    table = GUIDE.split(f"\n| {resource} | |\n|---|---|\n")[1].split("\n\n")[0]
    shown = [name for row in table.splitlines() for name in re.findall(r"`(\w+)`", row.split("|")[1])]
    assert sorted(shown) == sorted(CONTRACT[resource].split())


@pytest.mark.parametrize(("resource", "missing"), [("events", "type=ASSAULT"), ("claims", "aspect=intent")])
def test_the_check_of_effects_sees_a_filter_that_does_nothing(resource: str, missing: str) -> None:
    assert ids(resource, without_first(resource, missing)) == ids(resource)
