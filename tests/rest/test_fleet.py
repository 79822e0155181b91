from threading import Event
from time import sleep

import pytest
from django.db import connection, connections

from eventsapi.rest import fleet as module
from eventsapi.rest.fleet import Fleet, Primary, Server, fleet, look
from tests.rest.fleets import AWAY, Servers, saw


@pytest.fixture
def servers(monkeypatch: pytest.MonkeyPatch) -> Servers:
    """Three servers, all at version 5."""
    made = Servers()
    made.says = {"default": saw(5, is_standby=False), "replica_1": saw(5), "replica_2": saw(5)}
    for alias in made.says:
        monkeypatch.setitem(connections.databases, alias, connections.databases["default"])
    monkeypatch.setattr(module, "look", made.look)
    monkeypatch.setattr(module, "monotonic", made.monotonic)
    return made


@pytest.fixture
def one(servers: Servers) -> Fleet:
    return Fleet(primary=Primary("default"), replicas=[Server("replica_1")])


@pytest.fixture
def two(servers: Servers) -> Fleet:
    return Fleet(primary=Primary("default"), replicas=[Server("replica_1"), Server("replica_2")])


def fit(fleet: Fleet, seen: int = 0) -> list[str]:
    return [server.alias for server in fleet.fit(seen=seen)]


def settled(server: Server) -> None:
    """A look that nobody waited for has come to its end."""
    while server._turn.locked():
        sleep(0.001)


def test_replicas_take_turns_and_stand_in_for_each_other(two: Fleet) -> None:
    assert [fit(two), fit(two), fit(two)] == [
        ["replica_1", "replica_2"],
        ["replica_2", "replica_1"],
        ["replica_1", "replica_2"],
    ]


def test_what_is_known_serves_for_a_second(one: Fleet, servers: Servers) -> None:
    fit(one)
    servers.now += 0.9
    fit(one)
    assert servers.asked == ["default", "replica_1"]
    servers.now += 0.1
    fit(one)
    assert servers.asked == ["default", "replica_1"] * 2


def test_who_has_seen_more_than_a_replica_does_not_get_it(two: Fleet, servers: Servers) -> None:
    servers.says["replica_1"] = saw(6)

    assert fit(two, seen=6) == ["replica_1"]
    assert fit(two, seen=7) == []


def test_a_replica_that_has_caught_up_is_noticed_by_whom_it_matters_to(one: Fleet, servers: Servers) -> None:
    fit(one)
    servers.says["replica_1"] = saw(6)

    assert fit(one, seen=6) == ["replica_1"]


def test_a_replica_may_be_behind_for_ten_seconds_but_no_longer(one: Fleet, servers: Servers) -> None:
    fit(one)
    servers.says["default"] = saw(6, is_standby=False)
    servers.now += 1
    assert fit(one) == ["replica_1"]
    assert one.seconds_behind(one.replicas[0]) == 1
    servers.now += 9
    assert fit(one) == ["replica_1"]
    servers.now += 1
    assert fit(one) == []
    assert one.report()[0]["reason"] == "It is more than 10 seconds behind."


def test_a_replica_that_follows_at_a_distance_is_never_called_late(one: Fleet, servers: Servers) -> None:
    for version in range(6, 36):
        fit(one)
        servers.now += 1
        servers.says |= {"default": saw(version, is_standby=False), "replica_1": saw(version - 1)}

    assert fit(one) == ["replica_1"]
    assert one.seconds_behind(one.replicas[0]) == 1


def test_a_replica_that_is_behind_at_the_first_look_may_be_behind_for_ever(one: Fleet, servers: Servers) -> None:
    servers.says["replica_1"] = saw(4)

    assert fit(one) == []
    assert one.report()[0]["seconds_behind"] is None


def test_a_server_that_is_away_is_passed_over_and_tried_again_without_anybody_waiting(
    one: Fleet, servers: Servers, caplog: pytest.LogCaptureFixture
) -> None:
    servers.says["replica_1"] = AWAY
    assert fit(one) == []
    servers.says["replica_1"] = saw(5)
    servers.now += 4.9
    assert fit(one) == []
    assert servers.asked.count("replica_1") == 1
    servers.now += 0.1
    one.replicas[0].refresh()
    settled(one.replicas[0])
    assert fit(one) == ["replica_1"]
    assert [line.getMessage() for line in caplog.records] == [
        "The database server replica_1 is away: connection refused",
        "The database server replica_1 is back.",
    ]


def test_nobody_waits_long_for_a_server_that_says_nothing(
    one: Fleet, servers: Servers, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    servers.says["replica_1"] = late = Event()
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.01)

    assert fit(one) == []
    assert "replica_1 is away: it has not answered for 0.01 s" in caplog.text
    servers.now += 100
    assert fit(one) == []
    assert servers.asked.count("replica_1") == 1
    late.set()
    settled(one.replicas[0])


def test_replicas_serve_while_the_primary_is_away(one: Fleet, servers: Servers) -> None:
    servers.says["default"] = AWAY

    assert fit(one) == ["replica_1"]


def test_a_server_that_is_no_standby_of_this_primary_is_never_read_from(two: Fleet, servers: Servers) -> None:
    servers.says |= {"replica_1": saw(5, is_standby=False), "replica_2": saw(5, cluster="8/events")}

    assert fit(two) == []
    assert list(two.misfits()) == [
        "DATABASE_REPLICA_URLS names a server that is none (replica_1). It is no standby: it takes writes of its own.",
        "DATABASE_REPLICA_URLS names a server that is none (replica_2). "
        "It is a standby of another database than DATABASE_URL.",
    ]


def test_a_replica_that_is_away_may_be_a_sound_one(one: Fleet, servers: Servers) -> None:
    servers.says["replica_1"] = AWAY

    assert list(one.misfits()) == []


def test_a_primary_that_lacks_the_last_changes_of_the_one_before_leaves_its_replicas_in_use(
    one: Fleet, servers: Servers
) -> None:
    servers.says |= {"default": saw(6, is_standby=False), "replica_1": saw(6)}
    fit(one)
    servers.says |= {"default": saw(5, is_standby=False), "replica_1": saw(5)}
    servers.now += 1

    assert fit(one) == ["replica_1"]


def test_a_report_says_how_far_each_replica_is_behind(one: Fleet, servers: Servers) -> None:
    servers.says |= {"default": saw(5, is_standby=False, position=900), "replica_1": saw(5, position=500)}

    assert one.report() == [
        {
            "name": "replica_1",
            "used": True,
            "reason": None,
            "dataset_version": 5,
            "seconds_behind": 0.0,
            "bytes_behind": 400,
        }
    ]


def test_a_report_of_what_was_never_seen_holds_no_numbers(one: Fleet, servers: Servers) -> None:
    servers.says["replica_1"] = AWAY

    assert one.report() == [
        {
            "name": "replica_1",
            "used": False,
            "reason": "It does not answer.",
            "dataset_version": None,
            "seconds_behind": None,
            "bytes_behind": None,
        }
    ]


def test_a_process_without_replicas_asks_nobody(servers: Servers) -> None:
    alone = Fleet(primary=Primary("default"), replicas=[])

    assert (alone.report(), list(alone.misfits()), servers.asked) == ([], [], [])


def test_the_replicas_of_a_process_are_those_of_its_settings(servers: Servers) -> None:
    fleet.cache_clear()
    assert [server.alias for server in fleet().replicas] == ["replica_1", "replica_2"]
    fleet.cache_clear()


@pytest.mark.django_db
def test_a_server_says_of_itself_what_it_is() -> None:
    seen = look("default")

    assert not seen.is_standby
    assert seen.cluster.endswith(f"/{connection.settings_dict['NAME']}")
    assert seen.position > 0
