"""Who may approve: told by name, as far as the names fit into a sentence."""

import pghistory
import pytest
from django.contrib.auth.models import User
from django.http import HttpRequest
from pytest_django import Settings

from incidents.admin.approval import others_with_the_right, own_work_of, who_else_may
from incidents.models import Source
from incidents.publication.invariants import Problem
from tests import builders
from tests.admin.pages import group_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of_anna() -> HttpRequest:
    request = HttpRequest()
    request.user = reviewers("anna")[0]
    return request


def reviewers(*names: str) -> list[User]:
    made = [User.objects.create_user(name, is_staff=True) for name in names]
    group_of("reviewer").user_set.add(*made)
    return made


@pytest.mark.parametrize(
    ("others", "told"),
    [
        ("", "Nobody else has the right: ask whoever manages the accounts for a second reviewer."),
        ("b", "These may approve it: b."),
        ("fedcb", "These may approve it: b, c, d, e, f."),
        ("gfedcb", "These may approve it: b, c, d, e, f and 1 more."),
        ("hgfedcb", "These may approve it: b, c, d, e, f and 2 more."),
    ],
)
def test_five_are_named_and_the_others_counted(request_of_anna: HttpRequest, others: str, told: str) -> None:
    reviewers(*others)
    assert others_with_the_right(request_of_anna, [Source]) == told


@pytest.mark.parametrize("field", ["place", "status"])
def test_nobody_is_named_where_something_else_is_in_the_way(request_of_anna: HttpRequest, field: str) -> None:
    assert who_else_may(request_of_anna, [Problem("sources:herald", field, "is odd.")], [builders.source()]) == ""


def test_who_wrote_a_part_is_not_named(request_of_anna: HttpRequest) -> None:
    boris, *_ = reviewers("boris", "clara")
    source = builders.source()
    with pghistory.context(user=boris.pk):
        Source.objects.filter(pk=source.pk).update(name="Edited")
    problems = [Problem("sources:herald", "review", "you wrote a part.")]
    assert who_else_may(request_of_anna, problems, [source]) == "These may approve it: clara."


@pytest.mark.parametrize(("allowed", "superuser", "held"), [(False, False, 1), (True, False, 0), (False, True, 0)])
def test_own_work_is_held_back_unless_it_is_allowed(
    request_of_anna: HttpRequest, settings: Settings, allowed: bool, superuser: bool, held: int
) -> None:
    settings.REVIEWERS_MAY_APPROVE_OWN = allowed
    User.objects.update(is_superuser=superuser)
    request_of_anna.user = anna = User.objects.get(username="anna")
    source = builders.source()
    with pghistory.context(user=anna.pk):
        Source.objects.filter(pk=source.pk).update(name="Edited")
    assert len(own_work_of(request_of_anna, [source])) == held
