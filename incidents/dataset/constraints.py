"""Which rules of the database a row breaks, in words and all at once; the database itself names the first only."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.db.models import BaseConstraint, CheckConstraint, Model, UniqueConstraint
from django.utils.translation import gettext as _

from incidents.models.refused import told

# (field, rule); the field is "" where the rule is about the row as a whole.
Breach = tuple[str, str]
_FEW = 3


def breaches(instance: Model, error: DatabaseError) -> list[Breach]:
    """What the database refused with this error, and whatever else it would have refused of the row."""
    return [*_unique_fields(instance), *_broken(instance, instance._meta.constraints)] or [("", _words_of(error))]


def broken_checks(instance: Model, *, without: Collection[str]) -> Iterator[Breach]:
    """What the row breaks by itself, whatever other rows there are; fields `without` a value are not judged."""
    checks = [constraint for constraint in instance._meta.constraints if isinstance(constraint, CheckConstraint)]
    yield from _broken(instance, checks, without=without)


def _broken(
    instance: Model, constraints: Iterable[BaseConstraint], *, without: Collection[str] = ()
) -> Iterator[Breach]:
    for constraint in constraints:
        try:
            constraint.validate(type(instance), instance, exclude=set(without))
        except ValidationError as refused:
            yield _field_of(constraint, instance), _rule_of(constraint, instance, refused)


def _unique_fields(instance: Model) -> Iterator[Breach]:
    try:
        instance.validate_unique()
    except ValidationError as refused:
        for name, messages in refused.message_dict.items():
            yield name, " ".join(messages)


def _field_of(constraint: BaseConstraint, instance: Model) -> str:
    names = set(constraint.fields) if isinstance(constraint, UniqueConstraint) else set()
    if isinstance(constraint, CheckConstraint):
        names = cast(Any, constraint.condition).referenced_base_fields
    declared = [field.name for field in instance._meta.fields if field.name in names or field.attname in names]
    return ", ".join(declared if len(declared) <= _FEW else declared[:1])


def _rule_of(constraint: BaseConstraint, instance: Model, refused: ValidationError) -> str:
    plain = constraint.violation_error_message == constraint.default_violation_error_message
    if isinstance(constraint, UniqueConstraint) and plain:
        rule = _("another %(table)s has the same %(fields)s.")
        return rule % {"table": instance._meta.verbose_name, "fields": _(" and ").join(constraint.fields)}
    return " ".join(refused.messages)


def _words_of(error: DatabaseError) -> str:
    diagnosis = getattr(error.__cause__, "diag", None)
    return told(str(diagnosis.message_primary if diagnosis else error))
