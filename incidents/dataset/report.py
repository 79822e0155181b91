"""What loading did, or would do, as text."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from incidents.dataset.changes import Change, Plan
from incidents.dataset.faults import Fault, shortened
from incidents.dataset.files import Files
from incidents.dataset.rows import label
from incidents.dataset.schema import Spec
from incidents.dataset.typed import Value

MAX_FAULTS = 100
MAX_SLUGS = 10


@dataclass(frozen=True, kw_only=True)
class Report:
    """Where there are faults nothing was written. `published` are keys such as `events:kyiv-strike`.

    `files` are what was read, with texts and positions found.
    """

    faults: list[Fault] = field(default_factory=list)
    files: Files = field(default_factory=Files)
    plan: Plan = field(default_factory=Plan)
    published: list[str] = field(default_factory=list)
    version_before: int = 0
    version_after: int = 0
    dry_run: bool = False
    pruned: bool = False

    @property
    def ok(self) -> bool:
        return not self.faults

    @property
    def fault_count(self) -> int:
        return len(self.faults)

    def lines(self) -> Iterator[str]:
        """The report for people: faults, or the differences and their sum."""
        if self.faults:
            yield from fault_lines(self.faults)
            return
        yield from self.changes()
        yield from self._leftover()
        yield from self._absent()
        yield from self._sum()

    def changes(self) -> Iterator[str]:
        """What is created and changed, a line each."""
        yield from _created(self.plan)
        yield from (line for change in self.plan.changed for line in _changed(change))

    def _leftover(self) -> Iterator[str]:
        fate = "deleted" if self.pruned else "in the database only; --prune deletes it"
        yield from (f"- {label(item.spec, item.key)} ({fate})" for item in self.plan.leftover)

    def _absent(self) -> Iterator[str]:
        for spec, slugs in self.plan.absent.items():
            more = f" and {len(slugs) - MAX_SLUGS} more" if len(slugs) > MAX_SLUGS else ""
            shown = ", ".join(slugs[:MAX_SLUGS])
            yield f"In the database only, and left as they are: {spec.name} {shown}{more}."

    def _sum(self) -> Iterator[str]:
        plan = self.plan
        gone = f", {len(plan.leftover)} deleted" if self.pruned else ""
        yield f"{len(plan.created)} created, {len(plan.changed)} changed, {plan.unchanged} unchanged{gone}."
        before, after = self.version_before, self.version_after
        moved = f"version {before} → {after}" if after != before else f"version {before} as before"
        yield f"{counted(len(self.published), 'record')} published; dataset {moved}."
        if self.dry_run:
            yield "This was a dry run: nothing was written."


def fault_lines(faults: list[Fault]) -> Iterator[str]:
    """The faults in the order of the files, the first hundred in full."""
    yield from (str(fault) for fault in sorted(faults)[:MAX_FAULTS])
    if len(faults) > MAX_FAULTS:
        yield f"… and {counted(len(faults) - MAX_FAULTS, 'more fault')}."


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _created(plan: Plan) -> Iterator[str]:
    """New records with the number of their parts; new parts of known records one by one."""
    rows = [change.row for change in plan.created]
    records = {(row.spec, row.owner) for row in rows if row.spec.is_record}
    parts: dict[tuple[Spec, str], Counter[str]] = defaultdict(Counter)
    for row in rows:
        if not row.spec.is_record:
            parts[row.spec.owner, row.owner][row.spec.name] += 1
    for row in rows:
        if row.spec.is_record:
            counts = ", ".join(f"{number} {name}" for name, number in parts[row.spec, row.owner].items())
            yield f"+ {row.record}" + (f" ({counts})" if counts else "")
        elif (row.spec.owner, row.owner) not in records:
            yield f"+ {row.record}"


def _changed(change: Change) -> Iterator[str]:
    yield f"~ {change.row.record}"
    for name, (old, new) in change.fields.items():
        yield f"    {name}: {_shown(name, old)} → {_shown(name, new)}"


def _shown(name: str, value: Value) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(value)}]"
    if name == "text":
        return f"{len(str(value))} characters"
    return repr(shortened(value)) if isinstance(value, str) else "none" if value is None else str(value)
