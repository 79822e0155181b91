"""Errors in one shape (RFC 9457), made in one place.

Every error answer of the API is `application/problem+json` with the keys type, title, status, detail, instance,
request_id and errors; each member of errors has the keys parameter, code, detail and allowed.
Types and codes are the two enumerations below; they are part of the contract.
"""

import logging
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import orjson
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.encoding import escape_uri_path
from rest_framework import exceptions

from eventsapi.rest.database import UNAVAILABLE
from eventsapi.rest.routing import note_failure

logger = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 5


class Problem(Enum):
    """Kinds of problem: HTTP status, name (the last part of `type`), title, and when it is sent."""

    INVALID_PARAMETER = 400, "invalid-parameter", "Invalid query parameter", "A query parameter is not understood."
    BAD_REQUEST = 400, "bad-request", "Malformed request", "The request itself is malformed: its host or its encoding."
    NOT_FOUND = 404, "not-found", "Not found", "Nothing is published at this address."
    METHOD_NOT_ALLOWED = 405, "method-not-allowed", "Method not allowed", "The API is read-only: GET, HEAD, OPTIONS."
    NOT_ACCEPTABLE = 406, "not-acceptable", "Not acceptable", "No format in the Accept header can be served."
    GONE = 410, "gone", "Gone", "The record was published once and has been withdrawn; detail says why."
    URI_TOO_LONG = 414, "uri-too-long", "Query too long", "The query string is longer than the limit."
    TOO_MANY_REQUESTS = 429, "too-many-requests", "Too many requests", "The rate limit of this address is used up."
    HEADERS_TOO_LARGE = 431, "headers-too-large", "Headers too large", "The headers are more, or longer, than is read."
    INTERNAL_ERROR = 500, "internal-error", "Internal error", "A fault of the server; its log has the request_id."
    UNAVAILABLE = 503, "unavailable", "Service unavailable", "The database cannot answer; ask after Retry-After."

    def __init__(self, status: int, slug: str, title: str, meaning: str) -> None:
        self.status = status
        self.slug = slug
        self.title = title
        self.meaning = meaning

    @property
    def type(self) -> str:
        """URI reference of the problem's documentation."""
        return f"/problems/{self.slug}"


class Code(Enum):
    """What is wrong with one parameter: the code sent, and what it means."""

    UNKNOWN_PARAMETER = "unknown_parameter", "This address has no such parameter."
    REPEATED_PARAMETER = "repeated_parameter", "A parameter is given more than once; use a comma instead."
    EMPTY_VALUE = "empty_value", "A parameter, or a member of its list, has no value."
    TOO_MANY_VALUES = "too_many_values", "A list has more members than allowed."
    TOO_LONG = "too_long", "A value has more characters than allowed."
    NUL_CHARACTER = "nul_character", "A name or value contains the character NUL."
    INVALID_ENCODING = "invalid_encoding", "A name or value is not percent-encoded UTF-8."
    UNKNOWN_WORD = "unknown_word", "The value is not in the closed list of words; allowed holds them."
    INVALID_VALUE = "invalid_value", "The value is not of the form the parameter has."
    OUT_OF_RANGE = "out_of_range", "The number or date lies outside the limits."
    REVERSED_RANGE = "reversed_range", "The start of a range lies after its end."
    MISSING_PARAMETER = "missing_parameter", "A parameter is not given that this address, or another parameter, needs."
    CONFLICTING_PARAMETERS = "conflicting_parameters", "The parameter cannot be combined with another."
    INVALID_CURSOR = "invalid_cursor", "The cursor was not made here for this very query."

    def __init__(self, word: str, meaning: str) -> None:
        self.word = word
        self.meaning = meaning


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One fault of one parameter. `parameter` is None where the fault is in no single one."""

    parameter: str | None
    code: Code
    detail: str
    allowed: Sequence[str] = ()

    def as_dict(self) -> dict[str, Any]:
        return {
            "parameter": self.parameter,
            "code": self.code.word,
            "detail": self.detail,
            "allowed": list(self.allowed),
        }


class InvalidParameters(Exception):
    """The query is refused; carries every fault found in it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(fault.detail for fault in faults))
        self.faults = faults


class Gone(Exception):
    """The record was withdrawn; the message is the published reason."""


def problem_response(
    request: HttpRequest,
    problem: Problem,
    *,
    detail: str,
    faults: Sequence[Fault] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The one maker of error answers."""
    body = {
        "type": problem.type,
        "title": problem.title,
        "status": problem.status,
        "detail": detail,
        "instance": escape_uri_path(request.path),
        "request_id": request.META.get("HTTP_X_REQUEST_ID"),
        "errors": [fault.as_dict() for fault in faults],
    }
    response = HttpResponse(orjson.dumps(body), status=problem.status, content_type=CONTENT_TYPE, headers=headers)
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def refuse_parameters(request: HttpRequest, faults: Sequence[Fault]) -> HttpResponse:
    """400 with every fault of the query."""
    detail = faults[0].detail if len(faults) == 1 else f"The query has {len(faults)} faults; errors lists them."
    return problem_response(request, Problem.INVALID_PARAMETER, detail=detail, faults=faults)


def not_found(request: HttpRequest) -> HttpResponse:
    """404, the same for what never existed and for what is not published."""
    return problem_response(request, Problem.NOT_FOUND, detail="Nothing is published at this address.")


def method_not_allowed(request: HttpRequest, *, allowed: Sequence[str]) -> HttpResponse:
    """405 with the methods that there are."""
    methods = ", ".join(allowed)
    detail = f"{request.method} is not allowed here. Allowed: {methods}."
    return problem_response(request, Problem.METHOD_NOT_ALLOWED, detail=detail, headers={"Allow": methods})


def unavailable(request: HttpRequest, error: Exception | None = None) -> HttpResponse:
    """503, for every way in which the database fails to answer; the log says which, given or being handled."""
    logger.warning("The database does not answer this request.", exc_info=error or sys.exception())
    return problem_response(
        request,
        Problem.UNAVAILABLE,
        detail=f"The database cannot answer now. Ask again in {RETRY_AFTER_SECONDS} seconds.",
        headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
    )


def exception_response(error: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """REST framework's exception handler. Unknown exceptions (None) go on to Django, which logs them: handlers.py."""
    request: HttpRequest = context["request"]._request
    if isinstance(error, InvalidParameters):
        return refuse_parameters(request, error.faults)
    if isinstance(error, Gone):
        return problem_response(request, Problem.GONE, detail=str(error))
    if isinstance(error, Http404 | exceptions.NotFound):
        return not_found(request)
    if isinstance(error, exceptions.MethodNotAllowed):
        return method_not_allowed(request, allowed=context["view"].allowed_methods)
    if isinstance(error, exceptions.NotAcceptable):
        return _not_acceptable(request, renderers=context["view"].get_renderers())
    if isinstance(error, exceptions.APIException):
        raise ImproperlyConfigured(f"{type(error).__name__} has no answer; give it one in eventsapi/rest/errors.py.")
    if isinstance(error, UNAVAILABLE):
        note_failure(error)
        return unavailable(request)
    return None


def _not_acceptable(request: HttpRequest, *, renderers: Sequence[Any]) -> HttpResponse:
    served = ", ".join(renderer.media_type for renderer in renderers)
    detail = f"None of the media types in Accept can be served. Served: {served}."
    return problem_response(request, Problem.NOT_ACCEPTABLE, detail=detail, headers={"Vary": "Accept"})
