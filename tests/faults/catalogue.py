"""All faults by name, in the order in which they are tried."""

from collections.abc import Callable

from tests.faults import clocks, copying, disks, importing, killing, migrating, slow, stopping, unavailable, upgrading
from tests.faults.sites import Site
from tests.faults.verdicts import NotTried, Verdict

Fault = Callable[..., Verdict]
FAULTS: dict[str, Fault] = {
    fault.__name__: fault
    for fault in (
        killing.worker_killed,
        killing.worker_killed_under_savers,
        killing.database_killed,
        unavailable.database_away,
        unavailable.database_away_from_a_crowd,
        unavailable.database_away_at_start,
        unavailable.connections_used_up,
        unavailable.connections_ended,
        unavailable.long_lock,
        stopping.rolling_restart,
        stopping.stopped_among_visitors,
        slow.slow_clients,
        copying.backup_under_load,
        importing.importer_killed,
        migrating.migrations_killed,
        upgrading.old_code_serving,
        disks.disk_full,
        clocks.clock_jumps,
    )
}
# What the suite tries, in the short forms: faults whose verdict does not hang on how busy the machine is.
# In the suite. rolling_restart is not: on a busy machine a form may wait too long for a connection, and is refused.
QUICK = ("worker_killed", "database_killed", "database_away")


def inject(name: str, site: Site, *, quick: bool) -> Verdict:
    """A fault whose own steps do not come true has failed as well."""
    try:
        return FAULTS[name](site, quick=quick)
    except AssertionError as error:
        return Verdict(wrong=[str(error)])
    except NotTried as reason:
        return Verdict(not_tried=str(reason))
