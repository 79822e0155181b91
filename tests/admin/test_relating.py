"""Two claims are related in one step, from the page that shows them side by side."""

from collections.abc import Callable
from typing import Any

import pytest

from incidents.models import Claim, ClaimRelation
from tests import builders
from tests.admin.pages import Answer, Desk, change, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[Claim, Claim]:
    article, event = builders.article("pair"), builders.event("pair")
    one = builders.claim("one", of=event, where=article, aspect="cause")
    return one, builders.claim("two", of=event, where=article, aspect="intent", quote="Moskau schwieg.")


def relate(desk: Desk, one: Claim, other: Claim, **typed: Any) -> Answer:
    """What the form of the event's page sends."""
    event = one.events.get()
    fields = {"from_claim": one.pk, "to_claim": other.pk, "relation": "corrects", "note": "It came later.", **typed}
    seen = fields.pop("seen", [f"{claim.pk}@{claim.version}" for claim in (one, other)])
    sent = {f"relate-{name}": value for name, value in fields.items()}
    return desk.post(change(event).replace("change", "relate"), {**sent, "seen": seen})


def test_it_says_which_corrects_which_and_why(desk: Desk, pair: tuple[Claim, Claim]) -> None:
    answer = relate(desk, *pair)
    assert "Recorded: “One” corrects “Two”." in text_of(answer)
    made = ClaimRelation.objects.get(from_claim=pair[0])
    assert (made.to_claim, made.aspect, made.note) == (pair[1], "cause", "It came later.")
    assert "No. 1 <b>corrects</b> no. 2: It came later." in text_of(answer)


def test_the_page_sends_what_the_step_needs(desk: Desk, pair: tuple[Claim, Claim]) -> None:
    fields = desk.form(change(pair[0].events.get()))
    assert sorted(fields["seen"]) == sorted(f"{claim.pk}@{claim.version}" for claim in pair)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"note": " "}, "This field is required."),
        ({"note": "x" * 2001}, "Ensure this value has at most 2000 characters"),
        ({"note": "a\0b"}, "Null characters are not allowed."),
        ({"relation": "denies"}, "Select a valid choice."),
        ({"from_claim": "4711"}, "Select a valid choice."),
        ({"from_claim": ""}, "This field is required."),
        ({"seen": ["nonsense"]}, "somebody has edited “One”, “Two”."),
    ],
)
def test_what_is_missing_or_wrong_is_told(
    desk: Desk, pair: tuple[Claim, Claim], typed: dict[str, Any], told: str
) -> None:
    assert told in text_of(relate(desk, *pair, **typed))
    assert not ClaimRelation.objects.filter(from_claim__in=pair).exists()


def test_a_claim_is_not_related_to_itself(desk: Desk, pair: tuple[Claim, Claim]) -> None:
    assert "A claim cannot be related to itself" in text_of(relate(desk, pair[0], pair[0]))


@pytest.mark.parametrize(("kind", "turned"), [("corrects", False), ("contradicts", True)])
def test_what_is_recorded_is_not_recorded_again(desk: Desk, pair: tuple[Claim, Claim], kind: str, turned: bool) -> None:
    one, other = reversed(pair) if turned else pair
    builders.relation(one, other, kind, aspect="cause")
    for claim in pair:
        claim.refresh_from_db()
    assert "This relation is already recorded." in text_of(relate(desk, *pair, relation=kind))


def test_a_claim_that_was_edited_meanwhile_is_read_again_and_nothing_typed_is_lost(
    desk: Desk, pair: tuple[Claim, Claim]
) -> None:
    Claim.objects.filter(pk=pair[1].pk).update(statement="Something else.")
    refused = relate(desk, *pair)
    assert "somebody has edited “Something else.”" in text_of(refused)
    assert "It came later." in text_of(refused)
    desk.confirm(refused, **{"relate-from_claim": pair[0].pk, "relate-to_claim": pair[1].pk})
    assert ClaimRelation.objects.filter(from_claim=pair[0]).exists()


def test_a_viewer_relates_nothing(desk_of: Callable[[str], Desk], pair: tuple[Claim, Claim]) -> None:
    viewer = desk_of("viewer")
    assert relate(viewer, *pair).status_code == 403
    assert "relate-note" not in text_of(viewer.get(change(pair[0].events.get())))


def test_an_event_that_is_gone_is_told(desk: Desk) -> None:
    answer = desk.client.get("/admin/incidents/event/4711/relate/", follow=True)
    assert "There is no event no. 4711" in text_of(answer)
