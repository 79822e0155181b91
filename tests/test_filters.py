"""Every filter of the API: what it narrows to. A filter without a row in these tables fails by name."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from eventsapi.rest.errors import InvalidParameters
from eventsapi.rest.filters import StrictFilterSet
from incidents.filters import ClaimFilterSet, EventFilterSet
from incidents.models import Actor, Event
from incidents.publication.merging import merge
from incidents.publication.models import PublishedClaim, PublishedEvent, PublishedRecord
from incidents.publication.publishing import publish
from tests import builders
from tests.published import of, publish_world

pytestmark = pytest.mark.django_db

FILTERSETS: dict[type[StrictFilterSet], type[PublishedRecord]] = {
    EventFilterSet: PublishedEvent,
    ClaimFilterSet: PublishedClaim,
}
DECLARED = [(filterset, name) for filterset in FILTERSETS for name in filterset.base_filters]

Case = tuple[type[StrictFilterSet], str, str, set[str]]
DATED = {"strike", "talks", "siege", "truce"}
CASES: list[Case] = [
    (EventFilterSet, "q", "embassy", {"strike"}),
    (EventFilterSet, "q", "Вишнева", {"strike", "talks"}),
    (EventFilterSet, "q", "Moskau -siege", {"talks", "truce", "rumour"}),
    (EventFilterSet, "type", "CONSULT", {"talks"}),
    (EventFilterSet, "type", "CONSULT,AGREE", {"talks", "truce"}),
    (EventFilterSet, "type", "!ASSAULT", {"talks", "truce", "rumour"}),
    (EventFilterSet, "date_from", "2025-12-02", {"siege"}),
    (EventFilterSet, "date_from", "2025-10-31", {"strike", "talks", "siege"}),
    (EventFilterSet, "date_from", "2025-11-01", {"strike", "siege"}),
    (EventFilterSet, "date_from", "2024-06-30", DATED),
    (EventFilterSet, "date_to", "2024-06-30", {"truce"}),
    (EventFilterSet, "date_to", "1000-01-01", {"truce"}),
    (EventFilterSet, "date_to", "2025-10-01", {"truce", "talks"}),
    (EventFilterSet, "date_to", "2025-09-30", {"truce"}),
    (EventFilterSet, "date_to", "9999-12-31", DATED),
    (EventFilterSet, "country", "UA", {"strike"}),
    (EventFilterSet, "country", "!UA", {"talks", "siege", "truce", "rumour"}),
    (EventFilterSet, "country", "ZZ", set()),
    (EventFilterSet, "actor", "northland", {"strike"}),
    (EventFilterSet, "actor", "envoy,southland", {"strike", "talks"}),
    (EventFilterSet, "actor", "!envoy", {"strike", "siege", "truce", "rumour"}),
    (EventFilterSet, "actor", "southland,!northland", set()),
    (EventFilterSet, "source", "gazette", {"strike"}),
    (EventFilterSet, "source", "!gazette", {"talks", "siege", "truce", "rumour"}),
    (EventFilterSet, "article", "column", {"strike"}),
    (EventFilterSet, "article", "nothing-like-it", set()),
    (ClaimFilterSet, "event", "strike", {"aimed", "astray"}),
    (ClaimFilterSet, "event", "!strike", {"talks-told", "siege-told", "truce-told", "rumour-told"}),
    (ClaimFilterSet, "event", "nothing-like-it", set()),
    (ClaimFilterSet, "speaker", "envoy", {"aimed"}),
    (ClaimFilterSet, "speaker", "!envoy", {"astray", "talks-told", "siege-told", "truce-told", "rumour-told"}),
    (ClaimFilterSet, "article", "column", {"astray"}),
    (ClaimFilterSet, "aspect", "intent", {"aimed", "astray"}),
    (ClaimFilterSet, "aspect", "!intent", {"talks-told", "siege-told", "truce-told", "rumour-told"}),
]
REFUSED = [
    (EventFilterSet, "q", "x" * 201, "too_long"),
    (EventFilterSet, "type", "assault", "unknown_word"),
    (EventFilterSet, "date_from", "2025-11-31", "invalid_value"),
    (EventFilterSet, "date_to", "yesterday", "invalid_value"),
    (EventFilterSet, "country", "ua", "invalid_value"),
    (EventFilterSet, "actor", "north land", "invalid_value"),
    (EventFilterSet, "source", "herald,", "empty_value"),
    (EventFilterSet, "article", "!", "empty_value"),
    (ClaimFilterSet, "event", "a" * 81, "invalid_value"),
    (ClaimFilterSet, "speaker", "né", "invalid_value"),
    (ClaimFilterSet, "article", ",".join(["a"] * 101), "too_many_values"),
    (ClaimFilterSet, "aspect", "intention", "unknown_word"),
]


@pytest.fixture(scope="module", autouse=True)
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        publish_world()
        yield
        transaction.set_rollback(True)


def ids(filterset: type[StrictFilterSet], **data: str) -> set[str]:
    rows = FILTERSETS[filterset].objects.current()
    return set(filterset.read(data, rows).qs.values_list("slug", flat=True))


@pytest.mark.parametrize(("filterset", "name", "value", "expected"), CASES)
def test_it_narrows_the_list(filterset: type[StrictFilterSet], name: str, value: str, expected: set[str]) -> None:
    assert ids(filterset, **{name: value}) == expected


@pytest.mark.parametrize(("filterset", "name", "value", "code"), REFUSED)
def test_it_refuses_a_bad_value(filterset: type[StrictFilterSet], name: str, value: str, code: str) -> None:
    with pytest.raises(InvalidParameters) as refused:
        ids(filterset, **{name: value})
    assert [(fault.parameter, fault.code.word) for fault in refused.value.faults] == [(name, code)]


@pytest.mark.parametrize(("filterset", "name"), DECLARED)
def test_every_filter_is_explained_shown_by_an_example_and_tested(filterset: type[StrictFilterSet], name: str) -> None:
    parameter = filterset.fields()[name].parameter(name)
    assert parameter["description"]
    assert parameter["schema"].get("examples"), f"{name} has no example."
    assert any(case[:2] == (filterset, name) for case in CASES), f"{name} is in no row of CASES."
    assert any(case[:2] == (filterset, name) for case in REFUSED), f"{name} is in no row of REFUSED."


def test_between_parameters_is_and() -> None:
    assert ids(EventFilterSet, date_from="2025-10-15", date_to="2025-11-30") == {"talks", "strike"}
    assert ids(EventFilterSet, date_from="2025-10-15", type="ASSAULT", actor="northland") == {"strike"}


def test_a_range_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(InvalidParameters) as refused:
        ids(EventFilterSet, date_from="2025-10-02", date_to="2025-10-01")
    assert refused.value.faults[0].code.word == "reversed_range"


def test_an_event_without_any_date_matches_no_date() -> None:
    assert "rumour" not in ids(EventFilterSet, date_from="0001-01-01")
    assert "rumour" not in ids(EventFilterSet, date_to="9999-12-31")


@pytest.mark.parametrize(("given", "expected"), [("northland", {"strike"}), ("!northland", {"talks", "siege"})])
def test_a_merged_id_means_the_record_that_stands_for_it(given: str, expected: set[str]) -> None:
    third = builders.actor("westland")
    merge_published(of(Actor, "northland"), third)
    merge_published(third, of(Actor, "southland"))
    assert expected <= ids(EventFilterSet, actor=given)
    assert ids(EventFilterSet, actor=given) == ids(EventFilterSet, actor=given.replace("north", "south"))


def test_a_merged_event_keeps_its_claims() -> None:
    merge_published(of(Event, "siege"), of(Event, "strike"))
    assert ids(ClaimFilterSet, event="siege") == {"aimed", "astray", "siege-told"}


def test_a_draft_is_like_nothing() -> None:
    builders.actor("northland-draft")
    assert ids(EventFilterSet, actor="northland-draft") == set()
    assert len(ids(EventFilterSet, actor="!northland-draft")) == 5


def merge_published(record: Any, into: Any) -> None:
    publish([into])
    merge(record, into=into, reason="The same.")
