from collections.abc import Callable, Iterator
from time import monotonic

import pytest
from django.db import OperationalError, connection, connections
from pytest_django import DjangoDbBlocker

from eventsapi.pooled import base
from eventsapi.pooled.base import DatabaseWrapper

Make = Callable[[], DatabaseWrapper]
PATIENCE = 0.3


@pytest.fixture
def size() -> int:
    return 1


@pytest.fixture
def make(
    size: int, monkeypatch: pytest.MonkeyPatch, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Make]:
    """Each call is one more thread that asks a pool of so many connections. The first ones are given them."""
    made: list[DatabaseWrapper] = []

    def another() -> DatabaseWrapper:
        wrapper = connections.create_connection("default")
        assert isinstance(wrapper, DatabaseWrapper)
        # Of several connections nobody waits in vain, however busy the machine is.
        patience = PATIENCE if size == 1 else 10.0
        options = connection.settings_dict["OPTIONS"] | {
            "pool": {"min_size": size, "max_size": size, "timeout": patience}
        }
        wrapper.settings_dict = connection.settings_dict | {"OPTIONS": options}
        made.append(wrapper)
        return wrapper

    with django_db_blocker.unblock():
        monkeypatch.setattr(DatabaseWrapper, "known", type(DatabaseWrapper.known)(base.Known))
        another().pool.open(wait=True)
        yield another
        for wrapper in made:
            wrapper.close()
        another().close_pool()


def waited(wrapper: DatabaseWrapper) -> float:
    """Seconds until it is told that there is no connection."""
    began = monotonic()
    with pytest.raises(OperationalError, match="couldn't get a connection"):
        wrapper.ensure_connection()
    return monotonic() - began


def test_who_has_waited_in_vain_does_not_wait_again_nor_does_anybody_else(make: Make) -> None:
    make().ensure_connection()
    one = make()

    assert waited(one) >= PATIENCE
    assert waited(one) < PATIENCE
    assert waited(make()) < PATIENCE


def test_where_somebody_else_is_given_a_connection_the_next_ones_wait(make: Make) -> None:
    make().ensure_connection()
    # In the midst of the first wait.
    DatabaseWrapper.known["default"].served_at = monotonic() + PATIENCE / 2

    assert [waited(make()) >= PATIENCE for _ in range(2)] == [True, True]


def test_after_a_pause_somebody_waits_again(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "PAUSE_SECONDS", 0)
    make().ensure_connection()

    assert [waited(make()) >= PATIENCE for _ in range(2)] == [True, True]


def test_a_connection_that_is_there_is_taken_at_once_and_then_all_wait_again(make: Make) -> None:
    first, second = make(), make()
    first.ensure_connection()
    waited(second)
    first.close()

    second.ensure_connection()

    assert waited(first) >= PATIENCE


def test_another_server_is_waited_for(make: Make) -> None:
    make().ensure_connection()
    waited(make())

    assert DatabaseWrapper.known["replica_1"].away_until < monotonic() < DatabaseWrapper.known["default"].away_until


@pytest.mark.parametrize("size", [3])
def test_connections_that_the_server_has_ended_are_given_to_nobody(make: Make) -> None:
    ended = pids(make, make, make)
    with connection.cursor() as cursor:
        cursor.execute("SELECT every(pg_terminate_backend(pid, 5000)) FROM unnest(%s) AS pid", [ended])
        assert cursor.fetchone() == (True,)

    fresh = pids(make, make, make)

    assert not {*ended} & {*fresh}
    assert make().pool.get_stats()["pool_size"] == 3


def test_a_connection_that_the_server_has_not_ended_is_given_again(make: Make) -> None:
    assert pids(make) == pids(make)


def test_where_the_server_ends_every_connection_nobody_waits_longer(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "is_over", lambda connection: True)

    assert PATIENCE <= waited(make()) < PATIENCE + 2


def test_a_connection_that_is_known_to_be_lost_is_over(make: Make) -> None:
    one = make()
    one.ensure_connection()
    one.connection.close()

    assert base.is_over(one.connection)


def pids(*makes: Make) -> list[int]:
    """The server's processes behind as many connections at once."""
    wrappers = [make() for make in makes]
    for one in wrappers:
        one.ensure_connection()
    found = [one.connection.info.backend_pid for one in wrappers]
    for one in wrappers:
        one.close()
    return found
