from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import DjangoDbBlocker

from eventsapi.rest import database
from eventsapi.rest.database import PageLimitsMiddleware, forget_broken_connections


def limits(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout'), current_setting('lock_timeout')")
        return HttpResponse(" ".join(cursor.fetchone()))


@pytest.fixture
def pooled(monkeypatch: pytest.MonkeyPatch, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Any]:
    """A connection from a pool of two to the database of the tests, in the place of their own connection."""
    with django_db_blocker.unblock():
        wrapper: Any = connections.create_connection("default")
        options = connection.settings_dict["OPTIONS"] | {"pool": {"min_size": 2, "max_size": 2, "timeout": 5}}
        wrapper.settings_dict = connection.settings_dict | {"OPTIONS": options}
        monkeypatch.setattr(database, "connection", wrapper)
        yield wrapper
        wrapper.close()
        wrapper.close_pool()


@pytest.mark.django_db
def test_a_page_for_people_has_a_minute_and_gives_it_back() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        before = cursor.fetchone()

    answer = PageLimitsMiddleware(limits)(RequestFactory().get("/admin/"))

    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == before
    assert getattr(answer, "content", None) == b"1min 5s"


@pytest.mark.django_db
def test_an_api_request_costs_no_further_statement(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        PageLimitsMiddleware(limits)(RequestFactory().get("/api/v1/"))


@pytest.mark.django_db
def test_a_page_that_loses_its_connection_is_answered_all_the_same() -> None:
    def lose(request: HttpRequest) -> HttpResponse:
        connection.close()
        return HttpResponse("saved")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "is_usable", lambda: False)
        patch.setattr(connection, "close", lambda: None)
        answer = PageLimitsMiddleware(lose)(RequestFactory().get("/admin/"))

    assert getattr(answer, "content", None) == b"saved"


def test_a_lost_connection_clears_the_pool_of_all_that_are_lost(pooled: Any) -> None:
    pooled.pool.open(wait=True)
    pooled.ensure_connection()
    connection.cursor().execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with pytest.raises(database.UNAVAILABLE):
        pooled.cursor().execute("SELECT 1")

    forget_broken_connections()

    pooled.close()
    assert [pooled.cursor().execute("SELECT 1").fetchone() for _ in range(2)] == [(1,), (1,)]
    assert pooled.pool.get_stats()["connections_lost"] == 1
