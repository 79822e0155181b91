"""The importer is killed midway, by both of its ways: nothing of it is visible, and the next try succeeds."""

import json
import os
import random
import signal
import subprocess
import time
from pathlib import Path

import yaml

from tests.faults.clients import Client, reading
from tests.faults.sites import Site, until
from tests.faults.verdicts import Verdict

SHOWN = ("/api/v1/sources/?page_size=200", "/api/v1/changes/?page_size=200", "/api/v1/search/?q=bulletin")
WRITING = (
    "SELECT pid FROM pg_locks WHERE relation = 'incidents_source'::regclass AND mode = 'RowExclusiveLock' AND granted"
)
LEFT = (
    "SELECT (SELECT count(*) FROM incidents_source WHERE slug LIKE 'bulletin-%%'), "
    "(SELECT count(*) FROM publication_publishedsource WHERE slug LIKE 'bulletin-%%'), "
    "(SELECT max(seq) FROM publication_change)"
)


def importer_killed(site: Site, *, quick: bool) -> Verdict:
    """kill -9 of load_dataset while it writes, YAML and JSON Lines: all or nothing."""
    verdict, kills = Verdict(), (1 if quick else 10)
    with reading(site.client, readers=2) as log:
        for kind, records in (("yaml", 150 if quick else 500), ("jsonl", 1000 if quick else 20_000)):
            file = write(site.stack.folder / f"bulletins.{kind}", records=records, kind=kind)
            killed_while_loading(site, verdict, file, kills=kills, kind=kind)
            ((before, _, _),) = site.ask(LEFT)
            code = load(site, file).wait()
            ((loaded, public, _),) = site.ask(LEFT)
            whole = code == 0 and loaded == public == before + records
            verdict.figures[f"{kind}: records loaded at last"] = loaded - before
            verdict.expect(whole, f"{kind}: {loaded} of {records} were loaded")
    verdict.read(log)
    return verdict


def killed_while_loading(site: Site, verdict: Verdict, file: Path, *, kills: int, kind: str) -> None:
    chance, client = random.Random(kind), site.client()  # noqa: S311  kills that can be repeated
    before, shown = site.ask(LEFT), answers(client)
    met = 0
    for _ in range(kills):
        process = load(site, file)
        until(lambda: bool(site.ask(WRITING)) or process.poll() is not None, seconds=300, pause=0.005)  # noqa: B023  waited for at once
        time.sleep(chance.uniform(0, 0.4))
        if process.poll() is not None:
            verdict.wrong.append(f"{kind}: a load ended before it was killed: give it more to do.")
            return
        met += bool(site.ask(WRITING))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        until(lambda: not site.ask(WRITING), seconds=60)
        verdict.expect(site.ask(LEFT) == before, f"{kind}: of a load that was killed there is {site.ask(LEFT)}")
        verdict.expect(answers(client) == shown, f"{kind}: a load that was killed can be seen in the answers.")
    verdict.figures[f"{kind}: kills while it wrote"] = met
    verdict.expect(met > 0, f"{kind}: no load was met while it wrote.")


def load(site: Site, file: Path) -> "subprocess.Popen[bytes]":
    """With all processes that it starts in one group. Without the protection it commits what is not yet published."""
    careless = ["-m", "tests.faults.careless"] if "import" in site.without else ["manage.py"]
    return subprocess.Popen(
        [site.stack.python, *careless, "load_dataset", file],
        cwd=site.stack.clone.root,
        env={**site.stack.environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def answers(client: Client) -> list[tuple[int, bytes]]:
    return [(answer.status, answer.body) for answer in map(client.ask, SHOWN)]


def write(file: Path, *, records: int, kind: str) -> Path:
    """Made-up sources, published as they are loaded."""
    rows = [
        {
            "model": "incidents.source",
            "fields": {
                "slug": f"bulletin-{kind}-{number}",
                "status": "published",
                "name": f"Bulletin {number}",
                "kind": "newspaper",
                "country": "UA",
                "languages": ["uk"],
            },
        }
        for number in range(records)
    ]
    lines = yaml.safe_dump(rows) if kind == "yaml" else "".join(json.dumps(row) + "\n" for row in rows)
    file.write_text(lines)
    return file
