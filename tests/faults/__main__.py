"""`python3 dev.py faults`: breaks the stack on purpose, and says what became of what was acknowledged.

faults [NAME …]            all of them, or those named, at full length: see --list
--quick                    the short forms
--without PROTECTION       takes a protection away and tries the fault that must fail then; `all` tries each
--report FILE              writes the figures as JSON

The exit code is 1 if a fault has failed, and 3 if none has but one could not be tried here.
"""

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bootstrap.clone import HERE
from bootstrap.console import Refusal, say
from bootstrap.locks import alone
from bootstrap.stack import Plan
from tests.faults.catalogue import FAULTS, inject
from tests.faults.program import report, run, show, status
from tests.faults.protections import PROTECTIONS, Protection
from tests.faults.sites import Site, site
from tests.faults.verdicts import NotTried, Verdict


def main() -> int:
    given = arguments()
    if given.list:
        return tell()
    with alone(HERE.local / "faults.lock"):
        if given.without:
            names = list(PROTECTIONS) if given.without == "all" else [given.without]
            return status([without(name) for name in names])
        return status(try_all(given.names or list(FAULTS), quick=given.quick, file=given.report))


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


def try_all(names: list[str], *, quick: bool, file: Path | None) -> list[Verdict]:
    found: dict[str, Verdict] = {}
    with site(Plan()) as stack:
        for name in names:
            with timed(name):
                found[name] = inject(name, stack, quick=quick)
            show(found[name])
            report(file, {name: verdict.told for name, verdict in found.items()})
    return list(found.values())


def without(name: str) -> Verdict:
    """Its fault has to notice that the protection is gone: what is wrong is that nothing was."""
    protection = PROTECTIONS[name]
    with site(protection.change(Plan()), direct=protection.direct, without=frozenset({name})) as stack:
        with timed(f"{protection.fault} without {name}"):
            verdict = tried(protection, stack)
        show(verdict)
    if verdict.not_tried:
        return verdict
    noticed = any(protection.told in line for line in verdict.wrong)
    say("    It fails, as it must." if noticed else f"    It does NOT say “{protection.told}”: the test shows nothing.")
    return Verdict(wrong=[] if noticed else [f"{protection.fault} does not notice that {name} is gone."])


def tried(protection: Protection, stack: Site) -> Verdict:
    """A part of the stack that does not come up may be just what has to happen."""
    try:
        return inject(protection.fault, stack, quick=True)
    except NotTried:
        raise
    except Refusal as refusal:
        return Verdict(wrong=[str(refusal)])


@contextmanager
def timed(name: str) -> Iterator[None]:
    started = time.monotonic()
    say(f"{name} …")
    yield
    say(f"    {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    run(main)
