import pytest
from django.contrib.auth.models import Group

from incidents import roles

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", roles.ROLES)
def test_migrating_gives_a_role_exactly_its_rights(role: str) -> None:
    """Where it does not, a migration is missing: one like 0007_roles, with the rights as they are now."""
    rights = Group.objects.get(name=role).permissions.values_list("content_type__app_label", "codename")
    assert set(rights) == {("incidents", codename) for codename in roles.codenames(role)}


def test_each_role_has_what_it_needs_and_the_next_has_more() -> None:
    viewer, curator, reviewer = (roles.codenames(role) for role in ("viewer", "curator", "reviewer"))
    assert viewer < curator < reviewer
    assert {"view_claim", "view_evidence"} <= viewer
    assert reviewer - curator == {
        "publish_source", "publish_place", "publish_actor", "publish_article", "publish_event", "publish_claim",
    }  # fmt: skip
