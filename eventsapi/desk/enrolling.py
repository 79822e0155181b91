"""The page on which users set up the codes that they log in with, and take them away again."""

from collections.abc import Callable
from typing import Any

import django_otp
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from eventsapi.desk import codes

Answer = dict[str, Any] | None


def codes_page(site: Any, request: HttpRequest) -> HttpResponse:
    """Where the account stands; what was asked for by a button is done first."""
    act = _ACTS.get(request.POST.get("act", "")) if request.method == "POST" else None
    told = act(request, request.POST.get("code", "").replace("\0", "")) if act else {}
    if told is None:
        return HttpResponseRedirect(reverse("admin:codes"))
    context = {
        **site.each_context(request),
        "title": _("Log-in codes"),
        "device": codes.device_of(request.user),
        "codes_left": codes.codes_left(request.user),
        "is_required": codes.must_enrol(request),
        **told,
    }
    return TemplateResponse(request, "admin/desk/codes.html", context)


def _begin(request: HttpRequest, typed: str) -> Answer:
    """The secret is shown on the page that answers and on no other."""
    return None if codes.device_of(request.user) else _offered(codes.begin(request.user))


def _offered(device: Any, wrong: str = "") -> Answer:
    return {"secret": codes.secret_of(device), "picture": codes.picture_of(device), "wrong": wrong}


def _confirm(request: HttpRequest, typed: str) -> Answer:
    device = codes.confirm(request.user, typed)
    if device is None:
        # Who types one wrong figure need not read the picture anew.
        waiting = codes.waiting_of(request.user)
        return _offered(waiting, _wrong()) if waiting else None
    django_otp.login(request, device)
    return {"recovery_codes": codes.recovery_codes(request.user)}


def _renew(request: HttpRequest, typed: str) -> Answer:
    if codes.accepted_by(request.user, typed) is None:
        return {"wrong": _wrong()}
    return {"recovery_codes": codes.recovery_codes(request.user)}


def _remove(request: HttpRequest, typed: str) -> Answer:
    if codes.accepted_by(request.user, typed) is None:
        return {"wrong": _wrong()}
    codes.remove(request.user)
    messages.success(request, _("You log in with your password alone again."))
    return None


def _wrong() -> str:
    return _("The code is wrong, was used before, or came too soon after a wrong one.")


_ACTS: dict[str, Callable[[HttpRequest, str], Answer]] = {
    "begin": _begin,
    "confirm": _confirm,
    "renew": _renew,
    "remove": _remove,
}
