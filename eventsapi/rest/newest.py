"""The newest version of the dataset, read together with what is answered: in one statement, and so at one moment."""

from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from eventsapi.rest.caching import DatasetVersion
from eventsapi.rest.statements import Statement


class Newest(Protocol):
    """What the name in REST_NEWEST_VERSION stands for."""

    @property
    def statement(self) -> Statement:
        """Finds one row of one column. It comes with each row of an answer: what takes long to read should be text."""

    def read(self, told: Any) -> DatasetVersion:
        """The version that was told."""


def newest() -> Newest:
    return _imported(settings.REST_NEWEST_VERSION)


@cache
def _imported(name: str) -> Newest:
    found: Newest = import_string(name)
    return found
