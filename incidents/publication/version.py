"""The dataset version: a number that rises with every published change."""

from datetime import datetime
from typing import NamedTuple

from incidents.publication.models import Change


class DatasetVersion(NamedTuple):
    number: int
    changed_at: datetime | None


def current() -> DatasetVersion:
    """The newest version, 0 before anything was published. One query that reads one index entry."""
    newest = Change.objects.order_by("-seq").values_list("dataset_version", "at").first()
    return DatasetVersion(*newest) if newest else DatasetVersion(0, None)
