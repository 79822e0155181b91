"""Who changed what and when, from the history that the database itself keeps of a record and its parts."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from pghistory.models import Events

from incidents.models import Record

# Nobody types these, but they tell what happened; all other columns that nobody types follow from what was typed.
TELLING = {"status", "published_version", "merged_into_id", "retraction_reason"}
VERBS = {"insert": "added", "update": "changed", "delete": "deleted"}
PAGE = 200


class Difference(NamedTuple):
    field: str
    before: str
    after: str


class Entry(NamedTuple):
    at: Any
    who: str
    what: str
    why: str
    differences: list[Difference]


def entries(record: Record, parts: Iterable[type[models.Model]]) -> list[Entry]:
    """The last 200 changes of the record and of its parts, newest first."""
    tables = [_history_of(model) for model in (type(record), *parts)]
    rows: Any = Events.objects  # the package annotates none of its methods
    events = list(rows.across(*tables).references(record).order_by("-pgh_created_at", "-pgh_id")[:PAGE])
    told = [(event, _without_owner(record, event, _raw_differences(event))) for event in events]
    names = _Names(told)
    return [
        Entry(
            at=event.pgh_created_at,
            who=names.user(event),
            what=f"{_model(event)._meta.verbose_name} {_verb(event)}",
            why=_why(event.pgh_context or {}),
            differences=[names.difference(_model(event), *raw) for raw in differences],
        )
        for event, differences in told
        if differences
    ]


def last_editor(record: Record) -> str:
    """The name of who made the last change, as a subject of a sentence."""
    table = _history_of(type(record))
    newest = table._default_manager.filter(pgh_obj_id=record.pk).select_related("pgh_context").last()
    context = getattr(newest, "pgh_context", None)
    user = (context.metadata if context else {}).get("user")
    found = get_user_model()._default_manager.filter(pk=user).first() if user else None
    return found.get_username() if found else "somebody"


def _history_of(model: type[models.Model]) -> type[models.Model]:
    return apps.get_model("incidents", f"{model.__name__}History")


def _model(event: Events) -> type[models.Model]:
    return apps.get_model(event.pgh_obj_model)


def _verb(event: Events) -> str:
    return VERBS.get(event.pgh_label, event.pgh_label)


def _why(context: dict[str, Any]) -> str:
    return ": ".join(context[part] for part in ("act", "reason") if context.get(part))


def _raw_differences(event: Events) -> list[tuple[str, Any, Any]]:
    """Column, value before and value after; an added or deleted row tells all that it holds."""
    if event.pgh_label == "update":
        pairs = (event.pgh_diff or {}).items()
        return [(name, before, after) for name, (before, after) in pairs if _is_told(event, name)]
    held = [(name, value) for name, value in event.pgh_data.items() if value not in (None, "", [])]
    shown = [(name, value) for name, value in held if _is_told(event, name)]
    if event.pgh_label == "delete":
        return [(name, value, None) for name, value in shown]
    return [(name, None, value) for name, value in shown]


def _without_owner(record: Record, event: Events, differences: list[Any]) -> list[Any]:
    """That a part belongs to the record whose history this is needs no telling."""
    return [told for told in differences if (_target(_model(event), told[0]), *told[1:]) not in _owning(record)]


def _owning(record: Record) -> list[tuple[type[models.Model], Any, Any]]:
    return [(type(record), None, record.pk), (type(record), record.pk, None)]


def _is_told(event: Events, column: str) -> bool:
    field = _field(_model(event), column)
    return column in TELLING or (field.editable and not field.primary_key)


class _Names:
    """Looks up, once for each table, what the ids in the history are called."""

    def __init__(self, told: list[tuple[Events, list[tuple[str, Any, Any]]]]) -> None:
        wanted: dict[type[models.Model], set[Any]] = {}
        for event, differences in told:
            for column, before, after in differences:
                if target := _target(_model(event), column):
                    wanted.setdefault(target, set()).update({before, after} - {None})
        self._called = {model: model._default_manager.in_bulk(list(ids)) for model, ids in wanted.items()}
        users = {(event.pgh_context or {}).get("user") for event, _ in told} - {None}
        self._users = get_user_model()._default_manager.in_bulk(list(users))

    def user(self, event: Events) -> str:
        found = self._users.get((event.pgh_context or {}).get("user"))
        return found.get_username() if found else "a command"

    def difference(self, model: type[models.Model], column: str, before: Any, after: Any) -> Difference:
        target = _target(model, column)
        label = str(_field(model, column).verbose_name)
        return Difference(label, *(self._shown(target, value) for value in (before, after)))

    def _shown(self, target: type[models.Model] | None, value: Any) -> str:
        if value in (None, "", []):
            return ""
        if target is None:
            return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        return str(self._called[target].get(value, f"no. {value}, since deleted"))


def _field(model: type[models.Model], column: str) -> Any:
    return next(field for field in model._meta.concrete_fields if field.column == column)


def _target(model: type[models.Model], column: str) -> type[models.Model] | None:
    related: type[models.Model] | None = _field(model, column).related_model
    return related
