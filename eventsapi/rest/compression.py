"""Compressed answers for programs. Pages hold secrets of their visitors, which compression would help to guess."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from eventsapi.rest.scope import is_page


class CompressionMiddleware(GZipMiddleware):
    """gzip where the client accepts it and it pays. The tag becomes a weak one, since only the bytes differ."""

    # Random padding hides the length of secrets; there are none, and the same answer should have the same bytes.
    max_random_bytes = 0

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return response if is_page(request) else super().process_response(request, response)
