"""Makers of the check constraints that many tables share, so that each rule is worded once."""

from django.db.models import CheckConstraint, F, Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from incidents.vocabularies import Vocabulary

SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
COUNTRY_PATTERN = r"^[A-Z]{2}$"
WIKIDATA_PATTERN = r"^Q[1-9][0-9]*$"
LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
SUBDIVISION_PATTERN = r"^[A-Z]{2}-[A-Z0-9]{1,3}$"
SCRIPT_PATTERN = r"^[A-Z][a-z]{3}$"
WEB_URL_PATTERN = r"^https?://[^\s]+$"


def one_of(field: str, vocabulary: type[Vocabulary], *, optional: bool = False) -> CheckConstraint:
    """The column holds a word of the vocabulary, or nothing where `optional`."""
    words = [*vocabulary.values, ""] if optional else list(vocabulary.values)
    return CheckConstraint(
        condition=Q(**{f"{field}__in": words}),
        name=f"%(class)s_{field}_word",
        violation_error_message=format_lazy(
            gettext_lazy("{field} must be one of: {words}."), field=field, words=", ".join(vocabulary.values)
        ),
    )


def shaped(field: str, pattern: str, *, optional: bool = True) -> CheckConstraint:
    """The column matches the pattern, or is empty where `optional`."""
    condition = Q(**{f"{field}__regex": pattern})
    return CheckConstraint(
        condition=condition | Q(**{field: ""}) if optional else condition,
        name=f"%(class)s_{field}_shape",
        violation_error_message=format_lazy(
            gettext_lazy("{field} must match {pattern}."), field=field, pattern=pattern
        ),
    )


def stated(field: str) -> CheckConstraint:
    """The text column is not empty."""
    return CheckConstraint(
        condition=~Q(**{field: ""}),
        name=f"%(class)s_{field}_stated",
        violation_error_message=format_lazy(gettext_lazy("{field} must not be empty."), field=field),
    )


def in_order(prefix: str) -> CheckConstraint:
    """The derived bounds `<prefix>_start` and `<prefix>_end` are in order where both are known."""
    start, end = f"{prefix}_start", f"{prefix}_end"
    return CheckConstraint(
        condition=Q(**{f"{start}__isnull": True}) | Q(**{f"{end}__isnull": True}) | Q(**{f"{start}__lte": F(end)}),
        name=f"%(class)s_{prefix}_in_order",
        violation_error_message=format_lazy(gettext_lazy("{start} must not be after {end}."), start=start, end=end),
    )


def bounds_need_date(prefix: str) -> CheckConstraint:
    """Bounds without a stated date would be invented."""
    unknown = Q(**{f"{prefix}_start__isnull": True, f"{prefix}_end__isnull": True, f"{prefix}_precision": "unknown"})
    return CheckConstraint(
        condition=~Q(**{prefix: ""}) | unknown,
        name=f"%(class)s_{prefix}_stated",
        violation_error_message=format_lazy(
            gettext_lazy("{date} is empty, so its bounds must be empty and its precision unknown."), date=prefix
        ),
    )
