"""Rights as the forms of accounts and roles list them, in the language of their reader."""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

_SENTENCES = {
    "add": gettext_lazy("Can add %(table)s"),
    "change": gettext_lazy("Can change %(table)s"),
    "delete": gettext_lazy("Can delete %(table)s"),
    "view": gettext_lazy("Can view %(table)s"),
    "publish": gettext_lazy("Can publish %(table)s"),
}


def told(permission: Permission) -> str:
    """As "Accounts | user | Can add user". What was put into the database is English whoever reads it."""
    model = permission.content_type.model_class()
    sentence = _SENTENCES.get(permission.codename.partition("_")[0])
    if model is None or sentence is None:
        return str(permission)
    table = _table(model)
    app = _name(apps.get_app_config(model._meta.app_label).verbose_name)
    return f"{capfirst(app)} | {table} | {sentence % {'table': table}}"


def _table(model: Any) -> str:
    tracked = getattr(model, "pgh_tracked_model", None)
    if tracked is not None:
        return _("%(table)s history") % {"table": _name(tracked._meta.verbose_name)}
    return _name(model._meta.verbose_name)


def _name(given: Any) -> str:
    """Tables of the public side have plain names, which are translated in the context of tables."""
    return str(given) if isinstance(given, Promise) else pgettext("table", str(given))
