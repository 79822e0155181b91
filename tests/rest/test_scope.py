import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from eventsapi.rest.scope import AnonymousMiddleware, is_page


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/admin/", True), ("/admin/login/", True), ("/administration/", False), ("/api/v1/", False), ("/", False)],
)
def test_pages_are_what_lies_under_their_prefixes(path: str, expected: bool) -> None:
    assert is_page(RequestFactory().get(path)) is expected


@pytest.mark.parametrize(("path", "kept"), [("/admin/", True), ("/api/v1/", False)])
def test_who_asks_is_known_to_pages_only(path: str, kept: bool) -> None:
    request = RequestFactory().get(path, headers={"Cookie": "sessionid=a", "Authorization": "Basic Zm9v"})

    AnonymousMiddleware(lambda _: HttpResponse())(request)

    assert ("HTTP_COOKIE" in request.META, "HTTP_AUTHORIZATION" in request.META) == (kept, kept)
