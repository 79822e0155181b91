from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from eventsapi.databases import Database, databases

PRIMARY = "postgres://writer:p@a.internal/events"


def made(replicas: str, **changes: Any) -> dict[str, Database]:
    given: dict[str, Any] = {"primary": PRIMARY, "replicas": replicas, "serving": True, "pool_size": 4}
    return databases(**given | changes)


def test_without_replicas_there_is_the_primary_alone() -> None:
    assert list(made("")) == ["default"]


def test_replicas_are_counted_and_may_be_written_in_several_lines() -> None:
    found = made("postgres://reader:q@b.internal/events,\n  postgresql://c.internal:5433,d.internal:5433/events,")

    assert {name: one["HOST"] for name, one in found.items()} == {
        "default": "a.internal",
        "replica_1": "b.internal",
        "replica_2": "c.internal,d.internal",
    }
    assert found["replica_1"]["USER"] == "reader"
    assert found["replica_1"]["TEST"] == {"MIRROR": "default"}


def test_a_replica_has_the_limits_and_the_pool_of_the_primary() -> None:
    primary, replica = made("postgres://b.internal/events").values()

    assert replica["OPTIONS"]["pool"] == primary["OPTIONS"]["pool"]
    assert replica["OPTIONS"]["options"] == (
        "-c statement_timeout=3000 -c lock_timeout=500 -c random_page_cost=1.1 -c parallel_setup_cost=20000 -c jit=off"
    )
    assert replica["OPTIONS"]["connect_timeout"] == 2


def test_a_machine_that_vanishes_is_given_up_as_soon_as_its_url_says() -> None:
    (primary, one, other) = made("postgres://b/events, postgres://c/events?tcp_user_timeout=900").values()

    assert (primary["OPTIONS"]["tcp_user_timeout"], primary["OPTIONS"]["keepalives_idle"]) == ("3000", "2")
    assert one["OPTIONS"]["tcp_user_timeout"] == "3000"
    assert other["OPTIONS"]["tcp_user_timeout"] == "900"


def test_a_command_may_wait_longer_for_the_primary() -> None:
    assert "tcp_user_timeout" not in made("", serving=False)["default"]["OPTIONS"]


def test_a_command_has_no_pool() -> None:
    assert "pool" not in made("postgres://b.internal/events", serving=False)["replica_1"]["OPTIONS"]


@pytest.mark.parametrize(
    ("replicas", "sentence"),
    [
        ("b.internal", "number 1, is no URL"),
        ("postgres://b/events,mysql://c/events", "number 2, is no URL"),
        ("postgres://b/events,postgres://c/other", "number 2, names the database 'other'; .* is called 'events'"),
        ("postgres://b", "number 1, names the database ''"),
        ("postgres://a.internal:5432/events", "number 1, is the same server as DATABASE_URL"),
        (
            "postgres://b/events,postgres://b:5432/events",
            "number 2, is the same server as DATABASE_REPLICA_URLS, number 1",
        ),
        ("postgres://b/events?colour=red", "number 1, is not understood"),
    ],
)
def test_what_cannot_be_a_replica_is_refused_with_its_number(replicas: str, sentence: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=sentence):
        made(replicas)


def test_a_complaint_shows_no_password() -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        made("postgres://reader:secret@b/other")

    assert "secret" not in str(refusal.value)
