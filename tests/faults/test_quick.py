"""The stack is broken on purpose, in a process of its own. `python3 dev.py faults` does so at length, and does more."""

import subprocess
import sys

from bootstrap.clone import HERE
from tests.faults.catalogue import FAULTS, QUICK
from tests.faults.protections import PROTECTIONS

SECONDS = 900


def test_what_was_acknowledged_is_kept_whatever_dies() -> None:
    argv = [sys.executable, "-m", "tests.faults", "--quick", *QUICK]

    done = subprocess.run(argv, cwd=HERE.root, capture_output=True, text=True, timeout=SECONDS)

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("    ok\n") == len(QUICK)


def test_each_fault_has_a_protection_without_which_it_must_fail() -> None:
    assert {protection.fault for protection in PROTECTIONS.values()} == set(FAULTS)
