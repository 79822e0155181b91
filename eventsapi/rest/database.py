"""The database seen from a request: when it counts as away, and how long a statement may run.

API requests run under the limits that every connection of the server process starts with (settings, DATABASES).
The pages for editors get longer ones for the time of a request, so that the price is paid there.
"""

from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponseBase

from eventsapi.rest.scope import is_page

# Includes a full or empty pool, a refused or lost connection, and a statement that was cancelled by its time limit.
UNAVAILABLE = (OperationalError, InterfaceError)

PAGE_LIMITS = "SET statement_timeout = '60s'; SET lock_timeout = '5s'"
# RESET goes back to what the connection started with, not to the server's default.
API_LIMITS = "RESET statement_timeout; RESET lock_timeout"


class PageLimitsMiddleware:
    """Gives pages for people (see scope.py) a minute for a statement instead of the API's limits."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_page(request):
            return self.get_response(request)
        with connection.cursor() as cursor:
            cursor.execute(PAGE_LIMITS)
        try:
            return self.get_response(request)
        finally:
            if connection.is_usable():
                with connection.cursor() as cursor:
                    cursor.execute(API_LIMITS)
