"""The language of pages for people: the one that their reader has chosen, or else the one that the browser asks for.

Programs are answered in English whatever they ask for, and no answer to them depends on a header or a cookie of this.
"""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from eventsapi.rest.scope import is_page

Response = TypeVar("Response", bound=HttpResponseBase)


class PageLanguageMiddleware:
    """As Django's LocaleMiddleware, for pages alone; and it leaves no language behind for the next request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_page(request):
            return self.get_response(request)
        return in_language_of(request, self.get_response)


def in_language_of(request: HttpRequest, answer: Callable[[HttpRequest], Response]) -> Response:
    """What this answers, in the language of whoever asks, and marked as such."""
    language = translation.get_language_from_request(request)
    with translation.override(language):
        response = answer(request)
    response.headers.setdefault("Content-Language", language)
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response
