"""What the text of a fixture means for a field: a text, a number, a list of words, a record by its slug, or nothing."""

import re
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import DecimalField, ForeignKey, IntegerField, ManyToManyField
from django.utils.translation import gettext as _

from incidents.dataset.schema import AnyField
from incidents.dataset.yaml_reader import Items, Node, Scalar

# References are slugs, lists are in the order they are kept in.
Value = str | int | Decimal | tuple[str, ...] | None

# Python would also take 1_000, ٣ and Infinity.
_WHOLE = re.compile(r"-?[0-9]{1,18}")
_DECIMAL = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")


class Misfit(ValueError):
    """A value of another type than its field's. The message says what to write."""


def typed(field: AnyField, node: Node) -> Value:
    """The value; raises Misfit."""
    match field:
        case ManyToManyField():
            return tuple(sorted(_distinct([_slug(item) for item in _items(node, "[[slug], [slug]]")])))
        case ArrayField():
            return tuple(_distinct([_text(item) for item in _items(node, "[word, word]")]))
        case ForeignKey():
            return None if _absent(field, node) else _slug(node)
        case IntegerField():
            return None if _absent(field, node) else int(_number(node, _WHOLE, _("must be a whole number.")))
        case DecimalField():
            return (
                None
                if _absent(field, node)
                else Decimal(_number(node, _DECIMAL, _("must be a number such as 38 or 49.84.")))
            )
    return _text(node)


def _absent(field: AnyField, node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_null and field.null


def _items(node: Node, example: str) -> list[Any]:
    if not isinstance(node, Items):
        raise Misfit(_("must be a list: %(example)s.") % {"example": example})
    return node.items


def _distinct(values: list[str]) -> list[str]:
    for value in values:
        if values.count(value) > 1:
            raise Misfit(_("lists %(value)r twice.") % {"value": value})
    return values


def _slug(node: Node) -> str:
    if isinstance(node, Items) and len(node.items) == 1:
        return _text(node.items[0])
    raise Misfit(_("must name a record as a list of its slug: [slug]."))


def _number(node: Node, pattern: re.Pattern[str], wanted: str) -> str:
    if not isinstance(node, Scalar) or not pattern.fullmatch(node.text):
        raise Misfit(wanted)
    return node.text


def _text(node: Node) -> str:
    if not isinstance(node, Scalar):
        raise Misfit(_("must be a text, not a list or mapping."))
    if node.is_null:
        raise Misfit(_("must be a text, not null: leave the field out where nothing is known."))
    if "\0" in node.text or any("\ud800" <= character <= "\udfff" for character in node.text):
        raise Misfit(_("holds NUL or half a surrogate pair, which no text has: remove it."))
    return node.text
