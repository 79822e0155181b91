"""The content security policy with its directives in one order, so that all processes send the same bytes."""

from functools import cache
from typing import Any, cast

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from eventsapi.rest.scope import is_page


class StablePolicyMiddleware(CSPMiddleware):
    """django-csp keeps directives in a set, whose order differs from process to process.

    It also writes them anew for each answer. Only pages may change theirs, so that programs get what was written once.
    """

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if is_page(request):
            page: Any = super().__call__(request)
            return cast(HttpResponseBase, page)
        answer: Any = self.get_response(request)
        answer.headers[HEADER] = policy()
        return cast(HttpResponseBase, answer)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        answer = super().process_response(request, response)
        answer.headers[HEADER] = in_order(answer.headers[HEADER])
        return answer


@cache
def policy() -> str:
    """As settings have it (CONTENT_SECURITY_POLICY)."""
    return in_order(build_policy())


def in_order(directives: str) -> str:
    return "; ".join(sorted(directives.split("; ")))
