from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from eventsapi.rest.database import PageLimitsMiddleware


def limits(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout'), current_setting('lock_timeout')")
        return HttpResponse(" ".join(cursor.fetchone()))


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
