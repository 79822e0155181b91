"""What the desk answers where it does not do what was asked: pages of its own, each with a way back."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from eventsapi.desk.language import in_language_of

FORBIDDEN, NOT_FOUND, NOT_ALLOWED = 403, 404, 405
TEMPLATE = "admin/desk/refused.html"


class Refusal(NamedTuple):
    title: Promise
    explanation: Promise


_PAGES = {
    400: Refusal(
        gettext_lazy("This was not understood"),
        gettext_lazy("The browser has sent something that the desk cannot read. Nothing was changed."),
    ),
    FORBIDDEN: Refusal(
        gettext_lazy("You may not do this"),
        gettext_lazy("Your account has no right to it. Nothing was changed. Who looks after the accounts can give it."),
    ),
    NOT_FOUND: Refusal(
        gettext_lazy("There is no such page"),
        gettext_lazy("Perhaps the address is misspelt, or what it showed was deleted or merged into another record."),
    ),
    NOT_ALLOWED: Refusal(
        gettext_lazy("This address is not asked in that way"),
        gettext_lazy("It is reached by a button or a link of the desk. Nothing was changed."),
    ),
    413: Refusal(
        gettext_lazy("That was too large"),
        gettext_lazy("The desk takes files of 10 MB at most. Nothing was changed: split the file, and send its parts."),
    ),
    429: Refusal(
        gettext_lazy("Too many log-ins were tried"),
        gettext_lazy("From your address, within a minute. Wait a minute, then go back and send the form once more."),
    ),
    500: Refusal(
        gettext_lazy("Something went wrong"),
        gettext_lazy("The mistake is ours, and it was noted. Go back to see whether what you sent was saved."),
    ),
    503: Refusal(
        gettext_lazy("The database cannot be reached"),
        gettext_lazy("Wait a few seconds and load the page again. Go back to see whether what you sent was saved."),
    ),
}
_FORM = Refusal(
    gettext_lazy("The form was not accepted"),
    gettext_lazy(
        "It did not come from a page of the desk in this browser, or the browser keeps no cookies. Nothing was saved: "
        "go back, load the page again, and send it once more."
    ),
)


def error_page(request: HttpRequest, *, status: int) -> HttpResponse:
    """The page for this status: one of 400, 403, 404, 405, 413, 429, 500 and 503.

    What went wrong may have done so before a language was chosen.
    """
    return in_language_of(request, lambda asked: _page_of(asked, status))


def _page_of(request: HttpRequest, status: int) -> HttpResponse:
    if status in (FORBIDDEN, NOT_FOUND):
        return _page(request, _PAGES[status], status)
    return HttpResponse(render_to_string(TEMPLATE, _context(request, _PAGES[status])), status=status)


def not_allowed(request: HttpRequest, methods: Iterable[str]) -> HttpResponse:
    """For a request of another method than these."""
    page = error_page(request, status=NOT_ALLOWED)
    page.headers["Allow"] = ", ".join(methods)
    return page


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, status=FORBIDDEN)


def form_refused(request: HttpRequest) -> HttpResponse:
    """For a form that another site, or an older session, may have sent."""
    return _page(request, _FORM, FORBIDDEN)


def _page(request: HttpRequest, refusal: Refusal, status: int) -> HttpResponse:
    """With all that the other pages have around them."""
    return render(request, TEMPLATE, {**admin.site.each_context(request), **_context(request, refusal)}, status=status)


def _context(request: HttpRequest, refusal: Refusal) -> dict[str, Any]:
    """What needs neither a session nor the database, which may be what went wrong."""
    return {
        "site_header": admin.site.site_header,
        "site_title": admin.site.site_title,
        "request_id": request.META.get("HTTP_X_REQUEST_ID", ""),
        **refusal._asdict(),
    }
