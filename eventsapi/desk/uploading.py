"""What says of itself that it is too large is refused before it is read, kept on disk, or looked through."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from eventsapi.desk.refusing import error_page
from eventsapi.rest.scope import is_page

# The largest file that a form takes, and room for the rest of the form.
MOST_BYTES = 11_000_000
TOO_LARGE = 413


class UploadLimitMiddleware:
    """For pages: nothing else of the site reads what is sent to it. Who says no size has sent nothing, to Django."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if is_page(request) and size_of(request) > MOST_BYTES:
            return error_page(request, status=TOO_LARGE)
        return self.get_response(request)


def size_of(request: HttpRequest) -> int:
    told: str = request.META.get("CONTENT_LENGTH") or "0"
    return int(told) if told.isascii() and told.isdecimal() and len(told) < len(str(MOST_BYTES)) + 1 else MOST_BYTES + 1
