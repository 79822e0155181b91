"""Compressed answers for programs. Pages hold secrets of their visitors, which compression would help to guess."""

import re

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

from eventsapi.rest.scope import is_page

# Django takes the mere name of it for consent.
REFUSED = re.compile(r"(?:^|,)\s*gzip\s*;\s*q\s*=\s*0(?:\.0*)?\s*(?:$|,)", re.IGNORECASE)


class CompressionMiddleware(GZipMiddleware):
    """gzip where the client accepts it and it pays. The tag becomes a weak one, since only the bytes differ."""

    # Random padding hides the length of secrets; there are none, and the same answer should have the same bytes.
    max_random_bytes = 0

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if is_page(request):
            return response
        if REFUSED.search(request.headers.get("Accept-Encoding", "")):
            patch_vary_headers(response, ["Accept-Encoding"])
            return response
        return super().process_response(request, response)
