"""Writing rows in an order in which each finds what it refers to. What the database refuses is put into words."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import ForeignKey, ManyToManyField, Model
from django.utils.translation import gettext as _

from incidents.dataset.changes import Change, Plan
from incidents.dataset.constraints import Breach, breaches
from incidents.dataset.faults import Fault
from incidents.dataset.rows import Row, in_words, label
from incidents.dataset.schema import SPEC_OF, SPECS, Spec
from incidents.models import ClaimAttribution


class Unready(Exception):
    """A record that the row refers to is not in the database, or not yet."""


class Refused(Exception):
    """What the row breaks."""

    def __init__(self, found: list[Breach]) -> None:
        super().__init__(found)
        self.found = found


def write(plan: Plan, *, prune: bool) -> Iterator[Fault]:
    """Write what is planned, parts that are left over deleted where `prune`; rows that cannot be written are faults.

    Spoiled rows are left out, and so is, without a fault of its own, what refers to them.
    """
    if prune:
        _delete(plan)
    ids = _Ids(plan.changes)
    for spec in SPECS:
        changes = [change for change in plan.changes if change.row.spec is spec and not change.row.spoiled]
        if spec is SPEC_OF[ClaimAttribution]:
            _make_room(changes)
        for fault in _write_all(changes, ids):
            yield fault if prune else _with_leftover(fault, plan)


def refusals(row: Row) -> list[Fault]:
    """What the database has against a new row, found out by writing it."""
    change = Change(row, None)
    error = _attempt(change, _Ids([change]))
    found = [row.fault(name, rule) for name, rule in error.found] if isinstance(error, Refused) else []
    return found or [row.fault("", "is refused by the database.")]


def _with_leftover(fault: Fault, plan: Plan) -> Fault:
    """What is in the way may be a row that the files have dropped."""
    kinds = [item for item in plan.leftover if fault.record.startswith(f"{item.spec.name} {item.key[0]} /")]
    if not kinds:
        return fault
    hint = _("The database holds %(row)s, which the files lack; --prune deletes it.")
    return replace(fault, rule=f"{fault.rule} {hint % {'row': in_words(label(kinds[0].spec, kinds[0].key))}}")


def _delete(plan: Plan) -> None:
    for spec in SPECS:
        ids = [item.pk for item in plan.leftover if item.spec is spec]
        if ids:
            spec.model._default_manager.filter(pk__in=ids).delete()


def _make_room(changes: list[Change]) -> None:
    """Two sources that change places would for a moment stand in the same place: take out those that move."""
    ClaimAttribution.objects.filter(pk__in=[change.stored.pk for change in changes if change.stored]).delete()
    for change in changes:
        change.anew = True


class _Ids:
    """Primary keys of records by slug."""

    def __init__(self, changes: list[Change]) -> None:
        self._known: dict[tuple[Spec, str], int] = {}
        wanted: dict[Spec, set[str]] = {}
        for change in changes:
            for _name, spec, slug in change.row.targets:
                wanted.setdefault(spec, set()).add(slug)
        for spec, slugs in wanted.items():
            rows = spec.model._default_manager.filter(slug__in=slugs).values_list("slug", "pk")
            self._known |= {(spec, slug): pk for slug, pk in rows}

    def put(self, change: Change, pk: int) -> None:
        if change.row.spec.is_record:
            self._known[change.row.spec, change.row.owner] = pk

    def get(self, spec: Spec, slug: str) -> int:
        if (spec, slug) not in self._known:
            raise Unready(slug)
        return self._known[spec, slug]


def _write_all(changes: list[Change], ids: _Ids) -> Iterator[Fault]:
    """Again and again, as long as one more succeeds: one may wait for a record, or for a value another gives up."""
    waiting = changes
    while True:
        failed = [(change, error) for change in waiting if (error := _attempt(change, ids))]
        if len(failed) in (0, len(waiting)):
            break
        waiting = [change for change, _error in failed]
    for change, error in failed:
        change.row.spoiled = True
        if isinstance(error, Refused):
            yield from (change.row.fault(name, rule) for name, rule in error.found)
    yield from _circles([change for change, error in failed if isinstance(error, Unready)])


def _circles(unready: list[Change]) -> Iterator[Fault]:
    """Records that wait for one another."""
    rows = {change.row.owner: change.row for change in unready}
    for owner, row in rows.items():
        path = [owner]
        while (above := _above(rows.get(path[-1]))[1]) and above not in path:
            path.append(above)
        if above == owner:
            yield row.fault(_above(row)[0], _("leads back to itself: %(way)s.") % {"way": " → ".join([*path, owner])})


def _above(row: Row | None) -> tuple[str, str]:
    """The field that names another record of the same model, and which one."""
    targets = row.targets if row else []
    return next(((name, slug) for name, spec, slug in targets if row and spec is row.spec), ("", ""))


def _attempt(change: Change, ids: _Ids) -> Unready | Refused | None:
    """Write one row, or say why not."""
    instance: Any = None
    try:
        with transaction.atomic():
            instance = _instance(change, ids)
            instance.clean()
            instance.save()
            _link(instance, change, ids)
    except Unready as unready:
        return unready
    except ValidationError as error:
        return Refused([(field, " ".join(messages)) for field, messages in _by_field(error).items()])
    except DatabaseError as error:
        return Refused(breaches(instance, error))
    ids.put(change, instance.pk)
    return None


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    return error.message_dict if hasattr(error, "error_dict") else {"": error.messages}


def _instance(change: Change, ids: _Ids) -> Model:
    spec, stored = change.row.spec, None if change.anew else change.stored
    instance = spec.model._default_manager.get(pk=stored.pk) if stored else spec.model()
    for name in spec.content if stored is None else change.fields:
        value: Any = change.row.values[name]
        match spec.content[name]:
            case ManyToManyField():
                continue
            case ForeignKey():
                setattr(instance, f"{name}_id", ids.get(spec.references[name], value) if value else None)
            case _:
                setattr(instance, name, list(value) if isinstance(value, tuple) else value)
    return instance


def _link(instance: Any, change: Change, ids: _Ids) -> None:
    for name, field in change.row.spec.fields.items():
        if isinstance(field, ManyToManyField) and (change.stored is None or name in change.fields):
            slugs: Any = change.row.values[name]
            getattr(instance, name).set([ids.get(change.row.spec.references[name], slug) for slug in slugs])
