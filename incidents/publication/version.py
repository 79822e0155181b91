"""The dataset version: a number that rises with every published change."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from typing import NamedTuple

from django.db.models import Subquery
from django.db.models.expressions import Combinable

from eventsapi.rest.statements import Statement, compiled
from incidents.publication.models import Change
from incidents.publication.redirects import Name, StandingFor


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
    if as_of is None and not names:
        return _newest()
    changes = Change.objects.order_by("-seq")
    newest = changes.values("dataset_version")[:1]
    if as_of is not None:
        # The number of a version is that of its last change.
        changes = changes.filter(seq__lte=as_of, dataset_version__lte=as_of)
    columns: list[Combinable] = [] if as_of is None else [Subquery(newest)]
    columns += [StandingFor(names, version=as_of)] if names else []
    for number, changed_at, *others in changes.values_list("dataset_version", "at", *columns)[:1]:
        last = number if as_of is None else others[0]
        leads_to = {(resource, slug): into for resource, slug, into in (others[-1] if names else ())}
        return DatasetVersion(number, changed_at, last, leads_to)
    return DatasetVersion(0, None, _newest().number, {})


def _newest() -> DatasetVersion:
    """By a statement that is made once: every answer asks it, and making it takes longer than answering it."""
    for number, changed_at in _statement().run():
        return DatasetVersion(number, changed_at, number, {})
    return DatasetVersion(0, None, 0, {})


@cache
def _statement() -> Statement:
    return compiled(Change.objects.order_by("-seq").values_list("dataset_version", "at")[:1], is_prepared=True)
