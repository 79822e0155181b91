"""What was posted by somebody whose session had ended, carried through the log-in page in the page itself.

The server keeps none of it. It is signed, holds for half a day, belongs to the address that it was posted to, which is
one of the admin, and to the browser that posted it: it names a digest of that browser's secret against forged requests.
"""

from typing import Any, NamedTuple

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

# The name of the input that carries it.
HELD = "held"
SALT = "eventsapi.desk.resuming"
MAX_AGE = 12 * 3600
# Room for the other inputs of the log-in form within what one request may send.
_ROOM = 16_384
_LEFT_OUT = {"csrfmiddlewaretoken", HELD}


class Held(NamedTuple):
    """An address of the admin, what was posted to it, and the names of files, which are not carried."""

    path: str
    items: list[tuple[str, str]]
    files: list[str]


def is_carried(request: HttpRequest) -> bool:
    """Whether it is a form of the admin that would be lost; logging in and out or another language loses nothing."""
    unlosable = tuple(reverse(f"admin:{name}") for name in ("login", "logout", "language"))
    inside = request.path.startswith(reverse("admin:index"))
    return request.method == "POST" and inside and request.path not in unlosable


def hold(request: HttpRequest) -> Held:
    """What was posted, all but the files."""
    items = [(name, value) for name, values in request.POST.lists() for value in values if name not in _LEFT_OUT]
    files: Any = request.FILES.values()
    return Held(request.get_full_path(), items, [upload.name for upload in files])


def pack(held: Held, request: HttpRequest) -> str:
    """It as one word, for the browser that asks; empty where it is too large to be posted once more."""
    packed = signing.dumps({**held._asdict(), "browser": browser_of(request)}, salt=SALT, compress=True)
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
    return packed if len(packed) + _ROOM <= limit else ""


def release(packed: str, *, browser: str | None) -> Held | None:
    """What was held; None where it is forged, too old, or another browser's. None as browser trusts any."""
    try:
        held: dict[str, Any] = signing.loads(packed, salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return None
    if browser is not None and not constant_time_compare(held["browser"], browser):
        return None
    return Held(held["path"], [(name, value) for name, value in held["items"]], held["files"])


def browser_of(request: HttpRequest) -> str:
    """By which a browser is known again until somebody logs in with it."""
    get_token(request)
    return salted_hmac(SALT, request.META["CSRF_COOKIE"]).hexdigest()
