"""Editors who are logged in, and forms filled as a browser would send them back."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from incidents import roles
from tests.admin.pages import Desk, group_of


@pytest.fixture
def desk_of(db: None) -> Callable[[str], Desk]:
    """A desk for an editor in a role: viewer, curator, reviewer, superuser or nobody."""

    def log_in(role: str) -> Desk:
        user = User.objects.create_user(role, is_staff=True, is_superuser=role == "superuser")
        if role in roles.ROLES:
            user.groups.add(group_of(role))
        client = Client()
        client.force_login(user)
        return Desk(client, user)

    return log_in


@pytest.fixture
def desk(desk_of: Callable[[str], Desk]) -> Desk:
    """The desk of someone who may do everything."""
    return desk_of("superuser")
