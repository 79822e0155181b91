"""The clock of the application jumps by hours, both ways."""

import time
from dataclasses import replace
from email.utils import parsedate_to_datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.clients import reading
from tests.faults.editors import losses, saving
from tests.faults.sites import Site, site
from tests.faults.verdicts import Verdict

APPLICATION = "tests.faults.jumping"
HOURS = (1.0, -1.0, 6.0, -0.5, 0.0)
# Who has nothing to do says once a second that it lives, and is looked at once a second: the clock is set in every
# tenth of it.
AT_REST_HOURS = tuple(float(hours) for hours in range(1, 11))
AT_REST_SECONDS = 1.1


def clock_jumps(given: Site, *, quick: bool) -> Verdict:
    """Readers and editors notice nothing; no worker is taken for dead, no connection for used up."""
    with TemporaryDirectory(prefix="clock-") as folder:
        clock = Path(folder) / "clock"
        set_clock(clock, hours=0)
        told = {**given.stack.plan.environment, "CLOCK": str(clock)}
        with site(replace(given.stack.plan, application=APPLICATION, environment=told)) as stack:
            return jump(stack, clock, seconds=1.5 if quick else 10)


def jump(stack: Site, clock: Path, *, seconds: float) -> Verdict:
    """While everybody is busy, and again while there is nothing to do, when others wait for the next second."""
    verdict, seen = Verdict(), []
    workers = [instance.children() for instance in stack.stack.instances]
    with reading(stack.client, readers=3) as log, saving(stack, editors=2) as people:
        for hours in HOURS:
            set_clock(clock, hours=hours)
            time.sleep(seconds)
            seen.append(hours_ahead(stack))
    time.sleep(2 * AT_REST_SECONDS)
    for hours in AT_REST_HOURS:
        set_clock(clock, hours=hours)
        time.sleep(AT_REST_SECONDS)
    seen.append(hours_ahead(stack))
    verdict.figures["hours ahead"] = seen
    verdict.figures["saves acknowledged"] = sum(len(editor.saved) for editor in people)
    verdict.expect(seen == [*HOURS, AT_REST_HOURS[-1]], f"The clock did not jump as told: {seen}")
    refused = {status: sum(editor.answers[status] for editor in people) for status in (0, 409, 502, 503)}
    verdict.expect(not any(refused.values()), f"Editors were refused: {refused}")
    verdict.expect(
        workers == [instance.children() for instance in stack.stack.instances], "A worker was taken for dead."
    )
    verdict.wrong += losses(stack, people)
    verdict.read(log)
    return verdict


def hours_ahead(stack: Site) -> float:
    """HTTP says what time it is, to the second."""
    date = stack.direct_client().ask("/livez").headers.get("Date", "Thu, 01 Jan 1970 00:00:00 GMT")
    return round((parsedate_to_datetime(date).timestamp() - time.time()) / 3600, 1)


def set_clock(clock: Path, *, hours: float) -> None:
    """At once: nobody reads half of a number."""
    fresh = clock.with_suffix(".new")
    fresh.write_text(str(hours * 3600))
    fresh.rename(clock)
