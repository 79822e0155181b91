"""The second step of logging in: a code that changes twice a minute, from an app, or one of a list of recovery codes.

An account has it as soon as one device is confirmed. django-otp counts wrong codes and makes their author wait.
"""

from base64 import b32encode
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from qrcode.main import QRCode

SUPERUSER = "superuser"
RECOVERY_CODES = 10
_DIGITS = 6


def device_of(user: Any) -> Any:
    """The confirmed app of the account; None where it logs in without codes."""
    return TOTPDevice.objects.filter(user_id=user.pk, confirmed=True).first()


def lacks_code(request: HttpRequest) -> bool:
    """Whether the account asks for a code that this session was not begun with."""
    user: Any = request.user
    if not user.is_authenticated or getattr(user, "otp_device", None) is not None:
        return False
    return device_of(user) is not None


def must_enrol(request: HttpRequest) -> bool:
    """Whether the account has to set up codes before it does anything else (REQUIRE_TOTP)."""
    user: Any = request.user
    if not settings.REQUIRE_TOTP or getattr(user, "otp_device", None) is not None:
        return False
    roles = {*user.groups.values_list("name", flat=True), *([SUPERUSER] if user.is_superuser else [])}
    return bool(roles & set(settings.REQUIRE_TOTP))


def accepted_by(user: Any, typed: str) -> Any:
    """The device that the code is right for; None where it is wrong, spent, or typed too soon after a wrong one."""
    code = "".join(typed.split()).lower()
    kind = TOTPDevice if len(code) == _DIGITS and code.isdigit() else StaticDevice
    # Two that send one code at once are not both let in.
    with transaction.atomic():
        device = kind.objects.filter(user_id=user.pk, confirmed=True).select_for_update().first()
        return device if device is not None and device.verify_token(code) else None


# Setting up and taking away


def begin(user: Any) -> Any:
    """A new device with a secret of its own, which counts for nothing until it is confirmed."""
    TOTPDevice.objects.filter(user_id=user.pk, confirmed=False).delete()
    return TOTPDevice.objects.create(user_id=user.pk, name="app", confirmed=False)


def waiting_of(user: Any) -> Any:
    """The device that was begun and not confirmed, if there is one."""
    return TOTPDevice.objects.filter(user_id=user.pk, confirmed=False).last()


def confirm(user: Any, typed: str) -> Any:
    """The device, confirmed by its first code; None where that is wrong, or the account has one already."""
    with transaction.atomic():
        device = TOTPDevice.objects.filter(user_id=user.pk, confirmed=False).select_for_update().last()
        if device is None or device_of(user) is not None or not device.verify_token("".join(typed.split())):
            return None
        device.confirmed = True
        device.save(update_fields=["confirmed"])
    return device


def recovery_codes(user: Any) -> list[str]:
    """A new list, in place of the old one. Each code is good for one log-in."""
    with transaction.atomic():
        device, _made = StaticDevice.objects.get_or_create(user_id=user.pk, name="recovery codes")
        device.token_set.all().delete()
        tokens = [StaticToken(device=device, token=StaticToken.random_token()) for _ in range(RECOVERY_CODES)]
        StaticToken.objects.bulk_create(tokens)
    return [token.token for token in tokens]


def codes_left(user: Any) -> int:
    return int(StaticToken.objects.filter(device__user_id=user.pk).count())


def remove(user: Any) -> None:
    """The account logs in with its password alone again."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user_id=user.pk).delete()
        StaticDevice.objects.filter(user_id=user.pk).delete()


def secret_of(device: Any) -> str:
    """The secret as apps take it by hand, in groups of four."""
    letters = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def picture_of(device: Any) -> dict[str, Any]:
    """The square that a camera reads: the length of its side, and a path of SVG that draws its dark fields."""
    square = QRCode(border=4)
    square.add_data(device.config_url)
    rows = square.get_matrix()
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, field in enumerate(row) if field)
    return {"side": len(rows), "path": "".join(dark)}
