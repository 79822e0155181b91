"""What a fault came to: figures, and what was wrong."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bootstrap.console import Refusal
from tests.faults.clients import Answer, Log

MOST_COMPLAINTS = 8


class NotTried(Refusal):
    """What a fault needs is not here, and why."""


@dataclass
class Verdict:
    """`figures` are told and kept; one line in `wrong` makes the fault a failure. `not_tried` says why it was not."""

    figures: dict[str, Any] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    not_tried: str = ""

    @property
    def told(self) -> dict[str, Any]:
        return {**self.figures, "wrong": self.wrong, **({"not tried": self.not_tried} if self.not_tried else {})}

    def expect(self, holds: bool, complaint: str) -> None:
        if not holds:
            self.wrong.append(complaint)

    def read(
        self, log: Log, *, also: tuple[int, ...] = (), within: float = 0.0, tell: Callable[[Answer], str] = Answer.told
    ) -> None:
        """What readers were answered: 200, and of the others only `also`; 503 says when to come back.

        `within` is how many seconds anybody may have waited, whatever the answer was. `tell` has the words for what was
        answered otherwise.
        """
        self.figures["reads"] = sum(log.statuses.values())
        self.figures["read statuses"] = log.statuses
        self.figures["slowest read, s"] = log.slowest()
        self.wrong += [tell(answer) for answer in log.answers if answer.status not in (200, *also)]
        self.wrong += log.unhelpful()
        if within:
            self.figures["503, median and slowest, s"] = (log.percentile(0.5, 503), log.slowest(503))
            self.expect(log.slowest() <= within, f"A reader waited for {log.slowest()} s, more than {within} s.")

    def lines(self) -> list[str]:
        told = [f"    {name}: {value}" for name, value in self.figures.items()]
        more = [f"    … and {len(self.wrong) - MOST_COMPLAINTS} more"] if len(self.wrong) > MOST_COMPLAINTS else []
        why = [f"    {self.not_tried}"] if self.not_tried else []
        return [*told, *why, *(f"    WRONG: {line}" for line in self.wrong[:MOST_COMPLAINTS]), *more]
