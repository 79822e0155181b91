"""Who changed what and when, from the history that the database itself keeps of a record and its parts."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pghistory.models import Events

from incidents.admin.versions import history_of
from incidents.admin.wording import Piece, compared
from incidents.models import Record

# Nobody types these, but they tell what happened; all other columns that nobody types follow from what was typed.
TELLING = {"status", "published_version", "merged_into_id", "retraction_reason"}
VERBS = {"insert": gettext_lazy("added"), "update": gettext_lazy("changed"), "delete": gettext_lazy("deleted")}
# What was done, as publication writes it into the history.
ACTS = {
    "submit for review": gettext_lazy("submit for review"),
    "send back": gettext_lazy("send back"),
    "publish": gettext_lazy("publish"),
    "retract": gettext_lazy("retract"),
    "merge": gettext_lazy("merge"),
    "undo merge": gettext_lazy("undo merge"),
    "import": gettext_lazy("import"),
}
PAGE = 200


class Difference(NamedTuple):
    field: str
    pieces: list[Piece]
    # The column, where its earlier value can be put back.
    column: str = ""


class Entry(NamedTuple):
    at: Any
    who: str
    what: str
    why: str
    differences: list[Difference]
    # By which the event is found again, and what can be done to a row that was deleted or added.
    slug: str
    can_put_back: bool
    can_take_out: bool


def events_of(record: Record, parts: Iterable[type[models.Model]]) -> QuerySet[Any]:
    """All that was written about the record and its parts, newest first; of other records that they were merged."""
    tables = [history_of(model) for model in (type(record), *parts)]
    rows: Any = Events.objects  # the package annotates none of its methods
    own = Q(pgh_obj_id=str(record.pk)) | Q(pgh_diff__has_key="merged_into_id")
    written: QuerySet[Any] = rows.across(*tables).references(record)
    return written.filter(~Q(pgh_obj_model=type(record)._meta.label) | own).order_by("-pgh_created_at", "-pgh_id")


def entries(
    record: Record,
    parts: Iterable[type[models.Model]],
    *,
    page: int = 1,
    can_undo: Callable[[Any, str], bool],
) -> tuple[list[Entry], bool]:
    """One page of the changes of the record and of its parts, newest first, and whether there are older ones.

    `can_undo` tells of an event and a column, or "" for the whole row, whether it can be put back.
    """
    events = list(events_of(record, parts)[(page - 1) * PAGE : page * PAGE + 1])
    told = [(event, _without_owner(record, event, _raw_differences(event))) for event in events[:PAGE]]
    names = _Names(told)
    found = [
        Entry(
            at=event.pgh_created_at,
            who=names.user(event),
            what=_what(record, event),
            why=_why(event.pgh_context or {}),
            differences=[
                names.difference(event, raw, column=raw[0] if can_undo(event, raw[0]) else "") for raw in differences
            ],
            slug=event.pgh_slug,
            can_put_back=event.pgh_label == "delete" and can_undo(event, ""),
            can_take_out=event.pgh_label == "insert" and can_undo(event, ""),
        )
        for event, differences in told
        if differences
    ]
    return found, len(events) > PAGE


def last_editor(record: Record) -> str:
    """The name of who made the last change, as a subject of a sentence."""
    table: Any = history_of(type(record))._default_manager
    newest = table.filter(pgh_obj_id=record.pk).order_by("version", "pgh_id").select_related("pgh_context").last()
    context = getattr(newest, "pgh_context", None)
    user = (context.metadata if context else {}).get("user")
    found = get_user_model()._default_manager.filter(pk=user).first() if user else None
    return found.get_username() if found else _("somebody")


def model_of(event: Any) -> type[models.Model]:
    """The table that the event is about."""
    return apps.get_model(event.pgh_obj_model)


def field_of(model: type[models.Model], column: str) -> Any:
    return next(field for field in model._meta.concrete_fields if field.column == column)


def _what(record: Record, event: Any) -> str:
    kind, verb = model_of(event)._meta.verbose_name, VERBS.get(event.pgh_label, event.pgh_label)
    if model_of(event) is type(record) and str(event.pgh_obj_id) != str(record.pk):
        return f"{kind} {event.pgh_data['slug']} {verb}"
    return f"{kind} {verb}"


def _why(context: dict[str, Any]) -> str:
    act = context.get("act", "")
    return ": ".join(str(part) for part in (ACTS.get(act, act), context.get("reason")) if part)


def _raw_differences(event: Any) -> list[tuple[str, Any, Any]]:
    """Column, value before and value after; an added or deleted row tells all that it holds."""
    if event.pgh_label == "update":
        pairs = (event.pgh_diff or {}).items()
        return [(name, before, after) for name, (before, after) in pairs if is_told(event, name)]
    held = [(name, value) for name, value in event.pgh_data.items() if value not in (None, "", [])]
    shown = [(name, value) for name, value in held if is_told(event, name)]
    if event.pgh_label == "delete":
        return [(name, value, None) for name, value in shown]
    return [(name, None, value) for name, value in shown]


def _without_owner(record: Record, event: Any, differences: list[Any]) -> list[Any]:
    """That a part belongs to the record whose history this is needs no telling."""
    return [told for told in differences if (_target(model_of(event), told[0]), *told[1:]) not in _owning(record)]


def _owning(record: Record) -> list[tuple[type[models.Model], Any, Any]]:
    return [(type(record), None, record.pk), (type(record), record.pk, None)]


def is_told(event: Any, column: str) -> bool:
    """Whether the page of the history shows the column: what somebody typed, and what tells what happened."""
    field = field_of(model_of(event), column)
    return column in TELLING or (field.editable and not field.primary_key)


class _Names:
    """Looks up, once for each table, what the ids in the history are called."""

    def __init__(self, told: list[tuple[Any, list[tuple[str, Any, Any]]]]) -> None:
        wanted: dict[type[models.Model], set[Any]] = {}
        for event, differences in told:
            for column, before, after in differences:
                if target := _target(model_of(event), column):
                    wanted.setdefault(target, set()).update({before, after} - {None})
        self._called = {model: model._default_manager.in_bulk(list(ids)) for model, ids in wanted.items()}
        users = {(event.pgh_context or {}).get("user") for event, _differences in told} - {None}
        self._users = get_user_model()._default_manager.in_bulk(list(users))

    def user(self, event: Any) -> str:
        """An editor, or the command; what neither says was written by a program, or in the database itself."""
        context = event.pgh_context
        if context is None:
            return _("SQL: nobody is known")
        if context.get("user"):
            found = self._users.get(context["user"])
            return found.get_username() if found else _("account no. %(pk)s, since deleted") % {"pk": context["user"]}
        if context.get("command"):
            return _("the command %(name)s") % {"name": context["command"]}
        return _("a command")

    def difference(self, event: Any, raw: tuple[str, Any, Any], *, column: str) -> Difference:
        field = field_of(model_of(event), raw[0])
        return Difference(str(field.verbose_name), compared(*(self._shown(field, value) for value in raw[1:])), column)

    def _shown(self, field: Any, value: Any) -> str:
        if value in (None, "", []):
            return ""
        if field.related_model is not None:
            called = self._called[field.related_model].get(value)
            return str(called or _("no. %(number)s, since deleted") % {"number": value})
        labels = {str(word): str(label) for word, label in field.flatchoices}
        values = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(str(item), str(item)) for item in values)


def _target(model: type[models.Model], column: str) -> type[models.Model] | None:
    related: type[models.Model] | None = field_of(model, column).related_model
    return related
