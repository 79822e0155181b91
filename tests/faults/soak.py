"""`python3 dev.py soak --minutes 30`: the stack under mixed load with curation going on, a worker killed every minute.

People read, download, save and publish all the time. At the end nobody has seen an error but those whose request the
killed worker held, and nothing has grown: memory, connections, waiting times, and the database by no more than what was
saved. The killed workers are those of web1; those of web2 live from the beginning to the end.
"""

import argparse
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bootstrap.clone import HERE
from bootstrap.locks import alone
from bootstrap.stack import Plan
from tests.faults.clients import Client, Log, reading
from tests.faults.editors import losses, saving
from tests.faults.program import report, run, show, status
from tests.faults.scribes import scribes
from tests.faults.sites import Site, kill, site
from tests.faults.verdicts import Verdict

READERS, EDITORS = 3, 2
PAUSE = 0.05
# While the memory of answers fills up, and PostgreSQL's caches do, growing is what is meant.
WARM = 1 / 3
# A memory of answers that is full when it has warmed up, so that what grows afterwards is something else.
SMALL_MEMORY = Plan(environment={"ANSWER_CACHE_MB": "4"})
DOWNLOADS = ("/api/v1/claims/?format=csv", "/api/v1/events/?format=geojson", "/api/v1/changes/?page_size=200")


@dataclass
class Samples:
    """Ten seconds apart: what each thing is at that moment."""

    memory: list[float] = field(default_factory=list)
    connections: list[int] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    files: list[int] = field(default_factory=list)

    def take(self, stack: Site, survivors: list[int]) -> None:
        self.memory.append(round(sum(map(resident, survivors)) / len(survivors), 1))
        self.files.append(sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in survivors))
        ((connections, size),) = stack.ask(
            "SELECT (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()), "
            "pg_database_size(current_database())"
        )
        self.connections.append(connections)
        self.database.append(round(size / 1e6, 1))


def resident(pid: int) -> float:
    """Megabytes of memory."""
    (line,) = (line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def soak(stack: Site, *, minutes: float) -> Verdict:
    verdict, samples, kills = Verdict(), Samples(), 0
    survivors = stack.stack.instances[1].children()
    end, next_kill = time.monotonic() + minutes * 60, time.monotonic() + min(60.0, minutes * 20)
    downloads = Log()
    with (
        reading(stack.client, readers=READERS, pause=PAUSE) as log,
        scribes(stack, writers=0, publishers=1) as written,
        saving(stack, editors=EDITORS, pause=0.5, tag="soak") as people,
    ):
        client = stack.client()
        while time.monotonic() < end:
            download(client, downloads)
            if time.monotonic() > next_kill:
                kill(stack.stack.instances[0].children()[kills % 2])
                kills, next_kill = kills + 1, next_kill + 60
            samples.take(stack, survivors)
            time.sleep(10)
    verdict.figures |= {"minutes": minutes, "workers killed": kills}
    verdict.expect(stack.stack.instances[1].children() == survivors, "A worker that nobody killed was replaced.")
    verdict.wrong += losses(stack, people)
    written.verify(verdict)
    errors(verdict, log, downloads, [answer for editor in people for answer in editor.answers.elements()], kills=kills)
    growth(verdict, samples, saves=sum(len(editor.saved) for editor in people))
    waiting(verdict, log)
    return verdict


def download(client: Client, downloads: Log) -> None:
    for path in DOWNLOADS:
        downloads.note(client.ask(path))


def errors(verdict: Verdict, log: Log, downloads: Log, saves: list[int], *, kills: int) -> None:
    """A killed worker holds a request for each of its threads at the most."""
    torn, refused = [*log.torn(), *downloads.torn()], [status for status in saves if status not in (200, 302)]
    verdict.figures |= {
        "requests of readers": len(log.answers),
        "downloads": len(downloads.answers),
        "saves acknowledged": saves.count(302),
        "answers torn by a kill": len(torn),
        "saves refused because of a kill": len(refused),
    }
    verdict.wrong += [*log.unlike(200), *downloads.unlike(200)]
    verdict.expect(len(torn) + len(refused) <= 4 * kills, "More requests failed than the killed workers held.")


def growth(verdict: Verdict, samples: Samples, *, saves: int) -> None:
    warm = int(len(samples.memory) * WARM)
    for name, values, allowed in (
        ("memory of a worker, MB", samples.memory, 1.15),
        ("connections to the database", samples.connections, 1.5),
        ("open files of two workers", samples.files, 1.5),
    ):
        before, after = mean(values[warm : warm + 3]), mean(values[-3:])
        verdict.figures[f"{name}: after warming up, at the end, most"] = (before, after, max(values))
        verdict.expect(after <= before * allowed, f"{name} grew from {before} to {after}.")
    verdict.figures["memory of a worker, MB, by minutes"] = samples.memory[::6]
    grown = round(samples.database[-1] - samples.database[warm], 1)
    verdict.figures["database, MB: after warming up, at the end"] = (samples.database[warm], samples.database[-1])
    verdict.figures["database, kB for each save"] = round(grown * 1000 / max(saves * (1 - WARM), 1), 1)


def mean(values: list[Any]) -> float:
    return round(float(sum(values)) / max(len(values), 1), 1)


def waiting(verdict: Verdict, log: Log) -> None:
    """By thirds of the time."""
    size = len(log.answers) // 3
    thirds = [Log(log.answers[size * part : size * (part + 1)]) for part in range(3)]
    told = [(third.percentile(0.5), third.percentile(0.99)) for third in thirds]
    verdict.figures["waiting, s: median and 99 % by thirds"] = told
    verdict.expect(told[2][0] <= 2 * told[0][0] + 0.05, f"Waiting grew: {told}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="dev.py soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--report", type=Path)
    given = parser.parse_args()
    with alone(HERE.local / "soak.lock"), site(SMALL_MEMORY) as stack:
        verdict = soak(stack, minutes=given.minutes)
    show(verdict, good="    Nobody was refused beyond the request in flight, and nothing grew.")
    report(given.report, verdict.told)
    return status([verdict])


if __name__ == "__main__":
    run(main)
