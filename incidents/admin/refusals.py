"""What the database or publication refuses, in words that an editor can act on, with links to the records."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from django.apps import apps
from django.db import DatabaseError, models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from incidents.models import Record
from incidents.models.refused import told
from incidents.publication.invariants import Problem
from incidents.publication.snapshots import MODELS

_KEY = re.compile(rf"\b({'|'.join(MODELS)}):([a-z0-9-]+)")


class Link(NamedTuple):
    text: str
    url: str


class Row(NamedTuple):
    """One problem as the page shows it."""

    record: Link
    field: str
    reason: str
    others: list[Link]


def change_url(record: Record) -> str:
    return reverse(f"admin:incidents_{record._meta.model_name}_change", args=[record.pk])


def rows(problems: Iterable[Problem]) -> list[Row]:
    """The problems, each with links to the record and to the other records that it names."""
    listed = list(problems)
    found = records_named(" ".join(f"{problem.record} {problem.reason}" for problem in listed))
    return [
        Row(
            record=_link(problem.record, found),
            field=pgettext("field", problem.field.replace("_", " ")),
            reason=problem.reason,
            others=[_link(key, found) for key in _keys(problem.reason)],
        )
        for problem in listed
    ]


def records_named(text: str) -> dict[str, Record]:
    """The records whose keys, such as claims:kyiv-strike, stand in the text, by key."""
    slugs: dict[str, set[str]] = {}
    for key in _keys(text):
        resource, slug = key.split(":")
        slugs.setdefault(resource, set()).add(slug)
    return {
        f"{resource}:{record.slug}": record
        for resource, wanted in slugs.items()
        for record in MODELS[resource]._default_manager.filter(slug__in=wanted)
    }


def _keys(text: str) -> list[str]:
    return list(dict.fromkeys(f"{resource}:{slug}" for resource, slug in _KEY.findall(text)))


def _link(key: str, found: dict[str, Record]) -> Link:
    record = found.get(key)
    return Link(key, change_url(record) if record else "")


def explain(error: DatabaseError) -> str:
    """Why the database refused a row, from the rule that it broke."""
    diagnosis = getattr(error.__cause__, "diag", None)
    constraint = _constraint(getattr(diagnosis, "constraint_name", None))
    if constraint is not None:
        return _rule(*constraint)
    parts = [getattr(diagnosis, part, None) for part in ("message_primary", "message_detail", "message_hint")]
    return _("Not saved: %(reason)s") % {
        "reason": f"{'. '.join(told(part).rstrip('.') for part in parts if part) or error}."
    }


def _constraint(name: str | None) -> tuple[type[models.Model], models.BaseConstraint] | None:
    for model in apps.get_app_config("incidents").get_models() if name else ():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                return model, constraint
    return None


def _called(model: type[models.Model], field: str) -> str:
    return str(getattr(model._meta.get_field(field), "verbose_name", field))


def _rule(model: type[models.Model], constraint: models.BaseConstraint) -> str:
    if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
        names = _(" and ").join(_called(model, name) for name in constraint.fields)
        rule = _("Not saved: another %(table)s has the same %(fields)s.")
        return rule % {"table": model._meta.verbose_name, "fields": names}
    return _("Not saved: %(reason)s") % {"reason": constraint.get_violation_error_message()}
