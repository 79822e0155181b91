"""Reading the files of a bundle into the tables beside the dataset; each that was read to its end is read once."""

import gzip
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path
from typing import Any, BinaryIO

from django.db import connection, transaction
from psycopg import sql

from incidents.dataset.bulk.lines import TEXT, Read, read_line, row_at, text_of
from incidents.dataset.bulk.progress import Progress, Step
from incidents.dataset.bulk.tables import (
    SCHEMA,
    beside,
    columns,
    definitions,
    derived,
    indexes,
    one,
    rows,
    run,
    signature,
    table,
)
from incidents.dataset.documents import NoText
from incidents.dataset.faults import Fault
from incidents.dataset.files import PATTERN, called
from incidents.dataset.report import MAX_FAULTS
from incidents.dataset.schema import SPEC_OF, SPECS, Spec
from incidents.models import Article
from incidents.publication.bulk import compress_lightly

SUFFIXES = (".jsonl", ".jsonl.gz")
# Rows of a model that are kept in memory before they are written.
HELD = 2_000
PROGRESS_EVERY = 1_000


@dataclass
class Faults:
    """The first faults in full, and how many there are."""

    shown: list[Fault] = field(default_factory=list)
    count: int = 0

    def add(self, faults: Sequence[Fault]) -> None:
        self.count += len(faults)
        self.shown += faults[: max(0, MAX_FAULTS - len(self.shown))]


def sorted_out(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """The files of JSON Lines among these, and all other paths; a folder stands for its files where it has no YAML."""
    bundle: list[Path] = []
    others: list[Path] = []
    for path in paths:
        inside = sorted(file for file in path.iterdir() if is_bundle(file)) if path.is_dir() else []
        if is_bundle(path):
            bundle.append(path)
        elif inside and not list(path.glob(PATTERN)):
            bundle += inside
        else:
            others.append(path)
    return bundle, others


def is_bundle(path: Path) -> bool:
    return path.name.endswith(SUFFIXES)


def opened(raw: BinaryIO, path: Path) -> Iterable[bytes]:
    """The lines of a file, unpacked where its name says that it is packed."""
    return gzip.GzipFile(fileobj=raw) if path.name.endswith(".gz") else raw


def stage(paths: Sequence[Path], progress: Progress) -> Faults:
    """Lay out the rows of all files; what other files of earlier runs had laid out is taken away."""
    faults = Faults()
    faults.add(list(_unreadable(paths)))
    if faults.count:
        return faults
    _prepare(paths)
    with progress.step("read", total=sum(path.stat().st_size for path in paths)) as step:
        for number, path in enumerate(paths, start=1):
            if not one(sql.SQL("SELECT count(*) FROM {} WHERE id = %s").format(beside("file")), [number]):
                _read(path, number, faults, step)
            step.advance(path.stat().st_size)
    return faults


def finish() -> None:
    """Make what was laid out fit to be asked, once."""
    if told("indexed"):
        return
    with transaction.atomic():
        run(
            sql.SQL("INSERT INTO {} SELECT c.slug, e FROM {} c, unnest(c.events) e").format(
                beside("claim_event"), sql.Identifier(SCHEMA, "claim")
            )
        )
        for statement in indexes():
            run(statement)
        for spec in SPECS:
            run(sql.SQL("ANALYZE {}").format(table(spec)))
        run(sql.SQL("ANALYZE {}").format(beside("claim_event")))
        tell("indexed", "yes")


def drop() -> None:
    run(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(SCHEMA)))


def tell(name: str, told: str) -> None:
    """Note how far the load has come, for the next run."""
    run(
        sql.SQL("INSERT INTO {} VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET told = EXCLUDED.told").format(
            beside("stage")
        ),
        [name, told],
    )


def told(name: str) -> str:
    found = rows(sql.SQL("SELECT told FROM {} WHERE name = %s").format(beside("stage")), [name])
    return str(found[0][0]) if found else ""


def _unreadable(paths: Sequence[Path]) -> Iterator[Fault]:
    for path in paths:
        try:
            path.open("rb").close()
        except OSError as error:
            yield Fault(file=called(path), line=1, rule=f"cannot be read: {error.strerror}.")


def _prepare(paths: Sequence[Path]) -> None:
    """Keep what was laid out if it is of these files and these models, else begin anew."""
    wanted = [(number, called(path), _digest(path)) for number, path in enumerate(paths, start=1)]
    if one(sql.SQL("SELECT to_regclass(%s) IS NOT NULL"), [f"{SCHEMA}.stage"]) and told("signature") == signature():
        found = rows(sql.SQL("SELECT id, name, digest FROM {} ORDER BY id").format(beside("file")))
        if set(found) <= set(wanted) and (len(found) == len(wanted) or not told("indexed")):
            return
    with transaction.atomic():
        drop()
        run(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(SCHEMA)))
        for statement in definitions():
            run(sql.SQL(statement))
        tell("signature", signature())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _read(path: Path, number: int, faults: Faults, step: Step) -> None:
    """Lay out the rows of one file: all of them, or none where there is a fault in it."""
    held: dict[Spec, list[list[Any]]] = {spec: [] for spec in SPECS}
    before, lines = faults.count, 0
    with transaction.atomic(), path.open("rb") as raw:
        compress_lightly()
        for lines, read in _rows(raw, path):
            if not isinstance(read, Read):
                faults.add(read)
            elif faults.count == before:
                _hold(held[read.spec], read, number, lines)
            if lines % PROGRESS_EVERY == 0:
                step.show(raw.tell())
        for spec, waiting in held.items():
            _copy(spec, waiting)
        noted = sql.SQL("INSERT INTO {} VALUES (%s, %s, %s)").format(beside("file"))
        run(noted, [number, called(path), _digest(path)])
        transaction.set_rollback(faults.count > before)


def _rows(raw: BinaryIO, path: Path) -> Iterator[tuple[int, Read | list[Fault]]]:
    """What each line holds, with its number."""
    name = called(path)
    try:
        for number, line in enumerate(opened(raw, path), start=1):
            if line.strip():
                yield number, _with_text(read_line(line, file=name, number=number), line, name, number)
    except (OSError, EOFError, zlib.error) as error:
        yield 1, [Fault(file=name, line=1, rule=f"cannot be read: {error}.")]


def _with_text(read: Read | list[Fault], line: bytes, name: str, number: int) -> Read | list[Fault]:
    """An article with its text, or what is wrong with that."""
    if not isinstance(read, Read) or read.spec is not SPEC_OF[Article]:
        return read
    try:
        read.values[TEXT] = text_of(read)
    except NoText as error:
        return [row_at(line, file=name, number=number).fault("document", str(error))]
    return read


def _hold(held: list[list[Any]], read: Read, file: int, line: int) -> None:
    values = read.values | derived(read.spec, read.values)
    row = [values[name] for name in columns(read.spec)]
    held.append([file, line, *(list(value) if type(value) is tuple else value for value in row)])
    if len(held) >= HELD:
        _copy(read.spec, held)


def _copy(spec: Spec, held: list[list[Any]]) -> None:
    names = sql.SQL(", ").join(sql.Identifier(name) for name in ("file", "line", *columns(spec)))
    with (
        connection.cursor() as cursor,
        cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(table(spec), names)) as copy,
    ):
        for row in held:
            copy.write_row(row)
    held.clear()
