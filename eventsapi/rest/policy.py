"""What browsers are told of every answer: the content security policy, and who else may load the answer into a page."""

import re
from functools import cache
from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware

from eventsapi.rest.scope import is_page

SHARING = "Cross-Origin-Resource-Policy"


class StablePolicyMiddleware(CSPMiddleware):
    """django-csp keeps directives in a set, whose order differs from process to process: here they have one order, so
    that all processes send the same bytes. Only pages may change theirs; programs get what was written once.

    What scripts of other sites may read (CORS_URLS_REGEX), pages of other sites may also load; all else only our own.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if is_page(request):
            response = super().process_response(request, response)
            response.headers[HEADER] = in_order(response.headers[HEADER])
        else:
            response.headers[HEADER] = policy()
        is_shared = re.match(settings.CORS_URLS_REGEX, request.path_info)
        response.headers[SHARING] = "cross-origin" if is_shared else "same-origin"
        return response


HEADERS: tuple[Any, ...] = (StablePolicyMiddleware, XFrameOptionsMiddleware, SecurityMiddleware)


def for_browsers(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """With the headers that all answers have: for those that no middleware sees, or that are given around them."""
    for middleware in HEADERS:
        middleware(lambda request: response).process_response(request, response)
    return response


@cache
def policy() -> str:
    """As settings have it (CONTENT_SECURITY_POLICY)."""
    return in_order(build_policy())


def in_order(directives: str) -> str:
    return "; ".join(sorted(directives.split("; ")))
