"""Starts a scribe (scribe.py), keeps what was acknowledged to it, and holds the database against it afterwards."""

import random
import subprocess
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bootstrap.clone import HERE
from tests.faults.editors import lost
from tests.faults.scribe import PUBLISHER
from tests.faults.sites import Site, until
from tests.faults.verdicts import Verdict

SCRIBE = HERE.root / "tests/faults/scribe.py"


@dataclass
class Written:
    site: Site
    numbers: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    @property
    def acknowledged(self) -> int:
        return sum(map(len, self.numbers.values()))

    def verify(self, verdict: Verdict) -> None:
        for name, numbers in self.numbers.items():
            if name.startswith(PUBLISHER):
                verdict.figures["publications acknowledged"] = len(numbers)
                continue
            verdict.wrong += lost(self.site, name, numbers)


@contextmanager
def scribes(site: Site, *, writers: int, publishers: int = 0) -> Iterator[Written]:
    """So many threads of one process save until the block ends."""
    written = Written(site)
    mark = f"s{random.randrange(10**6)}"  # noqa: S311  a name
    names = [f"{mark}-{number}" for number in range(writers)]
    names += [f"{PUBLISHER}-{number}" for number in range(publishers)]
    process = subprocess.Popen(
        # By its path, without the modules beside it: the code that runs may be older than any scribe.
        [site.stack.python, "-P", SCRIBE, *names],
        cwd=site.stack.clone.root,
        env={
            **site.stack.environment,
            "PYTHONPATH": str(site.stack.clone.root),
            "DJANGO_SETTINGS_MODULE": "eventsapi.settings",
        },
        stdout=subprocess.PIPE,
        text=True,
    )

    def listen() -> None:
        assert process.stdout
        for line in process.stdout:
            name, number = line.split()
            written.numbers[name].add(int(number))

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        until(lambda: len(written.numbers) == len(names) or process.poll() is not None, seconds=60)
        yield written
        assert process.poll() is None, "The scribe died."
    finally:
        process.kill()
        process.wait()
        listener.join()
