import pytest
from django.contrib.auth.models import Group, Permission

from tests.management.commands import output

pytestmark = pytest.mark.django_db


def rights(role: str) -> set[str]:
    return set(Group.objects.get(name=role).permissions.values_list("codename", flat=True))


def test_each_role_has_what_it_needs_and_the_next_has_more() -> None:
    assert output("grant_roles") == ["The groups viewer, curator, reviewer have their rights."]
    assert rights("viewer") < rights("curator") < rights("reviewer")
    assert {"view_claim", "view_evidence"} <= rights("viewer")
    assert rights("reviewer") - rights("curator") == {
        "publish_source", "publish_place", "publish_actor", "publish_article", "publish_event", "publish_claim",
    }  # fmt: skip


def test_a_right_that_was_added_by_hand_is_taken_back() -> None:
    output("grant_roles")
    Group.objects.get(name="viewer").permissions.add(Permission.objects.get(codename="publish_claim"))
    output("grant_roles")
    assert "publish_claim" not in rights("viewer")
