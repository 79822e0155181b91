from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.i18n import set_language

from eventsapi.desk.codes import lacks_code, must_enrol
from eventsapi.desk.enrolling import codes_page
from eventsapi.desk.logging_in import CodeLoginForm
from eventsapi.desk.refusing import error_page, form_refused, not_allowed
from eventsapi.desk.resuming import HELD, Held, browser_of, hold, is_carried, pack, release

TOO_MANY_REQUESTS = 429
# Browsers send no others, and no page has a meaning for them.
METHODS = ("GET", "HEAD", "POST")
# By their names: _save, _continue …
_BUTTONS = "_"
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class DeskSite(admin.AdminSite):
    """Who sends a form after the session has ended logs in again, and what was in the form is still there.

    Who has set up codes is let in by them only; who has to, and has not, is led to setting them up.
    """

    login_form = CodeLoginForm
    login_template = "admin/desk/login.html"
    logout_template = "admin/desk/logged_out.html"

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """What is curated comes first, and accounts after it."""
        apps = super().get_app_list(request, app_label)
        return sorted(apps, key=lambda app: app["app_label"] in ("auth", "axes", "otp_totp"))

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        guarded = super().admin_view(view, cacheable)
        ask_to_log_in = never_cache(csrf_protect(self.ask_to_log_in))

        @wraps(guarded)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in METHODS:
                return not_allowed(request, METHODS)
            if not _ticks_rows(request):
                return error_page(request, status=400)
            if is_carried(request) and (not request.user.is_authenticated or lacks_code(request)):
                return ask_to_log_in(request, hold(request))
            if request.path not in _without_codes() and self.has_permission(request) and must_enrol(request):
                return HttpResponseRedirect(reverse("admin:codes"))
            return _on_a_page(request, guarded(request, *args, **kwargs))

        return cast(View, kept)

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not lacks_code(request)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        own = [
            path("codes/", self.admin_view(self.codes), name="codes"),
            # For everybody: the page to log in has the switch as well.
            path("language/", choose_language, name="language"),
        ]
        return [*own, *super().get_urls()]

    def codes(self, request: HttpRequest) -> HttpResponse:
        return codes_page(self, request)

    def ask_to_log_in(
        self, request: HttpRequest, held: Held | None, warning: str = "", status: int = 403
    ) -> HttpResponse:
        """The log-in page, with what was posted in it. Not a redirect, which would carry nothing."""
        packed = pack(held, request) if held else ""
        context = {
            **self.each_context(request),
            "title": _("Log in"),
            "subtitle": None,
            "app_path": reverse("admin:login"),
            "next": held.path if held else reverse("admin:index"),
            "form": CodeLoginForm(request),
            "held": packed,
            "too_large": held and not packed,
            "warning": warning,
        }
        return render(request, str(self.login_template), context, status=status)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """As ever; but who has brought a form along is led back to it."""
        if request.method not in METHODS:
            return not_allowed(request, METHODS)
        packed, browser = request.POST.get(HELD, ""), browser_of(request)
        response = super().login(request, {**(extra_context or {}), "held": packed})
        held = release(packed, browser=browser) if packed and response.status_code == 302 else None
        return self.offer(request, held) if held else response

    def offer(self, request: HttpRequest, held: Held) -> HttpResponse:
        """The form once more, to be sent by one click to where it was sent before, with the rights of who is here."""
        context = {
            **self.each_context(request),
            "title": _("Your session had ended; nothing is lost"),
            "held": held,
            "shown": [(name, value) for name, value in held.items if value and not name.startswith(_BUTTONS)],
        }
        return render(request, "admin/desk/resume.html", context)


def choose_language(request: HttpRequest) -> HttpResponseBase:
    """By a button only: a link that others make would change it as well."""
    return set_language(request) if request.method == "POST" else not_allowed(request, ("POST",))


def _ticks_rows(request: HttpRequest) -> bool:
    """Whether what is ticked in a list are numbers of rows, as all tables of the desk have them."""
    ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
    return all(number.isascii() and number.isdecimal() for number in ticked)


def _on_a_page(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """Views of other packages, too, refuse a method with nothing to read."""
    if isinstance(answer, HttpResponseNotAllowed):
        return not_allowed(request, answer.headers["Allow"].split(", "))
    return answer


def _without_codes() -> tuple[str, ...]:
    """The addresses that somebody needs who has yet to set up codes."""
    return (reverse("admin:codes"), reverse("admin:logout"), reverse("admin:jsi18n"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of ours that is older than the last log-in of this browser is offered again instead of being lost.

    Browsers say where a request comes from and let no page lie about it; what comes from elsewhere is refused.
    """
    site: Any = admin.site
    if request.headers.get("Origin") != f"{request.scheme}://{request.get_host()}":
        return form_refused(request)
    held = hold(request) if is_carried(request) else release(request.POST.get(HELD, ""), browser=None)
    if held is None:
        return form_refused(request)
    answer: HttpResponse = (
        site.offer(request, held) if site.has_permission(request) else site.ask_to_log_in(request, held)
    )
    return answer


def locked_out(request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None) -> HttpResponse:
    """After too many wrong passwords: what was brought along stays in the page until the lock is over."""
    site: Any = admin.site
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    warning = _("Too many wrong passwords for this account. Wait %(minutes)s minutes, then log in on this page.")
    held = release(request.POST.get(HELD, ""), browser=browser_of(request))
    page: HttpResponse = site.ask_to_log_in(request, held, warning % {"minutes": minutes}, TOO_MANY_REQUESTS)
    return page
