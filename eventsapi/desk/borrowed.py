"""Names that packages of others give their tables and columns without marking them for translation.

They stay what they are in English, so that no migration follows from it.
"""

from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

_APPS = {
    "axes": gettext_lazy("Failed log-ins"),
    "otp_totp": gettext_lazy("Log-in codes"),
    "otp_static": gettext_lazy("Recovery codes"),
    "pghistory": gettext_lazy("History"),
}
_TABLES: dict[str, tuple[Promise, Promise]] = {
    "otp_totp.TOTPDevice": (gettext_lazy("TOTP device"), gettext_lazy("TOTP devices")),
    "otp_static.StaticDevice": (gettext_lazy("static device"), gettext_lazy("static devices")),
    "otp_static.StaticToken": (gettext_lazy("static token"), gettext_lazy("static tokens")),
    "pghistory.Context": (gettext_lazy("context"), gettext_lazy("contexts")),
    "pghistory.Events": (gettext_lazy("events"), gettext_lazy("events")),
    "pghistory.MiddlewareEvents": (gettext_lazy("middleware events"), gettext_lazy("middleware events")),
}
_COLUMNS: dict[tuple[str, str], tuple[Promise, Promise]] = {
    ("otp_totp.TOTPDevice", "user"): (gettext_lazy("user"), gettext_lazy("The user that this device belongs to.")),
    ("otp_totp.TOTPDevice", "confirmed"): (gettext_lazy("confirmed"), gettext_lazy("Is this device ready for use?")),
    ("otp_totp.TOTPDevice", "created_at"): (
        gettext_lazy("created at"),
        gettext_lazy("The date and time when this device was initially created in the system."),
    ),
    ("otp_totp.TOTPDevice", "last_used_at"): (
        gettext_lazy("last used at"),
        gettext_lazy("The most recent date and time this device was used."),
    ),
}
_ATTEMPTS = ("axes.AccessAttempt", "axes.AccessFailureLog", "axes.AccessLog")


def name_tables() -> None:
    for label, told in _APPS.items():
        config: Any = apps.get_app_config(label)
        config.verbose_name = told
    for label, (one, many) in _TABLES.items():
        options: Any = apps.get_model(label)._meta
        options.verbose_name, options.verbose_name_plural = one, many
    for (label, name), (called, explained) in _COLUMNS.items():
        field: Any = apps.get_model(label)._meta.get_field(name)
        field.verbose_name, field.help_text = called, explained
    for label in _ATTEMPTS:
        table: Any = apps.get_model(label)
        table.__str__ = _called


def _called(attempt: Any) -> str:
    """As "Access log: anna, 2025-11-14 09:30"."""
    return f"{capfirst(attempt._meta.verbose_name)}: {attempt.username}, {attempt.attempt_time:%Y-%m-%d %H:%M}"
