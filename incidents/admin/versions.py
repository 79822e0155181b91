"""A record and its parts as they stood when somebody opened them, from the history that the database keeps.

What one transaction wrote has one time in every history table, and a version that somebody has seen was committed: so
the parts that were written after it are those with a time at which only later versions were written.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models

from incidents.models import Record


def history_of(model: type[models.Model]) -> type[models.Model]:
    """The table in which the history of the model is kept."""
    tables: list[Any] = list(apps.get_app_config("incidents").get_models())
    kept = [table for table in tables if hasattr(table, "pgh_tracked_model")]
    found: type[models.Model] = next(
        table for table in kept if table.pgh_tracked_model._meta.concrete_model is model._meta.concrete_model
    )
    return found


class Former:
    """The record at an earlier version. Without one, as where a form does not say what was seen, it knows nothing."""

    def __init__(self, record: Record, version: int | None) -> None:
        self._record = record
        rows = history_of(type(record))._default_manager.filter(pgh_obj_id=record.pk)
        self._row = rows.filter(version=version).order_by("pgh_id").last()
        later = rows.filter(version__gt=version or 0).values_list("pgh_created_at", flat=True)
        earlier = rows.filter(version__lte=version or 0, pgh_created_at__in=list(later))
        self._later = set(later) - set(earlier.values_list("pgh_created_at", flat=True))

    def content(self) -> dict[str, Any] | None:
        """The values of its columns and lists of links, by field, as a form takes them; None where they are unknown."""
        if self._row is None:
            return None
        return {**_values(self._row, type(self._record)), **self._links()}

    def parts(self, model: type[models.Model], numbers: Iterable[Any]) -> dict[Any, dict[str, Any]]:
        """The same of those rows of a table below it that there were, by their number."""
        rows = self._rows(model).filter(pgh_obj_id__in=list(numbers)) if self._row else ()
        return {number: _values(row, model) for number, row in _standing(rows).items()}

    def _links(self) -> dict[str, list[Any]]:
        found = {}
        for field in type(self._record)._meta.many_to_many:
            through: Any = field.remote_field.through
            if not through._meta.auto_created:
                continue
            rows = self._rows(through).filter(**{field.m2m_column_name(): self._record.pk})
            found[field.name] = [getattr(row, field.m2m_reverse_name()) for row in _standing(rows).values()]
        return found

    def _rows(self, model: type[models.Model]) -> models.QuerySet[Any]:
        return history_of(model)._default_manager.exclude(pgh_created_at__in=self._later).order_by("pgh_id")


def _standing(rows: Iterable[Any]) -> dict[Any, Any]:
    """The last row about each thing that was not deleted by then."""
    last = {row.pgh_obj_id: row for row in rows}
    return {number: row for number, row in last.items() if row.pgh_label != "delete"}


def _values(row: Any, model: type[models.Model]) -> dict[str, Any]:
    return {field.name: getattr(row, field.attname) for field in model._meta.concrete_fields}
