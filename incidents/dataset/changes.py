"""What would have to be written so that the database holds what the files say, and what is only in the database."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from incidents.dataset.faults import Fault
from incidents.dataset.files import Files
from incidents.dataset.rows import Row
from incidents.dataset.schema import SPECS, WITHDRAWAL, Spec
from incidents.dataset.stored import Stored, identified, parts_of, stored
from incidents.dataset.typed import Value
from incidents.vocabularies import Status

# An editor's decision with a reason, or a public act: not something a file does in passing.
DECIDED = ("status", *WITHDRAWAL)


@dataclass(eq=False)
class Change:
    """A row to create, or to change in the fields of `fields` (old and new value by name), by inserting it `anew`."""

    row: Row
    stored: Stored | None
    fields: dict[str, tuple[Value, Value]] = field(default_factory=dict)
    anew: bool = False


@dataclass
class Plan:
    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    # Parts of records that the files hold, which the files do not.
    leftover: list[Stored] = field(default_factory=list)
    # Slugs of records that the files do not hold, by model.
    absent: dict[Spec, list[str]] = field(default_factory=dict)

    @property
    def created(self) -> list[Change]:
        return [change for change in self.changes if change.stored is None]

    @property
    def changed(self) -> list[Change]:
        return [change for change in self.changes if change.stored is not None]


def lock_records(files: Files) -> None:
    """Let nobody edit the records of the files until the transaction ends."""
    for spec in SPECS:
        if spec.is_record:
            rows = spec.model._default_manager.filter(slug__in=_slugs(files, spec))
            list(rows.select_for_update().order_by("slug").values_list("pk"))


def keep_states(files: Files) -> None:
    """Let records stand where they stand, whatever the files say of it, and new ones be drafts."""
    for spec in SPECS:
        if spec.is_record:
            known = dict(spec.model._default_manager.filter(slug__in=_slugs(files, spec)).values_list("slug", "status"))
            for row in files.of(spec):
                row.values["status"] = known.get(row.owner, Status.DRAFT)


def plan(files: Files) -> Plan:
    """Compare the files with the database."""
    made = Plan()
    for spec in SPECS:
        rows = [row for row in files.of(spec) if not row.faulty & set(spec.key)]
        records = {*_slugs(files, spec.owner)}
        present = stored(spec, parts_of(spec, records | {row.owner for row in rows}))
        known = identified(spec, [(item.values, item) for item in present])
        wanted = identified(spec, [(row.values, row) for row in rows])
        for identity, row in wanted.items():
            _compare(row, known.get(identity), made)
        if spec in files.scope:
            _note_leftover(spec, [known[identity] for identity in known if identity not in wanted], records, made)
        if files.whole and spec.is_record:
            _note_absent(spec, records, made)
    return made


def _slugs(files: Files, spec: Spec) -> set[str]:
    return {row.owner for row in files.of(spec)}


def _compare(row: Row, found: Stored | None, made: Plan) -> None:
    if found is None:
        made.changes.append(Change(row, None))
        return
    pairs = {name: (found.values[name], row.values[name]) for name in row.spec.content}
    fields = {name: (old, new) for name, (old, new) in pairs.items() if old != new}
    if fields:
        made.changes.append(Change(row, found, fields))
    else:
        made.unchanged += 1


def _note_leftover(spec: Spec, unnamed: list[Stored], records: set[str], made: Plan) -> None:
    if not spec.is_record:
        made.leftover += [item for item in unnamed if item.key[0] in records]


def _note_absent(spec: Spec, records: set[str], made: Plan) -> None:
    absent = spec.model._default_manager.exclude(slug__in=records).order_by("slug").values_list("slug", flat=True)
    if absent:
        made.absent[spec] = list(absent)


def undecided(changes: list[Change]) -> Iterator[Fault]:
    """Files that would withdraw, or bring back, a record that the public has seen."""
    for change in changes:
        if change.stored and change.stored.was_published:
            for name in [name for name in DECIDED if name in change.fields]:
                old = change.fields[name][0]
                rule = _("is %(old)r in the database, where publishing and retracting move it, not files: write that.")
                yield change.row.fault(name, rule % {"old": old})
