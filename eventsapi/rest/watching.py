"""What is noted of each request: a line of the log, and what metrics.py counts. Outermost: nothing goes unseen."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from eventsapi.rest import metrics
from eventsapi.rest.answers import CACHE
from eventsapi.rest.logs import REQUESTS

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
NO_ROUTE = "none"
FILES = "static"

logger = logging.getLogger(REQUESTS)


class WatchingMiddleware:
    """Measures until the first byte is there to be sent; a stream is sent after that."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        begun = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - begun
        if settings.REST_METRICS:
            route, cached = route_of(request, response), request.META.get(CACHE)
            metrics.note(route=route, status=response.status_code, seconds=seconds, cached=cached)
        if logger.isEnabledFor(logging.INFO):
            logger.info("", extra={"fields": fields_of(request, response, seconds=seconds)})
        return response


def fields_of(request: HttpRequest, response: HttpResponseBase, *, seconds: float) -> dict[str, Any]:
    version = response.headers.get("Dataset-Version")
    return {
        "method": method_of(request),
        "route": route_of(request, response),
        "parameters": parameters_of(request),
        "status": response.status_code,
        "milliseconds": round(seconds * 1000, 2),
        "dataset_version": int(version) if version else None,
        "cache": request.META.get(CACHE),
    }


def method_of(request: HttpRequest) -> str:
    """Any word may stand there."""
    return request.method if request.method in METHODS else "OTHER"


def route_of(request: HttpRequest, response: HttpResponseBase) -> str:
    """The pattern of the address, never what stands in its place."""
    match = request.resolver_match
    if match is not None:
        return match.route
    return FILES if response.streaming and response.status_code == 200 else NO_ROUTE


def parameters_of(request: HttpRequest) -> list[str]:
    """The names in the query that its view declares: any other may be anything."""
    query = request.META.get("QUERY_STRING", "")
    declared: Any = getattr(getattr(getattr(request.resolver_match, "func", None), "cls", None), "declared", None)
    if not query or declared is None:
        return []
    return sorted({pair.partition("=")[0] for pair in query.split("&")} & declared().keys())
