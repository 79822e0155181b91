"""A limit of requests a minute and address, told in the headers RateLimit and RateLimit-Policy (IETF draft).

Counted in fixed minutes in the cache named by REST_RATE_LIMIT_CACHE, which all workers must share (counters.py).
A reader is let through where that cache fails.
"""

import ipaddress
import logging
import math
import time
from collections.abc import Callable

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponseBase

from eventsapi.rest.errors import Problem, problem_response

WINDOW_SECONDS = 60

logger = logging.getLogger(__name__)


class RateLimitMiddleware:
    """Counts requests under REST_RATE_LIMIT_PREFIXES; REST_RATE_LIMIT is the number a minute, 0 for none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        limit: int = settings.REST_RATE_LIMIT
        if not limit or not request.path_info.startswith(tuple(settings.REST_RATE_LIMIT_PREFIXES)):
            return self.get_response(request)
        now = time.time()
        wait = math.ceil(WINDOW_SECONDS - now % WINDOW_SECONDS)
        used = count(f"{network(client_address(request))}@{int(now // WINDOW_SECONDS)}")
        response = self.get_response(request) if used <= limit else _refusal(request, limit=limit, wait=wait)
        response.headers["RateLimit-Policy"] = f'"address";q={limit};w={WINDOW_SECONDS}'
        response.headers["RateLimit"] = f'"address";r={max(limit - used, 0)};t={wait}'
        return response


def count(key: str) -> int:
    """One more for the key; 0 where the cache cannot say."""
    try:
        cache = caches[settings.REST_RATE_LIMIT_CACHE]
        cache.add(key, 0, timeout=2 * WINDOW_SECONDS)
        return int(cache.incr(key))
    except Exception:
        # Backends raise exceptions of their own; none of them may keep a reader out.
        logger.exception("The rate limit cannot count: look at the cache '%s'.", settings.REST_RATE_LIMIT_CACHE)
        return 0


def client_address(request: HttpRequest) -> str | None:
    """The client's address: of the connection, or what the outermost of our own proxies saw; None without any.

    Each proxy appends to X-Forwarded-For, so only as many entries are true, from the right, as there are proxies.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    addresses = [part.strip() for part in forwarded if part.strip()] + [request.META.get("REMOTE_ADDR", "")]
    trusted = addresses[-settings.REST_TRUSTED_PROXIES - 1 :][0]
    try:
        return str(ipaddress.ip_address(trusted))
    except ValueError:
        return None


def network(address: str | None) -> str:
    """What is counted as one: an address, or the 64 bits of network that an IPv6 client owns."""
    if address is None or ":" not in address:
        return str(address)
    return str(ipaddress.ip_network((address, 64), strict=False))


def _refusal(request: HttpRequest, *, limit: int, wait: int) -> HttpResponseBase:
    return problem_response(
        request,
        Problem.TOO_MANY_REQUESTS,
        detail=f"More than {limit} requests in a minute from this address. Ask again in {wait} seconds.",
        headers={"Retry-After": str(wait)},
    )
