"""`python3 dev.py faults`: breaks the stack on purpose, and says what became of what was acknowledged.

faults [NAME …]            all of them, or those named, at full length: see --list
--quick                    the short forms
--without PROTECTION       takes a protection away and tries the fault that must fail then; `all` tries each
--report FILE              writes the figures as JSON
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bootstrap.clone import HERE
from bootstrap.console import Refusal, say
from bootstrap.locks import alone
from bootstrap.stack import Plan
from tests.faults.catalogue import FAULTS, inject
from tests.faults.protections import PROTECTIONS
from tests.faults.sites import heed_signals, site
from tests.faults.verdicts import Verdict


def main() -> int:
    given = arguments()
    if given.list:
        return tell()
    heed_signals()
    HERE.make_local()
    with alone(HERE.local / "faults.lock"):
        if given.without:
            names = list(PROTECTIONS) if given.without == "all" else [given.without]
            noticed = [fails_without(name) for name in names]
            return 0 if all(noticed) else 1
        return 0 if try_all(given.names or list(FAULTS), quick=given.quick, report=given.report) else 1


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py faults", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[[], *FAULTS])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--without", choices=["all", *PROTECTIONS], metavar="PROTECTION")
    parser.add_argument("--report", type=Path, metavar="FILE")
    return parser.parse_args()


def tell() -> int:
    for name, fault in FAULTS.items():
        say(f"{name:<28} {(fault.__doc__ or '').splitlines()[0]}")
    say("\nProtections, and the fault that must fail without each:")
    for name, protection in PROTECTIONS.items():
        say(f"{name:<28} {protection.fault}: {protection.meaning}")
    return 0


def try_all(names: list[str], *, quick: bool, report: Path | None) -> bool:
    told: dict[str, Any] = {}
    with site(Plan()) as stack:
        for name in names:
            with timed(name):
                verdict = inject(name, stack, quick=quick)
            told[name] = {**verdict.figures, "wrong": verdict.wrong}
            show(verdict)
            if report:
                report.write_text(json.dumps(told, indent=1, default=str))
    return not any(figures["wrong"] for figures in told.values())


def fails_without(name: str) -> bool:
    """Whether the fault notices that its protection is gone."""
    protection = PROTECTIONS[name]
    with site(protection.change(Plan()), direct=protection.direct, without=frozenset({name})) as stack:
        with timed(f"{protection.fault} without {name}"):
            verdict = inject(protection.fault, stack, quick=True)
        show(verdict)
    say("    It fails, as it must." if verdict.wrong else "    It does NOT fail: the test shows nothing.")
    return bool(verdict.wrong)


def show(verdict: Verdict) -> None:
    for line in verdict.lines():
        say(line)
    say("    FAILED" if verdict.wrong else "    ok")


@contextmanager
def timed(name: str) -> Iterator[None]:
    started = time.monotonic()
    say(f"{name} …")
    yield
    say(f"    {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Refusal as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
