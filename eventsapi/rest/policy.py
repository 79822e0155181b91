"""The content security policy with its directives in one order, so that all processes send the same bytes."""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class StablePolicyMiddleware(CSPMiddleware):
    """django-csp keeps directives in a set, whose order differs from process to process."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        answer = super().process_response(request, response)
        answer.headers[HEADER] = "; ".join(sorted(answer.headers[HEADER].split("; ")))
        return answer
