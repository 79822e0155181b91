"""Each migration, with the dataset in the tables, back and forth again, and killed in the middle of either."""

import os
import random
import re
import signal
import subprocess
import time
from collections import Counter

import psycopg

from bootstrap.clone import HERE
from bootstrap.stack import DATABASE
from tests.faults.sites import Site, until
from tests.faults.verdicts import Verdict

COPY = "migrating"
FOLDERS = {"publication": "incidents/publication/migrations", "incidents": "incidents/migrations"}
# Those before make the tables that the dataset is in.
FIRST = {"publication": "0001_public_tables", "incidents": "0002_editorial_tables"}
# Who has changed something, and has not yet committed it.
WORKING = (
    "SELECT 1 FROM pg_stat_activity "
    "WHERE datname = 'migrating' AND backend_type = 'client backend' AND backend_xid IS NOT NULL"
)
# Seconds after it has begun to change something: some take no longer, with so small a dataset.
MOMENTS = (0.0, 0.0, 0.01, 0.15)
ROWS = "SELECT count(*) FROM incidents_claim UNION ALL SELECT count(*) FROM publication_publishedclaim"
# A list of words, which PostgreSQL writes otherwise once it has been copied by pg_dump: cast word by word.
WORDS = re.compile(r"= ANY \(")
CASTS = re.compile(r"[()]|::text|::character varying|\[\]")
Recorded = tuple[str, ...]


def migrations_killed(site: Site, *, quick: bool) -> Verdict:
    """A migration is there whole or not at all, and all of them back and forth lose no record.

    Those that let others go on meanwhile are finished by the next attempt.
    """
    verdict, chance = Verdict(), random.Random(3)  # noqa: S311  kills that can be repeated
    copy_database(site)
    whole, rows = schema(site), run(site, "psql", "-A", "-t", "-d", site.stack.server.url(COPY), "-c", ROWS)
    seen: dict[Recorded, Counter[str]] = {recorded(site): Counter(whole)}
    kills = 0
    for app in list(FOLDERS)[: 1 if quick else None]:
        names = migrations_of(site, app)
        down = list(reversed(names[:-1]))[: 6 if quick else None]
        for target in [*down, *reversed(down[:-1]), names[-1]]:
            before = recorded(site)
            kills += killed_once(site, app, target, chance)
            interrupted, found = recorded(site), Counter(schema(site))
            verdict.expect(migrate(site, app, target).wait() == 0, f"After a kill {app} is not brought to {target}.")
            held(recorded(site), Counter(schema(site)), seen, verdict)
            if is_one_transaction({*before} ^ {*recorded(site)}):
                held(interrupted, found, seen, verdict)
    after = run(site, "psql", "-A", "-t", "-d", site.stack.server.url(COPY), "-c", ROWS)
    verdict.figures |= {"states of the tables seen": len(seen), "kills in a transaction": kills, "records": rows}
    verdict.expect(schema(site) == whole, "Back and forth the tables are not what they were.")
    verdict.expect(after == rows, f"Of {rows} claims there are {after}.")
    verdict.expect(kills > 0 and len(seen) > 1, "Nothing was killed, so nothing was tried.")
    return verdict


def killed_once(site: Site, app: str, target: str, chance: random.Random) -> bool:
    """Whether it was met at work."""
    process = migrate(site, app, target)
    with psycopg.connect(site.stack.server.url(DATABASE), autocommit=True) as watching:

        def works() -> bool:
            return bool(watching.execute(WORKING).fetchone())

        until(lambda: works() or process.poll() is not None, seconds=120, pause=0.001)
        time.sleep(chance.choice(MOMENTS))
        met = process.poll() is None and works()
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        until(lambda: not works(), seconds=60)
    return met


def is_one_transaction(names: set[str]) -> bool:
    files = [HERE.root / FOLDERS[app] / f"{name}.py" for app, name in (named.split(".") for named in names)]
    return all("atomic = False" not in file.read_text() for file in files)


def held(names: Recorded, lines: Counter[str], seen: dict[Recorded, Counter[str]], verdict: Verdict) -> None:
    """What is recorded as applied says what the tables are."""
    before = seen.setdefault(names, lines)
    if lines != before:
        differs = [*(lines - before).elements(), *(before - lines).elements()]
        verdict.wrong.append(f"Otherwise than before with {', '.join(names[-3:])}: {differs[:3]}")


def migrate(site: Site, app: str, target: str) -> "subprocess.Popen[bytes]":
    careless = ["-m", "tests.faults.careless"] if "noting" in site.without else ["manage.py"]
    return subprocess.Popen(
        [site.stack.python, *careless, "migrate", app, target, "--no-input", "--verbosity=0"],
        cwd=site.stack.clone.root,
        env={**site.stack.environment, "DATABASE_URL": site.stack.server.url(COPY)},
        start_new_session=True,
    )


def copy_database(site: Site) -> None:
    server = site.stack.server
    server.empty(COPY)
    # In the one folder that the server's account may write to.
    dump = server.sockets / "copy.sql"
    run(site, "pg_dump", "--no-owner", "-d", server.url(DATABASE), "-f", str(dump))
    run(site, "psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", "-d", server.url(COPY), "-f", str(dump))
    dump.unlink()


def migrations_of(site: Site, app: str) -> list[str]:
    """From the first that is tried to the newest."""
    names = [name.split(".")[1] for name in recorded(site) if name.startswith(f"{app}.")]
    return names[names.index(FIRST[app]) :]


def recorded(site: Site) -> Recorded:
    query = "SELECT app || '.' || name FROM django_migrations ORDER BY app, name"
    return tuple(run(site, "psql", "-A", "-t", "-d", site.stack.server.url(COPY), "-c", query))


def schema(site: Site) -> list[str]:
    """Without the order of columns, which the way back and forth changes, and without the dump's own marks."""
    lines = run(site, "pg_dump", "--schema-only", "--no-owner", "-d", site.stack.server.url(COPY))
    return sorted(alike(line) for line in lines if line and not line.startswith(("--", "\\")))


def alike(line: str) -> str:
    told = line.strip().rstrip(",")
    return CASTS.sub("", told) if WORDS.search(told) else told


def run(site: Site, program: str, *arguments: str) -> list[str]:
    code, lines = site.stack.server.run(program, *arguments)
    assert code == 0, lines
    return lines
