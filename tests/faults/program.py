"""How the programs of this folder begin, tell what they found, and end."""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn

from bootstrap.clone import HERE
from bootstrap.console import Refusal, say
from tests.faults.sites import heed_signals
from tests.faults.verdicts import Verdict

OK, FAILED, NOT_TRIED = 0, 1, 3


def run(main: Callable[[], int]) -> NoReturn:
    """The stack is taken down however it ends."""
    heed_signals()
    try:
        HERE.make_local()
        sys.exit(main())
    except Refusal as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit("\nStopped.")


def show(verdict: Verdict, *, good: str = "    ok") -> None:
    for line in verdict.lines():
        say(line)
    say("    NOT TRIED" if verdict.not_tried else "    FAILED" if verdict.wrong else good)


def status(verdicts: list[Verdict]) -> int:
    """The exit code: what was not tried has neither failed nor held."""
    if any(verdict.wrong for verdict in verdicts):
        return FAILED
    return NOT_TRIED if any(verdict.not_tried for verdict in verdicts) else OK


def report(file: Path | None, found: Mapping[str, Any]) -> None:
    if file:
        file.write_text(json.dumps(found, indent=1, default=str))
