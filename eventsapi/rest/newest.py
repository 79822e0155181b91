"""The newest version of the dataset, read together with what is answered: in one statement, and so at one moment."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from eventsapi.rest.caching import DatasetVersion, Name
from eventsapi.rest.statements import Statement


class Newest(Protocol):
    """What the name in REST_NEWEST_VERSION stands for."""

    def statement(self, names_from: int | None = None) -> Statement:
        """Finds one row of one column. It comes with each row of an answer: what takes long to read should be text.

        It tells which names were merged, too, where the number of the first value is given that `given` makes of them.
        """

    def given(self, names: Collection[Name]) -> Sequence[Any]:
        """The values that stand for the names."""

    def read(self, told: Any) -> DatasetVersion:
        """The version that was told."""


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What is to be told beside rows: the version, and which of the names were merged by then."""

    names: Collection[Name] = ()

    def statement(self, given: Sequence[Any]) -> tuple[Statement, list[Any]]:
        """The statement for it, and what both are given, where the other one is given that."""
        if not self.names:
            return newest().statement(), [*given]
        return newest().statement(len(given)), [*given, *newest().given(self.names)]


def newest() -> Newest:
    return _imported(settings.REST_NEWEST_VERSION)


@cache
def _imported(name: str) -> Newest:
    found: Newest = import_string(name)
    return found
