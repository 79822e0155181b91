"""The days on which something may have begun and ended, where one of them is not known.

With one day known and the other not, anything may be: it may have begun before every day, or last beyond every one.
Without either nothing is known. As one value it is served by one index, and PostgreSQL knows how often each occurs.
"""

from django.db.models import DateField, F, Func
from django.db.models.functions import Coalesce


def begins(dated: str) -> Coalesce:
    """SQL: the first possible day of what has the columns `{dated}_start` and `{dated}_end`."""
    return _or_beyond(f"{dated}_start", f"{dated}_end", beyond="-infinity")


def ends(dated: str) -> Coalesce:
    """SQL: the last possible day."""
    return _or_beyond(f"{dated}_end", f"{dated}_start", beyond="infinity")


def _or_beyond(column: str, other: str, *, beyond: str) -> Coalesce:
    unknown = Func(F(other), template=f"CASE WHEN %(expressions)s IS NOT NULL THEN '{beyond}'::date END")
    return Coalesce(F(column), unknown, output_field=DateField())
