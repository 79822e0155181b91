import pytest

from incidents.dataset.readings.events import agreeing_labels, counterpart
from incidents.dataset.readings.pairing import Pair
from incidents.dataset.readings.reading import Event
from tests.dataset.readings.making import claim


def event(name: str, *, kind: str = "ASSAULT", realis: str = "actual", date: str = "2024-12") -> Event:
    return Event(name=name, event_type=kind, realis=realis, date=date)


EVENTS = {"crash": event("crash", kind=""), "shootdown": event("shootdown"), "talks": event("talks", kind="CONSULT")}


def about(*events: str) -> list[Pair]:
    """A pair for each text of slugs, the first reader's; the second reader gives all to "Loss"."""
    return [(claim("a", events="Loss"), claim("c", events=slugs)) for slugs in events]


def found(event: Event, *events: str) -> str | None:
    other = counterpart(event, about(*events), EVENTS).counterpart
    return other.name if other else None


def test_it_is_the_event_that_the_paired_claims_are_about() -> None:
    assert found(event("Loss", kind="CONSULT"), "crash", "crash", "shootdown") == "crash"


def test_it_needs_half_of_the_claims() -> None:
    assert found(event("Loss"), "crash", "crash", "shootdown") == "crash"
    assert found(event("Loss"), "crash", "shootdown") == "shootdown"
    assert found(event("Loss"), "crash", "talks", "shootdown") is None


def test_of_several_it_is_the_one_that_agrees_most_then_the_more_frequent() -> None:
    assert found(event("Loss", kind=""), "crash shootdown", "shootdown") == "crash"
    assert found(event("Loss", kind="AID"), "crash shootdown", "shootdown") == "shootdown"
    assert found(event("Loss", kind="AID"), "shootdown crash") == "crash"


def test_events_without_a_paired_claim_have_none() -> None:
    assert found(event("Talks"), "talks") is None
    assert found(event("Loss"), "unknown-to-the-files") is None


@pytest.mark.parametrize(
    ("other", "agreeing"),
    [
        (event("b"), {"event_type", "realis", "date"}),
        (event("b", kind="", realis="alleged"), {"date"}),
        (event("b", date="2024-12-25"), {"event_type", "realis", "date"}),
        (event("b", date="2025"), {"event_type", "realis"}),
        (event("b", date=""), {"event_type", "realis"}),
    ],
)
def test_events_agree_on_type_realis_and_a_date_that_may_be_the_same(other: Event, agreeing: set[str]) -> None:
    assert agreeing_labels(event("a"), other) == agreeing
    assert agreeing_labels(other, event("a")) == agreeing


def test_two_without_a_date_agree_on_it() -> None:
    assert "date" in agreeing_labels(event("a", date=""), event("b", date=""))
