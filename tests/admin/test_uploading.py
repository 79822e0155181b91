"""Uploads that say of themselves that they are too large."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from eventsapi.desk.uploading import UploadLimitMiddleware
from tests.admin.pages import text_of

ADDRESS = "/admin/incidents/source/import/"


@pytest.mark.parametrize("length", ["11000001", "9" * 400, "٣"])
def test_what_is_too_large_is_refused_before_anybody_is_asked_who_sent_it(length: str) -> None:
    answer = Client().post(ADDRESS, CONTENT_LENGTH=length)
    assert answer.status_code == 413
    assert "<h1>That was too large</h1>" in text_of(answer)


@pytest.mark.parametrize("length", ["11000000", "0", ""])
def test_what_is_not_goes_on(length: str) -> None:
    passed: list[HttpRequest] = []
    UploadLimitMiddleware(lambda request: passed.append(request) or HttpResponse())(  # type: ignore[func-returns-value]
        RequestFactory().post(ADDRESS, CONTENT_LENGTH=length)
    )
    assert len(passed) == 1
