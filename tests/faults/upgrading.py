"""A new version comes as docs/operations.md tells it, from the code of before to that of today, and back again."""

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import psycopg

from bootstrap.clone import HERE
from bootstrap.console import say
from bootstrap.stack import DATABASE, INSTANCES, Stack
from tests.faults.clients import reading
from tests.faults.editors import Editor, losses, saving
from tests.faults.history import Past, checked_out, pasts
from tests.faults.scribes import scribes
from tests.faults.sites import Site, site, until
from tests.faults.stories import Story
from tests.faults.verdicts import Verdict

# What the API reads: of the others, a migration might have to wait for one first.
READ = "SELECT format('LOCK TABLE %I IN ACCESS SHARE MODE', tablename) FROM pg_tables WHERE tablename ~ '^publication_'"
# Whoever comes for a table after somebody who waits to change it waits, too; readers do so for half a second.
LOCKS = (
    "SELECT relname, granted, extract(epoch FROM clock_timestamp() - waitstart)::float FROM pg_locks "
    "JOIN pg_class ON pg_class.oid = relation AND relkind = 'r' AND relnamespace = 'public'::regnamespace "
    "WHERE mode = 'AccessExclusiveLock'"
)
READERS_WAIT = 0.5
# Whoever waits so, as to make an index while others write, holds up nobody.
WAITS_FOR_OTHERS_TO_END = "SELECT 1 FROM pg_locks WHERE locktype = 'virtualxid' AND NOT granted"
# Seconds until nginx has read what it was told anew, and nobody follows what it was told before.
RELOADED = 1
APPLIED = "SELECT count(*) FROM django_migrations"
DIGESTS = (
    "SELECT tablename, md5(query_to_xml(format('SELECT * FROM %%I ORDER BY 1', tablename), true, false, '')::text) "
    "FROM pg_tables WHERE tablename LIKE 'publication\\_%%'"
)


def old_code_serving(given: Site, *, quick: bool) -> Verdict:
    """Newer code migrates while older code serves and saves; then instances are replaced, and put back, one by one."""
    verdict = Verdict()
    # The oldest has most of the way before it.
    for past in pasts()[::-1][: 1 if quick else None]:
        with checked_out(past) as clone, site(given.stack.plan, clone=clone, without=given.without) as stack:
            found = upgraded(stack, past, pause=2 if quick else 6)
        say("\n".join([f"    from {past}: {'FAILED' if found.wrong else 'ok'}", *found.lines()]))
        verdict.figures[past.commit[:10]] = found.figures
        verdict.wrong += [f"from {past.commit[:10]}: {line}" for line in found.wrong]
    return verdict


def upgraded(stack: Site, past: Past, *, pause: float) -> Verdict:
    """Everybody reads, saves and publishes for the whole time; `pause` is how long each code serves, in seconds."""
    verdict, old, story = Verdict(), stack.stack, Story(stack.stack)
    # Static files of the new code are served from where they lie: nobody asks for them here.
    new = replace(old, clone=HERE, environment={**old.environment, "STATIC_ROOT": ""})
    ((applied,),) = stack.ask(APPLIED)
    with (
        reading(stack.client, readers=4, pause=0.06) as log,
        scribes(stack, writers=0, publishers=1) as written,
        saving(stack, editors=2, pause=0.1) as people,
    ):
        time.sleep(pause)
        story.tell("migrate")
        watch, gave_way = migrate(stack, new, pause=pause)
        verdict.figures["locks that were not to be had"] = gave_way
        verdict.figures["longest that it was waited for one, s"] = round(watch.waited, 2)
        verdict.figures["longest that one was held, s"] = round(watch.held, 2)
        waited = f"The migration waited for {watch.waited:.1f} s, and all who came later."
        verdict.expect(watch.waited < READERS_WAIT, waited)
        story.tell("rebuild_publication")
        new.manage("rebuild_publication")
        verdict.figures["saves before, with the old code on new tables, the new code, the old code again, the new"] = [
            total(people),
            serving(people, pause, story, "the old code on new tables", None),
            serving(people, pause, story, "the new code", new),
            serving(people, pause, story, "the old code again", old),
            serving(people, pause, story, "the new code again", new),
        ]
    verdict.expect(stack.ask(APPLIED) == [(applied + len(past.lacks),)], "The migrations were not applied.")
    published_soundly(stack, new, verdict)
    verdict.wrong += [story.explain(answer) for editor in people for answer in editor.refused]
    verdict.wrong += losses(stack, people)
    written.verify(verdict)
    verdict.read(log, tell=story.explain)
    return verdict


def total(people: list[Editor]) -> int:
    return sum(len(editor.saved) for editor in people)


def serving(people: list[Editor], pause: float, story: Story, step: str, code: Stack | None) -> int:
    """Saves acknowledged while the instances were replaced by those of this code, and served for a while."""
    before = total(people)
    if code:
        roll(code, story, step)
    story.tell(step)
    time.sleep(pause)
    return total(people) - before


def roll(code: Stack, story: Story, step: str) -> None:
    for number, name in enumerate(INSTANCES):
        story.tell(f"{step}: {name} is replaced")
        with taken_out(story.stack, number):
            code.instances[number].stop()
            # The list is that of the running stack, which ends what is in it.
            code.instances[number] = code.instance(name, code.ports.instances[number])
            code.instances[number].start()
            code.instances[number].wait()


@contextmanager
def taken_out(stack: Stack, number: int) -> Iterator[None]:
    """nginx asks the others only: code of before left its door ajar while it ended."""
    server = f"server 127.0.0.1:{stack.ports.instances[number]} "
    reload(stack, server, f"{server}down ")
    yield
    reload(stack, f"{server}down ", server)


def reload(stack: Stack, old: str, new: str) -> None:
    assert stack.proxy
    configuration = stack.folder / "nginx.conf"
    configuration.write_text(configuration.read_text().replace(old, new))
    stack.proxy.send(signal.SIGHUP)
    time.sleep(RELOADED)


@dataclass
class Watch:
    """For how many seconds at most somebody waited to change a table, and then had it for himself."""

    stack: Site
    waited: float = 0.0
    held: float = 0.0
    since: dict[str, float] = field(default_factory=dict)

    def look(self) -> bool:
        """Whether somebody waits now for a table that readers read, or until nobody uses it any more."""
        now, rows = time.monotonic(), self.stack.ask(LOCKS)
        self.since = {table: self.since.get(table, now) for table, granted, _ in rows if granted}
        self.held = max([self.held, *(now - since for since in self.since.values())])
        waiting = {table: seconds or 0.0 for table, granted, seconds in rows if not granted}
        self.waited = max([self.waited, *waiting.values()])
        return any(table.startswith("publication_") for table in waiting) or bool(
            self.stack.ask(WAITS_FOR_OTHERS_TO_END)
        )


def migrate(stack: Site, new: Stack, *, pause: float) -> tuple[Watch, int]:
    """What was seen of its locks, and how often it gave way.

    As it began, somebody read all public tables in one transaction, as copies are made, and goes on for a while.
    """
    patient = ["-m", "tests.faults.patient"] if "lock_timeout" in stack.without else ["manage.py"]
    with copying(stack):
        process = subprocess.Popen(
            [new.python, *patient, "migrate", "--no-input", "--verbosity=0"],
            cwd=new.clone.root,
            env=new.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        watch = Watch(stack)
        until(lambda: watch.look() or process.poll() is not None, seconds=120, pause=0.005)
        end = time.monotonic() + pause
        while time.monotonic() < end:
            watch.look()
            time.sleep(0.02)
    while process.poll() is None:
        watch.look()
        time.sleep(0.02)
    told, _ = process.communicate()
    assert process.returncode == 0, f"The newer code does not migrate: {told}"
    return watch, told.count("trying again")


@contextmanager
def copying(stack: Site) -> Iterator[None]:
    with psycopg.connect(stack.stack.server.url(DATABASE)) as connection:
        for (statement,) in connection.execute(READ.encode()).fetchall():
            connection.execute(str(statement).encode())
        yield


def published_soundly(stack: Site, new: Stack, verdict: Verdict) -> None:
    """What the old code published after the first time is filled in by the second; the third finds nothing to do."""
    verdict.figures["after the upgrade"] = new.manage("rebuild_publication")[-1].strip()
    before = stack.ask(DIGESTS)
    told = new.manage("rebuild_publication")[-1].strip()
    changed = [table for table, digest in stack.ask(DIGESTS) if (table, digest) not in before]
    verdict.expect(told.startswith("0 ") and not changed, f"It is not sound afterwards: {told} {changed}")
