"""Answers where no view answered: unmatched addresses, refused requests, and faults. Named by the URL configuration."""

import sys
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from eventsapi.rest.database import UNAVAILABLE
from eventsapi.rest.errors import RETRY_AFTER_SECONDS, Problem, not_found, problem_response, unavailable
from eventsapi.rest.policy import for_browsers
from eventsapi.rest.scope import is_page


def bad_request_handler(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_page(request):
        return error_page(request, Problem.BAD_REQUEST.status)
    return problem_response(request, Problem.BAD_REQUEST, detail="The request is malformed, or names an unknown host.")


def not_found_handler(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, Problem.NOT_FOUND.status) if is_page(request) else not_found(request)


def server_error_handler(request: HttpRequest) -> HttpResponse:
    """Runs while the exception is being handled, so that a database that is away can be told from a fault of ours.

    It may have come from outside of what adds headers.
    """
    database_away = isinstance(sys.exc_info()[1], UNAVAILABLE)
    if is_page(request):
        return for_browsers(request, _server_error_page(request, database_away=database_away))
    if database_away:
        return for_browsers(request, unavailable(request))
    detail = "The server made a mistake. It has been logged under the request_id."
    return for_browsers(request, problem_response(request, Problem.INTERNAL_ERROR, detail=detail))


def _server_error_page(request: HttpRequest, *, database_away: bool) -> HttpResponse:
    page = error_page(request, (Problem.UNAVAILABLE if database_away else Problem.INTERNAL_ERROR).status)
    if database_away:
        page.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return page


def error_page(request: HttpRequest, status: int) -> HttpResponse:
    """By who has the pages for people (REST_ERROR_PAGE), about which nothing is known here."""
    show: Any = import_string(settings.REST_ERROR_PAGE)
    page: HttpResponse = show(request, status=status)
    return page
