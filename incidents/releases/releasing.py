"""Making a release: whole or not at all, once, and the same bytes whenever it is made of the same version."""

import hashlib
import shutil
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings

from incidents.codebook import codebook
from incidents.publication.version import DatasetVersion, current
from incidents.releases.files import write_table
from incidents.releases.tables import tables
from incidents.releases.texts import citation_file, readme

TERMS_FILE = "LICENSE-DATA"
SUMS = "SHA256SUMS"


class NotReleased(Exception):
    """Why there is no release, and what to do instead."""


def version_to_release(as_of: int | None) -> DatasetVersion:
    """The newest version, or the one that was public at `as_of`. Raises NotReleased where there is none."""
    newest = current()
    if as_of is not None and as_of > newest.number:
        raise NotReleased(f"There is no version {as_of} yet: the newest is {newest.number}.")
    version = newest if as_of is None else current(as_of)
    if version.number < 1:
        raise NotReleased("Nothing was published by then, so there is nothing to release: publish, or load a dataset.")
    return version


def release(version: DatasetVersion, *, directory: Path, address: str) -> Path:
    """Write `contested-events-v{number}` into the directory. Raises NotReleased where it is there; OSError.

    `address` is that of the dataset, for the citation; it may be empty.
    """
    target = directory / f"contested-events-v{version.number}"
    if target.exists():
        raise NotReleased(f"{target} exists, and a release never changes: choose another directory.")
    directory.mkdir(parents=True, exist_ok=True)
    unfinished = Path(mkdtemp(prefix=f".{target.name}-", dir=directory))
    try:
        _fill(unfinished, version=version, address=address)
        unfinished.chmod(0o755)
        unfinished.rename(target)
    except BaseException:
        shutil.rmtree(unfinished)
        raise
    return target


def _fill(folder: Path, *, version: DatasetVersion, address: str) -> None:
    terms = (settings.BASE_DIR / TERMS_FILE).read_bytes()
    every = tables()
    counts = {table.name: write_table(table, version=version.number, folder=folder) for table in every}
    texts = {
        "CITATION.cff": citation_file(version, address=address),
        "README.md": readme(version, address=address, counts=counts, tables=every),
        "codebook.md": codebook(),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / TERMS_FILE).write_bytes(terms)
    (folder / SUMS).write_text("".join(_sum(path) for path in sorted(folder.iterdir())), encoding="utf-8")
    for path in folder.iterdir():
        path.chmod(0o444)


def _sum(path: Path) -> str:
    """A line for `sha256sum -c`."""
    with path.open("rb") as file:
        return f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.name}\n"
