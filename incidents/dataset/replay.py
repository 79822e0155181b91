"""Making the editors' tables anew from nothing but their history: proof that it holds all that was ever written."""

from typing import Any

from django.apps import apps
from django.db import models
from pghistory.models import Event

from incidents.models import Record

# The rows of a table by their number, column by column.
Rows = dict[Any, dict[str, Any]]


def histories() -> list[type[models.Model]]:
    """Every table that keeps the history of another."""
    return [table for table in apps.get_models() if issubclass(table, Event)]


def replayed(history: type[models.Model]) -> Rows:
    """The table as its history tells it, from empty, one change after the other."""
    rows: Rows = {}
    columns = _columns(history)
    told = history._default_manager.order_by(*_order(history)).values("pgh_label", "pgh_obj_id", *columns)
    for event in told.iterator():
        if event["pgh_label"] == "delete":
            del rows[event["pgh_obj_id"]]
        else:
            rows[event["pgh_obj_id"]] = {column: event[column] for column in columns}
    return rows


def live(history: type[models.Model]) -> Rows:
    """The table as it is."""
    model = _tracked(history)
    return {row[model._meta.pk.attname]: row for row in model._default_manager.values(*_columns(history))}


def _order(history: type[models.Model]) -> list[str]:
    """A record's own numbers come first: a trigger that edits it once more is recorded before the edit that it follows.

    Other rows are written under a lock of the row until the end of the transaction, so they are numbered in order.
    """
    return ["version", "pgh_id"] if issubclass(_tracked(history), Record) else ["pgh_id"]


def _columns(history: type[models.Model]) -> list[str]:
    return [field.attname for field in _tracked(history)._meta.concrete_fields]


def _tracked(history: Any) -> Any:
    return history.pgh_tracked_model
