"""What a fault came to: figures, and what was wrong."""

from dataclasses import dataclass, field
from typing import Any

from tests.faults.clients import Log

MOST_COMPLAINTS = 8


@dataclass
class Verdict:
    """`figures` are told and kept; one line in `wrong` makes the fault a failure."""

    figures: dict[str, Any] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def expect(self, holds: bool, complaint: str) -> None:
        if not holds:
            self.wrong.append(complaint)

    def read(self, log: Log, *, also: tuple[int, ...] = (), within: float = 0.0) -> None:
        """What readers were answered: 200, and of the others only `also`; 503 says when to come back, within a time."""
        self.figures["reads"] = sum(log.statuses.values())
        self.figures["read statuses"] = log.statuses
        self.figures["slowest read, s"] = log.slowest()
        self.wrong += [*log.unlike(200, *also), *log.unhelpful()]
        if within:
            slowest = log.slowest(503)
            self.figures["503, median and slowest, s"] = (log.percentile(0.5, 503), slowest)
            self.expect(slowest <= within, f"A 503 took {slowest} s, more than {within} s.")

    def lines(self) -> list[str]:
        told = [f"    {name}: {value}" for name, value in self.figures.items()]
        more = [f"    … and {len(self.wrong) - MOST_COMPLAINTS} more"] if len(self.wrong) > MOST_COMPLAINTS else []
        return [*told, *(f"    WRONG: {line}" for line in self.wrong[:MOST_COMPLAINTS]), *more]
