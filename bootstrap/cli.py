"""The verbs of dev.py, in the order a newcomer meets them."""

import os
import platform
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType

from bootstrap import auditing, covering, embedded, fuzzing, gates, mutating, pins, project, server, stack, venv
from bootstrap.clone import HERE, Clone
from bootstrap.console import Refusal, say

INTERRUPTED = 130
# Not every call of playwright has a limit of its own. A test that stands still for three minutes ends as a failure that
# shows where it stood.
BOUNDED = ("-o", "faulthandler_timeout=180", "-o", "faulthandler_exit_on_timeout=true")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_OF_MACOS = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")

USAGE = """usage: python3 dev.py VERB …

  run [HOST:PORT]   serve the API, the admin and the docs, on 127.0.0.1:8000 by default
  test [ARGS]       all checks, then the whole suite with coverage; with ARGS, pytest with just those
  check             format, lint, types, import contracts, migrations, Django's checks, OpenAPI document
  manage ARGS       manage.py, on the database of `run`
  e2e [ARGS]        the tests in a browser, with this machine's Chromium
  fuzz [ARGS]       schemathesis on the public API, on a database of its own; ARGS go before schemathesis.toml
  hostile           requests that nobody should send, some of them with an account; tried and passed, by kind
  timing            how long a draft takes to be told of as absent, beside what never was, over a socket
  mutate [MODULE]   faults put into filters, permissions, publication, import: do the tests notice? --most 20
  stack             as production runs it: a durable PostgreSQL, two instances, nginx with TLS; without containers
  faults [ARGS]     break that stack on purpose, and say what became of it; --list tells the faults, --help more
  soak [ARGS]       that stack under mixed load, a worker killed every minute; --minutes 30
  bench [ARGS]      the benchmarks against peers, on a database of their own; --quick takes minutes, --help tells more
  lock [--upgrade]  pin the requirements files anew
  audit             ask what is known against the pinned packages; needs a network
  sbom [FILE]       the bill of materials of what is served, as CycloneDX: sbom.json in .local/, or FILE
  stop              stop whatever this checkout left running

DATABASE_URL, if set, is used instead of the PostgreSQL server in .local/; POSTGRES_BIN names another server's programs.
"""


class Terminated(KeyboardInterrupt):
    """Somebody asked us to end, but not by Ctrl-C, which our children would have heard as well."""


def main(arguments: list[str]) -> int:
    verb, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if verb in {"", "help", "-h", "--help"}:
        say(USAGE)
        return 0
    if verb not in VERBS:
        say(f"There is no verb {verb!r}.\n\n{USAGE}")
        return 2
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts background jobs deaf to it
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, terminate)
    try:
        HERE.make_local()
        return VERBS[verb](HERE, rest)
    except KeyboardInterrupt:
        say("\nStopped.")
        return INTERRUPTED
    except Refusal as refusal:
        say(str(refusal))
    except PermissionError as error:
        say(f"{error.filename} belongs to another user: delete it, or start dev.py as that user.")
    return 1


def terminate(number: int, frame: FrameType | None) -> None:
    raise Terminated


def run(clone: Clone, arguments: list[str]) -> int:
    if len(arguments) > 1:
        raise Refusal(f"run takes one address, not {' '.join(arguments)!r}.")
    address = server.parse(arguments[0] if arguments else f"{server.DEFAULT_HOST}:{server.DEFAULT_PORT}")
    server.listen(address, clone=clone).close()  # a taken port is told at once, not after the installation
    python = venv.ready(clone=clone, layer="local")
    with project.database(clone) as database:
        environment = project.local_environment(clone, database=database, host=address.host)
        project.prepare(clone, python=python, database=database, environment=environment)
        try:
            server.serve(
                address,
                clone=clone,
                python=python,
                environment=environment,
                share=database.share,
            )
        except KeyboardInterrupt:
            say("Stopped.")
    return 0


def test(clone: Clone, arguments: list[str]) -> int:
    python = venv.ready(clone=clone, layer="dev")
    with project.database(clone, fast=True) as database:
        environment = project.test_environment(database)
        if arguments:
            return call([python, "-m", "pytest", *arguments], clone=clone, environment=environment)
        good = gates.check(clone=clone, python=python, environment=environment)
        workers = str(min(4, os.cpu_count() or 1))
        report = clone.local / covering.REPORT
        report.unlink(missing_ok=True)
        whole = ["-n", workers, "--cov", "--cov-branch", "--cov-report=term", f"--cov-report=json:{report}"]
        code = call([python, "-m", "pytest", *whole], clone=clone, environment=environment)
        good &= report.exists() and covering.complete(report)
        say("All checks and tests passed." if good and code == 0 else "FAILED: see above.")
        return code or (0 if good else 1)


def check(clone: Clone, arguments: list[str]) -> int:
    python = venv.ready(clone=clone, layer="dev")
    with project.database(clone, fast=True) as database:
        environment = project.test_environment(database)
        return 0 if gates.check(clone=clone, python=python, environment=environment) else 1


def manage(clone: Clone, arguments: list[str]) -> int:
    # Releases need pyarrow, which is as large as all the rest together.
    python = venv.ready(clone=clone, layer="dev" if arguments[:1] == ["release_dataset"] else "local")
    with project.database(clone) as database:
        if database.cluster:
            database.cluster.prepared.unlink(missing_ok=True)  # a command may have changed what was prepared
        environment = project.local_environment(clone, database=database)
        return call([python, "manage.py", *arguments], clone=clone, environment=environment)


def e2e(clone: Clone, arguments: list[str]) -> int:
    browser = find_browser()
    python = venv.ready(clone=clone, layer="dev")
    with project.database(clone, fast=True) as database:
        environment = project.local_environment(clone, database=database) | {"EVENTSAPI_TEST": "1", "CHROMIUM": browser}
        some = any(argument.startswith("tests/") for argument in arguments)
        # Two at once: while one waits for its browser, the other one works.
        whole = [] if some else ["tests/e2e", "-n", "2"]
        return call([python, "-m", "pytest", *BOUNDED, *whole, *arguments], clone=clone, environment=environment)


def find_browser() -> str:
    named = os.environ.get("CHROMIUM")
    if named and not os.access(named, os.X_OK):
        raise Refusal(f"CHROMIUM is {named}, which is not a program.")
    found = named or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None and platform.system() == "Darwin" and BROWSER_OF_MACOS.exists():
        found = str(BROWSER_OF_MACOS)
    if found is None:
        raise Refusal("There is no Chromium here: install one (Debian: apt install chromium), or name it in CHROMIUM.")
    return found


def fuzz(clone: Clone, arguments: list[str]) -> int:
    python = venv.ready(clone=clone, layer="dev")
    with project.database(clone, name=fuzzing.DATABASE, fast=True) as database:
        return fuzzing.run(clone, python=python, database=database, arguments=arguments)


def mutate(clone: Clone, arguments: list[str]) -> int:
    python, tests = (venv.ready(clone=clone, layer=layer) for layer in ("mutate", "dev"))
    with project.database(clone, name=mutating.DATABASE, fast=True) as database:
        return mutating.run(clone, python=python, tests=tests, database=database, arguments=arguments)


def timing(clone: Clone, arguments: list[str]) -> int:
    python = venv.ready(clone=clone, layer="dev")
    with project.database(clone, fast=True) as database:
        environment = project.test_environment(database)
        return call([python, "-m", "pytest", "-s", "tests/timing", *arguments], clone=clone, environment=environment)


def hostile(clone: Clone, arguments: list[str]) -> int:
    python = venv.ready(clone=clone, layer="dev")
    with project.database(clone, fast=True) as database:
        environment = project.test_environment(database)
        return call([python, "-m", "pytest", "-s", "tests/hostile", *arguments], clone=clone, environment=environment)


def bench(clone: Clone, arguments: list[str]) -> int:
    script = clone.root / "benchmarks" / "run.py"
    if not script.exists():
        raise Refusal(f"There is nothing to measure: {script} does not exist.")
    python = venv.ready(clone=clone, layer="dev")
    # A smoke run compares with nothing that would have to be installed.
    peers = {} if "--quick" in arguments else {"BENCH_PYTHON": str(venv.ready(clone=clone, layer="bench"))}
    with project.database(clone, name="eventsapi_bench") as database:
        environment = project.local_environment(clone, database=database) | peers
        return call([python, script, *arguments], clone=clone, environment=environment)


def serve_stack(clone: Clone, arguments: list[str]) -> int:
    if arguments:
        raise Refusal(f"stack takes no arguments, not {' '.join(arguments)!r}.")
    stack.serve(clone, python=venv.ready(clone=clone, layer="local"))
    return 0


def faults(clone: Clone, arguments: list[str]) -> int:
    python = venv.ready(clone=clone, layer="dev")
    return call([python, "-m", "tests.faults", *arguments], clone=clone, environment=venv.environment())


def soak(clone: Clone, arguments: list[str]) -> int:
    python = venv.ready(clone=clone, layer="dev")
    return call([python, "-m", "tests.faults.soak", *arguments], clone=clone, environment=venv.environment())


def lock(clone: Clone, arguments: list[str]) -> int:
    pins.lock(clone=clone, python=venv.ready(clone=clone, layer="dev"), arguments=arguments)
    return 0


def audit(clone: Clone, arguments: list[str]) -> int:
    return auditing.audit(clone, python=venv.ready(clone=clone, layer="audit"))


def sbom(clone: Clone, arguments: list[str]) -> int:
    target = Path(arguments[0]) if arguments else clone.local / "sbom.json"
    return auditing.sbom(clone, python=venv.ready(clone=clone, layer="audit"), target=target)


def stop(clone: Clone, arguments: list[str]) -> int:
    stopped = [
        f"web server on port {path.name.removeprefix('serving-')}"
        for path in sorted(clone.local.glob("serving-*"))
        if server.stop(path)
    ]
    stopped += embedded.stop_all(clone)
    say(f"Stopped: {', '.join(stopped)}." if stopped else "Nothing of this checkout was running.")
    return 0


def call(argv: list[str | Path], *, clone: Clone, environment: Mapping[str, str]) -> int:
    """Runs a program to its own end. Ctrl-C at a terminal reaches it as well; every other signal only through us."""
    process = subprocess.Popen(argv, cwd=clone.root, env=environment)
    while True:
        try:
            code = process.wait()
            return code if code >= 0 else 128 - code  # as a shell counts those that a signal ended
        except Terminated:
            process.terminate()
        except KeyboardInterrupt:
            if not sys.stdin.isatty():
                process.send_signal(signal.SIGINT)


FUNCTIONS = (
    *(run, test, check, manage, e2e, fuzz, hostile, timing, mutate),
    *(faults, soak, bench, lock, audit, sbom, stop),
)
VERBS: dict[str, Callable[[Clone, list[str]], int]] = {
    **{verb.__name__: verb for verb in FUNCTIONS},
    "stack": serve_stack,
}
