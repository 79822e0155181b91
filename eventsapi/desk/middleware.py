"""Middleware of Django and others that only pages for people need: programs pass it by, and do not pay for it.

They have no sessions, no accounts, no messages, and nothing that they send is written into a history.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django_otp.middleware import OTPMiddleware
from pghistory.middleware import HistoryMiddleware

from eventsapi.rest.scope import is_page


class ForPages:
    """Put before a middleware, leaves it to pages."""

    get_response: Callable[[HttpRequest], Any]

    def __call__(self, request: HttpRequest) -> Any:
        return super().__call__(request) if is_page(request) else self.get_response(request)  # type: ignore[misc]  # the middleware's


class PageSessionMiddleware(ForPages, SessionMiddleware):
    """Sessions."""


class PageAuthenticationMiddleware(ForPages, AuthenticationMiddleware):
    """Who is logged in."""


class PageOTPMiddleware(ForPages, OTPMiddleware):  # type: ignore[misc]  # it has no types
    """Whether a code was given as well."""


class PageMessageMiddleware(ForPages, MessageMiddleware):
    """What the next page tells."""


class PageHistoryMiddleware(ForPages, HistoryMiddleware):
    """Who is to be named in the history."""
