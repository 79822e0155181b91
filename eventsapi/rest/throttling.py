"""A limit of requests a minute and address, told in the headers RateLimit and RateLimit-Policy (IETF draft).

Counted in fixed minutes by all processes together (counters.py). What is posted to REST_GUARDED_PATHS, the log-in, has
a limit of its own, beside that of wrong passwords for each account.
"""

import ipaddress
import math
import time
from collections.abc import Callable
from functools import lru_cache, partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from eventsapi.rest.counters import WINDOW_SECONDS, guarded, reading
from eventsapi.rest.errors import Problem, problem_response
from eventsapi.rest.handlers import error_page
from eventsapi.rest.metrics import REFUSALS
from eventsapi.rest.refusing import refuse


class RateLimitMiddleware:
    """Counts requests under REST_RATE_LIMIT_PREFIXES; REST_RATE_LIMIT is the number a minute, 0 for none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        limit: int = settings.REST_RATE_LIMIT
        if not limit or not request.path_info.startswith(tuple(settings.REST_RATE_LIMIT_PREFIXES)):
            return self.get_response(request)
        now = time.time()
        wait = seconds_left(now)
        verdict = reading().count(network(client_address(request)), limit=limit, now=now)
        if not verdict.allowed:
            refuse(request, partial(_refusal, limit=limit, wait=wait))
        response = self.get_response(request)
        response.headers["RateLimit-Policy"] = f'"address";q={limit};w={WINDOW_SECONDS}'
        response.headers["RateLimit"] = f'"address";r={verdict.left};t={wait}'
        return response


class GuardMiddleware:
    """Counts what is posted to REST_GUARDED_PATHS; REST_GUARDED_LIMIT is the number a minute, 0 for none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return _guard(request) or self.get_response(request)


def seconds_left(now: float) -> int:
    """Until the minute is over, and all may ask again."""
    return math.ceil(WINDOW_SECONDS - now % WINDOW_SECONDS)


def _guard(request: HttpRequest) -> HttpResponseBase | None:
    """The page for who has posted too often to what is guarded; None for everybody else."""
    limit: int = settings.REST_GUARDED_LIMIT
    if not limit or request.method != "POST" or request.path_info not in settings.REST_GUARDED_PATHS:
        return None
    now = time.time()
    if guarded().count(network(client_address(request)), limit=limit, now=now).allowed:
        return None
    REFUSALS.labels("log-in").inc()
    page = error_page(request, Problem.TOO_MANY_REQUESTS.status)
    page.headers["Retry-After"] = str(seconds_left(now))
    return page


def client_address(request: HttpRequest) -> str | None:
    """The client's address: of the connection, or what the outermost of our own proxies saw; None without any.

    Each proxy appends to X-Forwarded-For, so only as many entries are true, from the right, as there are proxies.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    addresses = [part.strip() for part in forwarded if part.strip()] + [request.META.get("REMOTE_ADDR", "")]
    return _read(addresses[-settings.REST_TRUSTED_PROXIES - 1 :][0])


@lru_cache(maxsize=1024)
def _read(address: str) -> str | None:
    """In the one way to write it; None for what is no address. Reading one takes as long as finding a kept answer."""
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return None


def network(address: str | None) -> str:
    """What is counted as one: an address, or the 64 bits of network that an IPv6 client owns."""
    if address is None or ":" not in address:
        return str(address)
    return str(ipaddress.ip_network((address, 64), strict=False))


def network_address(request: HttpRequest) -> str | None:
    """What wrong passwords are counted by, as one address: the first of the client's network."""
    address = client_address(request)
    return network(address).partition("/")[0] if address else None


def _refusal(request: HttpRequest, *, limit: int, wait: int) -> HttpResponse:
    REFUSALS.labels("reading").inc()
    return problem_response(
        request,
        Problem.TOO_MANY_REQUESTS,
        detail=f"More than {limit} requests in a minute from this address. Ask again in {wait} seconds.",
        headers={"Retry-After": str(wait)},
    )
