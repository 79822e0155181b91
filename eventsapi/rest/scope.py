"""Which requests are for people and answered in HTML; all others are for programs."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


def is_page(request: HttpRequest) -> bool:
    """True under the paths of REST_PAGE_PREFIXES: the admin, with its HTML errors, sessions and cookies."""
    return request.path_info.startswith(tuple(settings.REST_PAGE_PREFIXES))


class AnonymousMiddleware:
    """Takes cookies and credentials off all requests but those for pages: what nobody reads can change no answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_page(request):
            request.META.pop("HTTP_COOKIE", None)
            request.META.pop("HTTP_AUTHORIZATION", None)
        return self.get_response(request)
