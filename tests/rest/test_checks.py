from collections.abc import Callable
from unittest.mock import Mock

import pytest
from django.core.checks import CheckMessage, Tags, registry
from django.db import OperationalError

from eventsapi.rest import checks
from eventsapi.rest.checks import check_database, check_migrations


@pytest.mark.django_db
def test_django_runs_the_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "server_faults", lambda: ["It is too old."])
    monkeypatch.setattr(checks, "unapplied_migrations", lambda: ["auth.0001_initial"])

    found = registry.registry.run_checks(tags=[Tags.database], databases=["default"], include_deployment_checks=True)

    assert [(message.id, message.msg) for message in found if str(message.id).startswith("rest.")] == [
        ("rest.E001", "It is too old."),
        ("rest.W001", "auth.0001_initial is not applied; run manage.py migrate."),
    ]


@pytest.mark.parametrize("check", [check_database, check_migrations])
def test_the_database_is_left_alone_unless_django_was_told_to_ask_it(check: Callable[..., list[CheckMessage]]) -> None:
    assert check(databases=None) == []


def test_a_database_that_is_away_is_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "server_faults", Mock(side_effect=OperationalError("refused\n")))
    monkeypatch.setattr(checks, "unapplied_migrations", Mock(side_effect=OperationalError("refused\n")))

    (found,) = [*check_database(databases=["default"]), *check_migrations(databases=["default"])]

    assert (found.id, found.msg) == ("rest.E002", "The database cannot be reached: refused")
