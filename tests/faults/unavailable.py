"""The database is away, full of connections, or locked: who asks is told so at once, and served again afterwards."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psycopg

from bootstrap.stack import DATABASE
from tests.faults.clients import Log, reading
from tests.faults.sites import Site, until
from tests.faults.verdicts import Verdict

# What is promised, and what a machine that runs a whole suite beside it may make of that.
PROMISED, BUSY = 1.0, 3.0
# For how long a request waits for a connection, at the most (eventsapi/databases.py).
ONE_WAIT = 0.5
# Whether each has ended within five seconds.
END_ALL = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
)


def database_away(site: Site, *, quick: bool) -> Verdict:
    """The database stops while readers read: 503 within a second, and answers again without a restart."""
    return away(site, seconds=2.0 if quick else 20.0, readers=4, quick=quick)


def database_away_from_a_crowd(site: Site, *, quick: bool) -> Verdict:
    """The same with more readers than threads: none stands in line behind others who wait in vain."""
    verdict = away(site, seconds=5.0 if quick else 20.0, readers=40, quick=quick)
    half, _ = verdict.figures["503, median and slowest, s"]
    verdict.expect(half < ONE_WAIT, f"Half of the 503 took {half} s and more: they stood in line.")
    return verdict


def away(site: Site, *, seconds: float, readers: int, quick: bool) -> Verdict:
    verdict = Verdict()
    workers = [instance.children() for instance in site.stack.instances]
    with reading(site.client, readers=readers) as log:
        # A crowd that comes all at once waits for that, and not for the database.
        time.sleep(max(1.0, readers / 20))
        site.stop_database(mode="fast")
        time.sleep(seconds)
        verdict.expect(site.client().ask("/livez").status == 200, "/livez asks the database.")
        verdict.expect(site.client().ask("/readyz").status == 503, "/readyz does not notice.")
        site.start_database()
        back = time.monotonic()
        until(lambda: site.client().ask("/readyz").status == 200, seconds=20)
        time.sleep(1)
    recovered(verdict, log, back=back)
    verdict.expect(
        workers == [instance.children() for instance in site.stack.instances], "A worker had to be started anew."
    )
    verdict.expect(log.statuses.get(503, 0) > 0, "No reader noticed, so nothing was tried.")
    verdict.read(log, also=(503,), within=BUSY if quick else PROMISED)
    return verdict


def database_away_at_start(site: Site, *, quick: bool) -> Verdict:
    """An instance that starts without its database says so, and serves once it is there."""
    verdict, instance = Verdict(), site.stack.instances[0]
    site.stop_database(mode="fast")
    instance.stop()
    instance.start()
    instance.wait()
    with reading(site.client, readers=2) as log:
        time.sleep(1)
        verdict.expect(log.statuses.keys() == {503}, f"Without a database readers were answered {log.statuses}.")
        site.start_database()
        back = time.monotonic()
        until(lambda: site.client().ask("/readyz").status == 200, seconds=20)
        time.sleep(1)
    recovered(verdict, log, back=back)
    verdict.read(log, also=(503,), within=BUSY if quick else PROMISED)
    return verdict


def connections_used_up(site: Site, *, quick: bool) -> Verdict:
    """Somebody else holds every connection that the server allows."""
    verdict, held = Verdict(), (4.5 if quick else 15.0)
    with reading(site.client, readers=4) as log:
        with every_connection(site) as taken:
            verdict.figures["connections taken"] = taken
            time.sleep(held)
        back = time.monotonic()
        until(lambda: site.client().ask("/readyz").status == 200, seconds=20)
        time.sleep(1)
    recovered(verdict, log, back=back)
    verdict.expect(log.statuses.get(503, 0) > 0, "No reader noticed, so nothing was tried.")
    verdict.read(log, also=(503,), within=BUSY if quick else PROMISED)
    return verdict


@contextmanager
def every_connection(site: Site) -> Iterator[int]:
    """The server ends those of the application, and we take their places before it does."""
    with ExitStack() as stack:
        taken: list[psycopg.Connection[tuple[object, ...]]] = []
        # Twice: what the application takes back while its own are ended is ended again.
        for _ in range(3):
            take_all(site, stack, taken)
            taken[0].execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND application_name <> 'taker'"
            )
        take_all(site, stack, taken)
        yield len(taken)


def take_all(site: Site, stack: ExitStack, taken: "list[psycopg.Connection[tuple[object, ...]]]") -> None:
    while True:
        try:
            one = psycopg.connect(site.stack.server.url(DATABASE), autocommit=True, application_name="taker")
        except psycopg.OperationalError:
            return
        taken.append(stack.enter_context(one))


def connections_ended(site: Site, *, quick: bool) -> Verdict:
    """The server ends every connection while nobody asks, as it does when it restarts: nobody notices."""
    verdict, whole, ended = Verdict(), Log(), list[bool]()
    for _ in range(3 if quick else 20):
        with reading(site.client, readers=8) as log:
            time.sleep(1)
        whole.answers += log.answers
        ended += [bool(one) for (one,) in site.ask(END_ALL)]
    verdict.figures["connections ended"] = len(ended)
    verdict.expect(ended != [] and all(ended), "There was none to end, or one that did not end.")
    verdict.read(whole)
    return verdict


def long_lock(site: Site, *, quick: bool) -> Verdict:
    """Somebody locks a table for seconds: readers of it are told within a second, all others do not notice."""
    verdict, held = Verdict(), (2.0 if quick else 20.0)
    with reading(site.client, readers=4) as log, psycopg.connect(site.stack.server.url(DATABASE)) as connection:
        connection.execute("LOCK TABLE publication_publishedclaim IN ACCESS EXCLUSIVE MODE")
        time.sleep(held)
        connection.rollback()
        back = time.monotonic()
        time.sleep(1)
    recovered(verdict, log, back=back)
    others = [a for a in log.answers if a.status == 503 and not ("claims" in a.path or "search" in a.path)]
    verdict.figures["503 for other tables"] = len(others)
    verdict.expect(log.statuses.get(503, 0) > 0, "No reader noticed, so nothing was tried.")
    verdict.read(log, also=(503,), within=BUSY if quick else PROMISED)
    return verdict


def recovered(verdict: Verdict, log: Log, *, back: float) -> None:
    """From the moment on at which the cause was gone."""
    late = [answer.at + answer.seconds - back for answer in log.answers if answer.status != 200 and answer.at > back]
    verdict.figures["last refusal after the cause was gone, s"] = round(max(late, default=0.0), 2)
    verdict.expect(max(late, default=0.0) < 5, "Five seconds after the cause was gone readers still were refused.")
