"""Older versions of the code, from the history of this checkout: those that knew fewer migrations."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from bootstrap.clone import HERE, Clone
from tests.faults.verdicts import NotTried

MIGRATION = re.compile(r"\w[\w/]*/migrations/\d\w*\.py")
# Older code runs with the packages of today, so it has to ask for the same ones.
PACKAGES = "requirements.txt"


@dataclass(frozen=True)
class Past:
    """A commit, and the migrations that came after it."""

    commit: str
    lacks: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.commit[:10]}, which lacks {', '.join(Path(name).stem for name in self.lacks)}"


def pasts() -> list[Past]:
    """The last commit before each change of the migrations, the newest first, as long as packages were the same.

    Those that had a migration under another name are left out: no database could be brought from there to here.
    Raises NotTried.
    """
    if Path(git("rev-parse", "--show-toplevel").decode().strip()).resolve() != HERE.root:
        raise NotTried("This is a part of another checkout, which holds no older code of this project.")
    if git("rev-parse", "--is-shallow-repository") != b"false\n":
        raise NotTried("This checkout is shallow, so it holds no older code: try again after `git fetch --unshallow`.")
    here = migrations(git("ls-files", "--cached", "--others", "--exclude-standard"))
    parents = git("log", "--format=%P", "--", ":(glob)**/migrations/*.py").decode().split()
    found: dict[tuple[str, ...], Past] = {}
    for commit in ("HEAD", *parents):
        if git("diff", "--name-only", commit, "--", PACKAGES):
            break
        known = migrations(git("ls-tree", "-r", "--name-only", commit))
        if known < here and is_whole(commit):
            lacks = tuple(sorted(here - known))
            found.setdefault(lacks, Past(git("rev-parse", commit).decode().strip(), lacks))
    if not found:
        raise NotTried("This checkout's history holds no code with fewer migrations that needs the same packages.")
    return list(found.values())


def is_whole(commit: str) -> bool:
    """Whether its settings find what they import: one commit pinned fewer packages than its code asked for."""
    with checked_out(Past(commit, ())) as clone:
        argv = [sys.executable, "-c", "import eventsapi.settings"]
        told = subprocess.run(argv, cwd=clone.root, capture_output=True, text=True)
        return "ModuleNotFoundError" not in told.stderr


def migrations(listed: bytes) -> set[str]:
    return {name for name in listed.decode().splitlines() if MIGRATION.fullmatch(name)}


@contextmanager
def checked_out(past: Past) -> Iterator[Clone]:
    """A folder with that code and nothing else, gone with the block."""
    with TemporaryDirectory(prefix="past-") as folder:
        with ZipFile(BytesIO(git("archive", "--format=zip", past.commit))) as archive:
            archive.extractall(folder)
        clone = Clone(Path(folder))
        clone.make_local()
        yield clone


def git(*arguments: str) -> bytes:
    """Raises NotTried."""
    argv = ["git", "-C", str(HERE.root), *arguments]
    try:
        return subprocess.run(argv, check=True, capture_output=True).stdout
    except FileNotFoundError:
        raise NotTried("There is no git here, so no older code can be had.") from None
    except subprocess.CalledProcessError as error:
        told = error.stderr.decode(errors="replace").strip()
        raise NotTried(f"This is no checkout with a history, so no older code can be had. git says: {told}") from None
