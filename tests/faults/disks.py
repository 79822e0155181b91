"""The disk of the database is full. Needs root, which mounts a small disk of memory for it."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

from bootstrap import postgres
from tests.faults.clients import reading
from tests.faults.editors import Editor, losses, saving
from tests.faults.scribes import scribes
from tests.faults.sites import Site, site, until
from tests.faults.verdicts import NotTried, Verdict

MEGABYTES = 300
SMALL_LOG = ("min_wal_size=32MB", "max_wal_size=48MB")


def disk_full(given: Site, *, quick: bool) -> Verdict:
    """Editors are refused with 503, readers read on, nothing acknowledged is lost, and room is all it needs."""
    verdict, plan = Verdict(), given.stack.plan
    small = replace(plan, server_settings=(*plan.server_settings, *SMALL_LOG))
    with disk() as home, site(small, home=home) as stack:
        with (
            reading(stack.client, readers=2, pause=0.05) as log,
            scribes(stack, writers=2) as written,
            saving(stack, editors=2) as people,
        ):
            time.sleep(1)
            filler = fill(home)
            until(lambda: any(e.answers[503] or e.answers[500] for e in people), seconds=90)
            time.sleep(3 if quick else 15)
            filler.unlink()
            freed = time.monotonic()
            until(lambda: is_saved_again(stack, people, freed), seconds=60, pause=0.5)
            verdict.figures["from room to the next save, s"] = round(time.monotonic() - freed, 1)
        verdict.wrong += losses(stack, people)
        written.verify(verdict)
    verdict.figures["saves acknowledged"] = written.acknowledged + sum(len(editor.saved) for editor in people)
    verdict.figures["forms refused"] = sum(editor.answers[503] for editor in people)
    verdict.read(log, also=(503,))
    return verdict


def is_saved_again(stack: Site, people: list[Editor], freed: float) -> bool:
    """A server that gave up for want of room is started again, as its supervisor would."""
    if postgres.running(stack.stack.server.data) is None:
        stack.start_database()
    return any(editor.saved and editor.saved[-1][1] > freed for editor in people)


@contextmanager
def disk() -> Iterator[Path]:
    if os.getuid() != 0:
        raise NotTried("It mounts a small disk, which only root may.")
    folder = Path(mkdtemp(prefix="small-"))
    mount = ["/bin/mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=0755", "tmpfs", str(folder)]
    subprocess.run(mount, check=True)
    try:
        yield folder
    finally:
        subprocess.run(["/bin/umount", str(folder)], check=True)
        folder.rmdir()


def fill(home: Path) -> Path:
    """Takes all the room there is."""
    filler = home / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 65536)
        except OSError:
            return filler
