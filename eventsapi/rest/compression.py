"""Compressed answers for programs. Pages hold secrets of their visitors, which compression would help to guess."""

import re

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
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
        # Of whatever size and status: what was compressed yesterday may be short today, or not modified.
        patch_vary_headers(response, ["Accept-Encoding"])
        return super().process_response(request, response) if accepts_gzip(request) else response


def accepts_gzip(request: HttpRequest) -> bool:
    """Whether the client has named it, and not with a weight of nought."""
    return bool(re_accepts_gzip.search(accepted(request))) and not REFUSED.search(accepted(request))


def accepted(request: HttpRequest) -> str:
    encodings: str = request.META.get("HTTP_ACCEPT_ENCODING", "")
    return encodings
