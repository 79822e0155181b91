"""The dataset version: a number that rises with every published change."""

from datetime import datetime
from typing import NamedTuple

from incidents.publication.models import Change


class DatasetVersion(NamedTuple):
    number: int
    changed_at: datetime | None


def current(as_of: int | None = None) -> DatasetVersion:
    """The newest version, or the newest up to `as_of`; 0 before anything was published. Reads one index entry."""
    changes = Change.objects.order_by("-seq")
    if as_of is not None:
        # The number of a version is that of its last change.
        changes = changes.filter(seq__lte=as_of, dataset_version__lte=as_of)
    newest = changes.values_list("dataset_version", "at").first()
    return DatasetVersion(*newest) if newest else DatasetVersion(0, None)
