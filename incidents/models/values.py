"""Which columns a typed value fills: exactly those of its type, and none where a claim states no value."""

from django.db.models import CheckConstraint, Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from incidents.models.constraints import one_of
from incidents.vocabularies import ValueQualifier, ValueType

_EMPTY = {
    "value_number": Q(value_number__isnull=True),
    "value_qualifier": Q(value_qualifier=""),
    "value_unit": Q(value_unit=""),
    "value_text": Q(value_text=""),
    "value_date": Q(value_date=""),
    "value_actor": Q(value_actor__isnull=True),
    "value_place": Q(value_place__isnull=True),
}

# The parts of each type; "" is no value at all.
VALUE_PARTS: dict[str, frozenset[str]] = {
    "": frozenset(),
    ValueType.QUANTITY: frozenset({"value_number", "value_qualifier", "value_unit"}),
    ValueType.MONEY: frozenset({"value_number", "value_qualifier", "value_unit"}),
    ValueType.PERCENTAGE: frozenset({"value_number", "value_qualifier"}),
    ValueType.DATE: frozenset({"value_date"}),
    ValueType.ACTOR: frozenset({"value_actor"}),
    ValueType.PLACE: frozenset({"value_place"}),
    ValueType.TEXT: frozenset({"value_text"}),
}


def _shape(value_type: str, parts: frozenset[str]) -> Q:
    condition = Q(value_type=value_type)
    for column, empty in _EMPTY.items():
        condition &= ~empty if column in parts else empty
    return condition


def _any_shape() -> Q:
    shapes = Q()
    for value_type, parts in VALUE_PARTS.items():
        shapes |= _shape(value_type, parts)
    return shapes


VALUE_CONSTRAINTS = [
    one_of("value_type", ValueType, optional=True),
    one_of("value_qualifier", ValueQualifier, optional=True),
    CheckConstraint(
        condition=_any_shape(),
        name="claim_value_parts",
        violation_error_message=format_lazy(
            gettext_lazy("Fill the parts of the value that its type has, and no others: {parts}."),
            parts="; ".join(f"{name}: {', '.join(sorted(parts))}" for name, parts in VALUE_PARTS.items() if name),
        ),
    ),
]
