"""Loading a bundle of JSON Lines: prepared beside the dataset, then put in its place, all of it or nothing."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pghistory
from django.db import transaction
from django.utils import translation
from psycopg import sql

from incidents.dataset.bulk import editorial
from incidents.dataset.bulk.checking import faults_of, rows_at, tellings
from incidents.dataset.bulk.known import differences, mark
from incidents.dataset.bulk.processes import side_by_side
from incidents.dataset.bulk.progress import Progress
from incidents.dataset.bulk.releasing import new_relations, published, render_all, still_true, units
from incidents.dataset.bulk.staging import Faults, drop, finish, stage
from incidents.dataset.bulk.tables import one, rows, table
from incidents.dataset.faults import Fault
from incidents.dataset.files import called
from incidents.dataset.report import counted
from incidents.dataset.writing import refusals
from incidents.publication import bulk
from incidents.publication.ledger import take_lock
from incidents.publication.version import current

# Any constant that no other code of the database uses; "bundle" in ASCII.
BUNDLE_LOCK = 0x62756E646C65
_BUSY = "is not read: another bundle is being loaded into this database; wait until that is done."
_MOVED = "refers to records that were taken away while it was loaded: load it again."


@dataclass
class BulkReport:
    """What loading a bundle did, or would do. Where there are faults nothing was written."""

    faults: Faults = field(default_factory=Faults)
    created: int = 0
    unchanged: int = 0
    published: int = 0
    version_before: int = 0
    version_after: int = 0
    dry_run: bool = False

    @property
    def ok(self) -> bool:
        return not self.fault_count

    @property
    def fault_count(self) -> int:
        return self.faults.count

    def lines(self) -> Iterator[str]:
        """The report for people: faults, or sums."""
        if not self.ok:
            yield from (str(fault) for fault in sorted(self.faults.shown))
            more = self.fault_count - len(self.faults.shown)
            yield from [f"… and {counted(more, 'more fault')}."] if more else []
            return
        yield f"{self.created} created, {self.unchanged} unchanged."
        before, after = self.version_before, self.version_after
        moved = f"version {before} → {after}" if after != before else f"version {before} as before"
        yield f"{counted(self.published, 'record')} published; dataset {moved}."
        if self.dry_run:
            yield "This was a dry run: nothing was written."


# What a report says depends on the files and the database, and not on the language of whoever asks.
@translation.override("en")
def load_bundle(
    paths: Sequence[Path], *, dry_run: bool = False, progress: Progress | None = None, processes: int = 1
) -> BulkReport:
    """Load files of JSON Lines. Where there is any fault, or with `dry_run`, the dataset stays as it is.

    What was read and rendered is kept for the next try, until a load has succeeded.
    """
    told = progress or Progress()
    with _alone() as alone:
        if not alone:
            return _refused([Fault(file=called(paths[0]), line=1, rule=_BUSY)])
        faults = stage(paths, told)
        if faults.count:
            return BulkReport(faults=faults)
        return _load(paths, told, dry_run=dry_run, processes=processes)


def _load(paths: Sequence[Path], told: Progress, *, dry_run: bool, processes: int) -> BulkReport:
    with told.step("check", total=1):
        finish()
        unchanged = mark()
        found = faults_of([*tellings(paths), *(differences() if unchanged else ())], paths)
    if found:
        return _refused(found)
    with told.step("render", total=units() + 1) as step:
        found = faults_of(render_all(step.advance, processes=processes), paths)
    if found:
        return _refused(found)
    with transaction.atomic(), pghistory.context(command="load_dataset", act="publish", reason="load_dataset"):
        bulk.compress_lightly()
        bulk.compile_nothing()
        report = _put_in_place(paths, told)
        report.unchanged, report.dry_run = unchanged, dry_run
        transaction.set_rollback(dry_run or not report.ok)
    if report.ok and not dry_run:
        with told.step("settle", total=len(bulk.tables())) as step:
            for _ in side_by_side(bulk.settle, bulk.tables(), at_once=processes):
                step.advance(1)
    return report


def _put_in_place(paths: Sequence[Path], told: Progress) -> BulkReport:
    # Two loads, or a load and an editor who publishes, come one after the other.
    take_lock()
    if not still_true():
        # Somebody has published meanwhile, and cannot do so again now.
        found = faults_of(render_all(lambda number: None, processes=1), paths)
        if found:
            return _refused(found)
    before, wanted = current().number, editorial.expected()
    try:
        with told.step("write", total=sum(wanted.values())) as step:
            editorial.insert(wanted, step.advance)
    except editorial.Refused as refused:
        return _refused(_in_words(refused, paths))
    except editorial.Moved:
        return _refused([Fault(file=called(paths[0]), line=1, rule=_MOVED)])
    public = published()
    with told.step("publish", total=bulk.waiting()) as step:
        after = bulk.commit(new_relations(), step.advance)
    drop()
    return BulkReport(created=sum(wanted.values()), published=public, version_before=before, version_after=after)


def _in_words(refused: editorial.Refused, paths: Sequence[Path]) -> list[Fault]:
    """What the database has against rows, as the YAML path says it: each is tried once more by itself."""
    found: list[Fault] = []
    names = sql.SQL(", ").join(sql.Identifier(name) for name in ("line", *refused.spec.derived))
    derived = sql.SQL("SELECT {} FROM {} WHERE file = %s AND line = %s").format(names, table(refused.spec))
    for place, row in rows_at(refused.places, paths):
        kept = rows(derived, place)[0][1:]
        row.values |= dict(zip(refused.spec.derived, kept, strict=True))
        found += refusals(row)
    return found


def _refused(faults: list[Fault]) -> BulkReport:
    told = Faults()
    told.add(faults)
    return BulkReport(faults=told)


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether no other bundle is being loaded; nor will one be, until this is done."""
    alone = bool(one(sql.SQL("SELECT pg_try_advisory_lock(%s)"), [BUNDLE_LOCK]))
    try:
        yield alone
    finally:
        if alone:
            one(sql.SQL("SELECT pg_advisory_unlock(%s)"), [BUNDLE_LOCK])
