"""kill -9: of a worker, of the database, of both while editors save."""

import random
import time

from tests.faults.clients import reading
from tests.faults.editors import losses, saving
from tests.faults.scribes import scribes
from tests.faults.sites import Site, kill, until
from tests.faults.verdicts import Verdict


def worker_killed(site: Site, *, quick: bool) -> Verdict:
    """A worker dies while it answers: nginx asks another one, unless the answer was being sent to the reader already.

    gunicorn starts a new worker.
    """
    kills, verdict = (3 if quick else 30), Verdict()
    with reading(site.client, readers=4) as log:
        for turn in range(kills):
            instance = site.stack.instances[turn % 2]
            before = instance.children()
            kill(before[0])
            until(lambda: len(instance.children()) == len(before) and before[0] not in instance.children(), seconds=20)  # noqa: B023  waited for at once
            # A worker needs some seconds to begin; were they killed faster, readers would wait for the first one.
            time.sleep(0.5 if quick else 5)
    verdict.figures["workers killed"] = kills
    torn = log.torn()
    verdict.figures["answers torn while they were sent"] = len(torn)
    verdict.expect(len(torn) <= kills * site.stack.plan.threads, "More answers were torn than workers can have held.")
    verdict.read(log)
    return verdict


def worker_killed_under_savers(site: Site, *, quick: bool) -> Verdict:
    """What was acknowledged is kept, and nothing is saved by half; the form in flight may be answered with 503."""
    kills, verdict = (6 if quick else 30), Verdict()
    with saving(site, editors=3) as people:
        for turn in range(kills):
            time.sleep(0.6 if quick else 4)
            kill(site.stack.instances[turn % 2].children()[0])
    verdict.figures["workers killed"] = kills
    verdict.figures["saves acknowledged"] = sum(len(editor.saved) for editor in people)
    verdict.wrong += losses(site, people)
    return verdict


def database_killed(site: Site, *, quick: bool) -> Verdict:
    """kill -9 of every process of PostgreSQL, or its immediate stop, by turns, under editors and scribes."""
    kills, between = (2, 1.5) if quick else (100, 7.0)
    return storm(site, kills=kills, between=between, people=2 if quick else 3, writers=2 if quick else 4)


def storm(site: Site, *, kills: int, between: float, people: int, writers: int) -> Verdict:
    verdict, away, chance = Verdict(), [], random.Random(7)  # noqa: S311  a storm that can be repeated
    with (
        reading(site.client, readers=2, pause=0.05) as log,
        scribes(site, writers=writers) as written,
        saving(site, editors=people) as editors,
    ):
        for turn in range(kills):
            time.sleep(between * chance.uniform(0.5, 1.5))
            if turn % 2:
                site.stop_database(mode="immediate")
            else:
                site.kill_database()
            gone = time.monotonic()
            site.start_database()
            until(lambda: any(e.saved and e.saved[-1][1] > gone for e in editors), seconds=60)  # noqa: B023  waited for at once
            away.append(time.monotonic() - gone)
    written.verify(verdict)
    verdict.wrong += losses(site, editors)
    forms = sum(len(editor.saved) for editor in editors)
    verdict.figures |= {
        "kills survived": kills,
        "saves acknowledged to forms": forms,
        "saves acknowledged to scribes": written.acknowledged,
        "acknowledged saves lost": sum("lost" in line for line in verdict.wrong),
        "from the kill to the next save, median s": round(sorted(away)[len(away) // 2], 2),
        "from the kill to the next save, longest s": round(max(away), 2),
    }
    verdict.read(log, also=(503,))
    verdict.expect(forms > 0 and written.acknowledged > 0, "Nobody saved anything.")
    return verdict
