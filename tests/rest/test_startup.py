from unittest.mock import Mock

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from eventsapi.rest import startup
from eventsapi.rest.startup import refuse_unfit_database


@pytest.fixture
def connection(monkeypatch: pytest.MonkeyPatch) -> Mock:
    stand_in = Mock()
    monkeypatch.setattr(startup, "connections", Mock(all=lambda: [stand_in]))
    return stand_in


def test_a_sound_database_lets_the_server_start_without_a_connection_left(
    connection: Mock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(startup, "faults", list)

    refuse_unfit_database()

    connection.close.assert_called_once_with()
    connection.close_pool.assert_called_once_with()


def test_an_unfit_database_stops_it(connection: Mock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(startup, "faults", lambda: ["fsync is off.", "It is too old."])

    with pytest.raises(ImproperlyConfigured, match=r"^fsync is off\. It is too old\.$"):
        refuse_unfit_database()


def test_a_replica_that_is_none_stops_it(connection: Mock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(startup, "faults", list)
    monkeypatch.setattr(startup, "fleet", lambda: Mock(misfits=lambda: ["replica_1 is no standby."]))

    with pytest.raises(ImproperlyConfigured, match=r"^replica_1 is no standby\.$"):
        refuse_unfit_database()


def test_a_database_that_is_away_does_not(
    connection: Mock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(startup, "faults", Mock(side_effect=OperationalError("refused")))

    refuse_unfit_database()

    assert "The database cannot be reached yet: refused" in caplog.text
