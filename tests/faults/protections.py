"""What keeps the promises, and how to take it away: a fault whose protection is gone must fail, or it shows nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bootstrap.stack import SERVER_SETTINGS, Plan

UNPROTECTED = "tests.faults.unprotected"


@dataclass(frozen=True)
class Protection:
    """`fault` is the one that must fail without it, in these words among others (`told`).

    `direct` lets clients speak to an instance without nginx.
    """

    fault: str
    meaning: str
    told: str
    change: Callable[[Plan], Plan] = lambda plan: plan
    direct: bool = False


def in_nginx(old: str, new: str) -> Callable[[Plan], Plan]:
    def configure(template: str) -> str:
        assert old in template, f"docker/nginx.conf holds no {old!r} any more."
        return template.replace(old, new)

    return lambda plan: replace(plan, configure=configure)


def in_server(setting: str) -> Callable[[Plan], Plan]:
    """A process that serves refuses such a server, unless it is told that data may be lost."""
    risky = {"EVENTSAPI_TEST": "1"}
    return lambda plan: replace(plan, server_settings=(*SERVER_SETTINGS, setting), environment=risky)


def in_application(name: str) -> Callable[[Plan], Plan]:
    return lambda plan: replace(plan, application=UNPROTECTED, environment={"WITHOUT": name})


def in_gunicorn(arguments: str) -> Callable[[Plan], Plan]:
    return lambda plan: replace(plan, environment={"GUNICORN_CMD_ARGS": arguments})


PROTECTIONS: dict[str, Protection] = {
    "retries": Protection(
        "worker_killed",
        "nginx asks the other instance what the first one did not answer",
        "The application does not answer",
        in_nginx("proxy_next_upstream error timeout;", "proxy_next_upstream off;"),
    ),
    "synchronous_commit": Protection(
        "database_killed",
        "PostgreSQL writes the log before it acknowledges",
        "is lost",
        in_server("synchronous_commit=off"),
    ),
    "transaction": Protection(
        "worker_killed_under_savers",
        "a form is saved in one transaction",
        "half of the save",
        in_application("transaction"),
    ),
    "pool_timeout": Protection(
        "database_away",
        "a request waits half a second for a connection",
        "A reader waited for",
        in_application("pool_timeout"),
    ),
    "glances": Protection(
        "database_away_from_a_crowd",
        "who has waited in vain for a connection spares others that",
        "they stood in line",
        in_application("glances"),
    ),
    "pool_wait": Protection(
        "connections_used_up",
        "a request waits half a second for a connection",
        "A reader waited for",
        in_application("pool_timeout"),
    ),
    "start": Protection(
        "database_away_at_start",
        "an instance starts although its database is away",
        "does not answer",
        in_application("start"),
    ),
    "looks": Protection(
        "connections_ended",
        "a connection that the server has ended is given to nobody",
        "The database cannot answer now",
        in_application("looks"),
    ),
    "time_limits": Protection(
        "long_lock",
        "statements and locks of the API have time limits",
        "No reader noticed",
        in_application("time_limits"),
    ),
    "second_instance": Protection(
        "rolling_restart",
        "nginx has a second instance",
        "The application does not answer",
        in_nginx("server web2:8000 ", "server web2:8000 down "),
    ),
    "backup": Protection(
        "rolling_restart",
        "nginx asks instances that it leaves alone, where it leaves all alone",
        "The application does not answer",
        in_nginx(" backup ", " down backup "),
    ),
    "grace": Protection(
        "rolling_restart",
        "gunicorn finishes what it is answering",
        "The application does not answer",
        in_gunicorn("--graceful-timeout 0"),
    ),
    "door": Protection(
        "stopped_among_visitors",
        "a worker that stops closes its door at once",
        "Who was let in was not answered",
        in_gunicorn("--worker-class gthread"),
    ),
    "checksum": Protection(
        "backup_under_load",
        "a copy is compared with its checksum before it is restored",
        "is taken for a whole one",
    ),
    "noting": Protection(
        "migrations_killed",
        "a migration is noted in the transaction that migrates",
        "Otherwise than before",
    ),
    "unavailable": Protection(
        "disk_full",
        "who is refused by the database is told to come back",
        "500",
        in_application("unavailable"),
    ),
    "import": Protection(
        "importer_killed",
        "a load is one transaction",
        "were loaded",
    ),
    "lock_timeout": Protection(
        "old_code_serving",
        "a migration waits for no lock longer than readers do",
        "The migration waited for",
    ),
    "monotonic": Protection(
        "clock_jumps",
        "waiting is counted by a clock that nobody sets",
        "A worker was taken for dead",
        lambda plan: replace(plan, environment={"WITHOUT": "monotonic"}),
    ),
    "proxy": Protection(
        "slow_clients",
        "nginx waits for slow clients, and the application does not",
        "of the readers were answered within",
        direct=True,
    ),
}
