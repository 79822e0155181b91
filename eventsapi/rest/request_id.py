"""Every request has an id: in its answer, in every error body, and in the log."""

import re
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from eventsapi.rest import logs

# Long enough to be unique, short and plain enough to be pasted and logged.
ACCEPTED = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)


class RequestIdMiddleware:
    """Keeps a sane X-Request-ID of the client, else makes one. The outermost middleware, so that nothing lacks it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        request_id = given if ACCEPTED.fullmatch(given) else uuid.uuid4().hex
        request.META["HTTP_X_REQUEST_ID"] = request_id
        token = logs.request_id.set(request_id)
        try:
            response = self.get_response(request)
        finally:
            logs.request_id.reset(token)
        response.headers["X-Request-ID"] = request_id
        return response
