"""Rows of the database, in the same terms as rows of files."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, ForeignKey, ManyToManyField, Q, QuerySet, Value

from incidents.dataset.schema import AnyField, Spec
from incidents.dataset.typed import Value as Typed

Values = dict[str, Typed]
Identity = tuple[Typed, ...]
T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Stored:
    """One row. `was_published` tells whether the public has ever seen the record; parts are not seen by themselves."""

    spec: Spec
    pk: int
    values: Values
    was_published: bool

    @property
    def key(self) -> Identity:
        return tuple(self.values[name] for name in self.spec.key)


def stored(spec: Spec, rows: QuerySet[Any]) -> list[Stored]:
    """The rows as they are in the database, in no order. One query."""
    columns = {f"_{name}": _column(name, field) for name, field in spec.content.items()}
    plain = ["pk", "published_version"] if spec.is_record else ["pk"]
    return [
        Stored(
            spec,
            row["pk"],
            {name: _typed(row[f"_{name}"]) for name in spec.content},
            row.get("published_version") is not None,
        )
        for row in rows.order_by().values(*plain, **columns)
    ]


def parts_of(spec: Spec, owners: Collection[str]) -> QuerySet[Any]:
    """The rows that belong to the records with these slugs; the records themselves for a model of records."""
    path = "slug" if spec.is_record else f"{spec.key[0]}__slug"
    return spec.model._default_manager.filter(**{f"{path}__in": owners})


def identified(spec: Spec, items: Iterable[tuple[Values, T]]) -> dict[Identity, T]:
    """The items by what makes a row of the files and one of the database the same row.

    That is the natural key. Of a quote that occurs more than once, it is which of them it is: when the text around
    it changes the position does too, and it is still the same row.
    """
    if not spec.is_quote:
        return {tuple(values[name] for name in spec.key): item for values, item in items}
    found: dict[Identity, T] = {}
    before: Counter[Identity] = Counter()
    for values, item in sorted(items, key=lambda pair: cast(int, pair[0]["start"])):
        same = (values[spec.key[0]], values["quote"])
        found[*same, before[same]] = item
        before[same] += 1
    return found


def _column(name: str, field: AnyField) -> Any:
    match field:
        case ManyToManyField():
            slugs = f"{name}__slug"
            present = Q(**{f"{name}__isnull": False})
            return ArrayAgg(slugs, filter=present, order_by=slugs, default=Value([]))
        case ForeignKey():
            return F(f"{name}__slug")
    return F(name)


def _typed(value: Any) -> Typed:
    return tuple(value) if isinstance(value, list) else value
