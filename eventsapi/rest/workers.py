"""The web server's worker: what it refuses before the application sees it is refused in the application's own shape."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from gunicorn.http import errors  # type: ignore[import-untyped]  # it has no types
from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]  # it has no types

from eventsapi.rest.errors import Problem, problem_response

TOO_LONG = "The request line is longer than the server reads: leave parameters out, or name fewer values."
MALFORMED = "The request is not HTTP as the server understands it."
REFUSALS: dict[type[Exception], tuple[Problem, str]] = {
    errors.LimitRequestLine: (Problem.URI_TOO_LONG, TOO_LONG),
    errors.InvalidRequestLine: (Problem.BAD_REQUEST, MALFORMED),
    errors.InvalidRequestMethod: (Problem.BAD_REQUEST, MALFORMED),
    errors.InvalidHTTPVersion: (Problem.BAD_REQUEST, MALFORMED),
    errors.InvalidHeader: (Problem.BAD_REQUEST, MALFORMED),
    errors.InvalidHeaderName: (Problem.BAD_REQUEST, MALFORMED),
}


class ProblemWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's threads, with problems (RFC 9457) where gunicorn answers a page of HTML."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        refusal = REFUSALS.get(type(exc))
        if refusal is None:
            super().handle_error(req, client, addr, exc)
            return
        problem, detail = refusal
        self.log.warning("Refused before it was read: %s", exc)
        try:
            client.sendall(written(answer(problem, detail=detail)))
        except OSError as gone:
            self.log.debug("The client did not wait for the refusal: %s", gone)


def answer(problem: Problem, *, detail: str) -> HttpResponse:
    """To a request of which not even the address is known: `instance` is a reference to just what was asked for."""
    request = HttpRequest()
    request.META["HTTP_X_REQUEST_ID"] = uuid.uuid4().hex
    response = problem_response(request, problem, detail=detail)
    response.headers["X-Request-ID"] = request.META["HTTP_X_REQUEST_ID"]
    response.headers["Content-Length"] = str(len(response.content))
    response.headers["Connection"] = "close"
    return response


def written(response: HttpResponse) -> bytes:
    """As it goes over the wire."""
    head = f"HTTP/1.1 {response.status_code} {response.reason_phrase}\r\n".encode()
    return head + response.serialize_headers() + b"\r\n\r\n" + response.content
