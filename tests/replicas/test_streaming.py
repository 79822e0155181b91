"""The server process as it is run for others, a primary that is published to, and a standby that streams from it.

One story, because two servers and a process take seconds to start.
"""

import http.client
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.db import connection

from bootstrap import project, server
from bootstrap.clone import HERE
from bootstrap.postgres import Cluster
from incidents.publication.publishing import publish
from tests import builders
from tests.replicas.clusters import DATABASE, ask, copy_tables, kill, primary_and_standby, until
from tests.template import writing_to

WAS_READ_FROM = (
    "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE '%publishedsource%')"
)
MINE = "k" * 50


class Site:
    """A client of the served site. It keeps no connection, so that every request stands for itself."""

    def __init__(self, address: server.Address) -> None:
        self.address = address
        # That of the last answer.
        self.tag = ""

    def get(self, path: str, **headers: str) -> tuple[int, int, Any]:
        """Status, dataset version, body."""
        line = http.client.HTTPConnection(self.address.reachable, self.address.port, timeout=10)
        line.request("GET", path, headers={"Host": "localhost", **headers})
        answer = line.getresponse()
        body = answer.read()
        line.close()
        self.tag = answer.headers.get("ETag", "")
        return answer.status, int(answer.headers.get("Dataset-Version", -1)), orjson.loads(body or b"null")

    def replica(self) -> dict[str, Any]:
        found: dict[str, Any] = self.get("/readyz")[2]["replicas"][0]
        return found


@pytest.fixture
def servers(db: None) -> Iterator[tuple[Cluster, Cluster]]:
    with primary_and_standby() as (primary, standby):
        copy_tables(connection.get_connection_params(), primary)
        until(lambda: ask(standby, "SELECT count(*) > 0 FROM django_migrations"), seconds=10)
        yield primary, standby


@pytest.fixture
def site(servers: tuple[Cluster, Cluster]) -> Iterator[Site]:
    primary, standby = servers
    environment = project.test_environment(project.Database(primary.url(DATABASE))) | {
        "DATABASE_REPLICA_URLS": standby.url(DATABASE),
        "EVENTSAPI_LOCAL": "1",
        "SECRET_KEY": MINE,
        "WEB_CONCURRENCY": "1",
    }
    address = server.free_address(clone=HERE)
    python = Path(sys.executable)
    with server.running(address, clone=HERE, python=python, environment=environment, share=None):
        yield Site(address)
    server.pid_file(HERE, address).unlink()


def publish_source(primary: Cluster, slug: str) -> int:
    """The new version of the dataset."""
    with writing_to(primary.url(DATABASE)):
        return publish([builders.source(slug)])


@pytest.mark.django_db
def test_readers_get_the_standby_and_never_the_past(site: Site, servers: tuple[Cluster, Cluster]) -> None:
    primary, standby = servers
    seen = publish_source(primary, "herald")
    until(lambda: site.get("/api/v1/sources/")[:2] == (200, seen), seconds=10)
    assert ask(standby, WAS_READ_FROM)
    until(lambda: site.replica()["dataset_version"] == seen, seconds=5)
    assert site.replica() == {
        "name": "replica_1",
        "used": True,
        "reason": None,
        "dataset_version": seen,
        "seconds_behind": 0.0,
        "bytes_behind": 0,
    }
    it_is_passed_over_while_behind(site, primary, standby)
    it_may_die_and_come_back(site, standby)
    it_serves_alone(site, primary)
    assert ask(standby, "SELECT pg_is_in_recovery()")
    assert ask(standby, "SELECT timeline_id FROM pg_control_checkpoint()") == 1


def it_is_passed_over_while_behind(site: Site, primary: Cluster, standby: Cluster) -> None:
    """Only for those who have seen what is newer."""
    ask(standby, "SELECT pg_wal_replay_pause()::text")
    newer = publish_source(primary, "gazette")
    until(lambda: site.get("/api/v1/sources/")[1] < newer, seconds=8)
    _, newest, answer = site.get("/api/v1/sources/", **{"Dataset-Version": str(newer)})

    assert newest == newer
    assert answer["count"] == 2
    assert site.get("/api/v1/sources/", **{"If-None-Match": site.tag})[:2] == (304, newer)
    assert site.get(f"/api/v1/sources/gazette/?min_version={newer}")[:2] == (200, newer)
    assert site.get(f"/api/v1/sources/?as_of={newer}")[:2] == (200, newer)
    until(lambda: site.replica()["bytes_behind"] > 0, seconds=5)
    ask(standby, "SELECT pg_wal_replay_resume()::text")
    until(lambda: site.get("/api/v1/sources/")[1] == newer, seconds=5)


def it_may_die_and_come_back(site: Site, standby: Cluster) -> None:
    """Nobody is refused meanwhile."""
    kill(standby)
    answers = [site.get("/api/v1/sources/")[0] for _ in range(20)]

    assert answers == [200] * 20
    assert site.replica()["reason"] == "It does not answer."
    standby.launch()
    until(lambda: site.replica()["used"], seconds=15)
    assert site.get("/api/v1/sources/")[0] == 200
    assert ask(standby, WAS_READ_FROM)


def it_serves_alone(site: Site, primary: Cluster) -> None:
    """Readers do not notice that the primary is gone; a load balancer does."""
    _, before, _ = site.get("/api/v1/sources/")
    kill(primary)

    assert [site.get("/api/v1/sources/")[:2] for _ in range(5)] == [(200, before)] * 5
    assert site.get("/readyz")[0] == 503
