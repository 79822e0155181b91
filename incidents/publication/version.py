"""The dataset version: a number that rises with every published change."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from typing import NamedTuple

import orjson
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, Subquery, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from eventsapi.rest.statements import Later, Statement, compiled
from incidents.publication.models import Change
from incidents.publication.redirects import Name, StandingFor, apart


class DatasetVersion(NamedTuple):
    """A version, the number of the newest, and for ids that were merged by then the ids that stand for them."""

    number: int
    changed_at: datetime | None
    newest: int
    leads_to: Mapping[Name, str]


def current(as_of: int | None = None, names: Collection[Name] = ()) -> DatasetVersion:
    """The newest version, or the newest up to `as_of`; 0 before anything was published.

    Takes one query, for an index entry or two, and looks up which of `names` were merged; before the first version,
    another one.
    """
    if as_of is None:
        return _newest_with(names) if names else _newest()
    # The number of a version is that of its last change.
    changes = Change.objects.order_by("-seq").filter(seq__lte=as_of, dataset_version__lte=as_of)
    columns: list[Combinable] = [Subquery(Change.objects.order_by("-seq").values("dataset_version")[:1])]
    if names:
        resources, slugs = (Value(part, ArrayField(TextField())) for part in apart(names))
        columns.append(StandingFor(resources, slugs, Value(as_of)))
    for number, changed_at, last, *merged in changes.values_list("dataset_version", "at", *columns)[:1]:
        return DatasetVersion(number, changed_at, last, _leads_to(*merged))
    return DatasetVersion(0, None, _newest().number, {})


def _leads_to(merged: Collection[tuple[str, str, str]] = ()) -> Mapping[Name, str]:
    return {(resource, slug): into for resource, slug, into in merged}


def _newest() -> DatasetVersion:
    """By a statement that is made once: every answer asks it, and making it takes longer than answering it."""
    for number, changed_at in _statement().run():
        return DatasetVersion(number, changed_at, number, {})
    return DatasetVersion(0, None, 0, {})


def _newest_with(names: Collection[Name]) -> DatasetVersion:
    for number, changed_at, merged in _statement_with_names().run([*apart(names), None]):
        return DatasetVersion(number, changed_at, number, _leads_to(merged))
    return DatasetVersion(0, None, 0, {})


@cache
def _statement_with_names() -> Statement:
    standing_for = StandingFor(Later(0), Later(1), Later(2))
    newest = Change.objects.order_by("-seq").values_list("dataset_version", "at", standing_for)
    return compiled(newest[:1], is_prepared=True)


@cache
def _statement() -> Statement:
    return compiled(Change.objects.order_by("-seq").values_list("dataset_version", "at")[:1], is_prepared=True)


class Newest:
    """The newest version beside rows. As text, because reading a moment in Python takes longer than the rest of a row,
    and one of them says it for all.
    """

    def statement(self, names_from: int | None = None) -> Statement:
        return _telling(names_from)

    def given(self, names: Collection[Name]) -> tuple[list[str], list[str]]:
        return apart(names)

    def read(self, told: str) -> DatasetVersion:
        number, changed_at, *merged = orjson.loads(told)
        return DatasetVersion(number, datetime.fromisoformat(changed_at), number, _leads_to(*merged))


@cache
def _telling(names_from: int | None) -> Statement:
    told: list[Combinable] = [F("dataset_version"), F("at")]
    if names_from is not None:
        told.append(StandingFor(Later(names_from), Later(names_from + 1), Value(None)))
    text = Cast(Func(*told, function="jsonb_build_array"), TextField())
    return compiled(Change.objects.order_by("-seq").values_list(text)[:1])


NEWEST = Newest()
