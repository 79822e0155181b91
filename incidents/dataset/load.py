"""Loading a dataset from files: all of it or nothing, every fault named, and nothing written where nothing differs."""

from collections.abc import Sequence
from pathlib import Path

import pghistory
from django.db import transaction
from django.utils import translation

from incidents.dataset.changes import keep_states, lock_records, plan, undecided
from incidents.dataset.checking import check
from incidents.dataset.faults import Fault
from incidents.dataset.files import Files, read_files
from incidents.dataset.releasing import release
from incidents.dataset.report import Report
from incidents.dataset.writing import write
from incidents.publication.ledger import take_lock
from incidents.publication.version import current


def load(paths: Sequence[str | Path] = (), *, dry_run: bool = False, prune: bool = False) -> Report:
    """Load fixture files, or the *.yaml of folders; fixtures/ where no path is given.

    Where there is any fault, or with `dry_run`, nothing is written: what was tried to find out is rolled back. What is
    only in the database stays as it is; with `prune`, parts (names, quotes, links …) of records that the files hold
    are deleted where the files lack them. Records are never deleted.
    """
    # What commands print depends on the files and the database, and on no reader's language.
    with pghistory.context(command="load_dataset"), translation.override("en"):
        return load_files(read_files(paths), dry_run=dry_run, prune=prune, publishing=True)


def load_files(files: Files, *, dry_run: bool, publishing: bool, prune: bool = False) -> Report:
    """The same for what has been read. Without `publishing`, new records are drafts, and edits of public ones wait.

    Faults are told in the reader's language.
    """
    with transaction.atomic():
        # Two loads, or a load and an editor who publishes, come one after the other.
        take_lock()
        report = _load(files, dry_run=dry_run, prune=prune, publishing=publishing)
        if dry_run or not report.ok:
            transaction.set_rollback(True)
    return report


def _load(files: Files, *, dry_run: bool, prune: bool, publishing: bool) -> Report:
    before = current().number
    lock_records(files)
    if not publishing:
        keep_states(files)
    faults: list[Fault] = [*files.faults, *check(files)]
    planned = plan(files)
    faults += undecided(planned.changes)
    faults += write(planned, prune=prune)
    published, refused = release(files) if publishing else ([], [])
    faults += refused
    return Report(
        faults=sorted(faults),
        files=files,
        plan=planned,
        published=published,
        version_before=before,
        version_after=current().number,
        dry_run=dry_run,
        pruned=prune,
    )
