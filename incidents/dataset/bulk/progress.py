"""How far a long load has come: a bar with an estimate on a terminal, a line a step elsewhere."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

WIDTH = 30
# Seconds between two drawings.
PAUSE = 0.2


class Step:
    """One step of the load, of a `total` in whatever unit it counts."""

    def __init__(self, name: str, total: int, out: TextIO | None) -> None:
        self._name, self._total, self._out = name, max(total, 1), out
        self._begun = time.monotonic()
        self._done, self._drawn = 0, 0.0

    def advance(self, number: int) -> None:
        self._done += number
        self.show(0)

    def show(self, more: int) -> None:
        """Draw the bar as if `more` were done besides."""
        now = time.monotonic()
        if self._out is not None and now - self._drawn >= PAUSE:
            self._drawn = now
            self._out.write("\r" + self.line(self._done + more, now - self._begun))
            self._out.flush()

    def line(self, done: int, seconds: float) -> str:
        share = min(done / self._total, 1.0)
        bar = "█" * int(share * WIDTH)
        left = f"{clock(seconds / share - seconds)} left" if share else ""
        return f"{self._name:<8} {bar:·<{WIDTH}} {share:4.0%} {left:<16}"


class Progress:
    """Tells of steps on `out`; says nothing where there is none."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out
        self._draws = bool(out and out.isatty())

    @contextmanager
    def step(self, name: str, *, total: int) -> Iterator[Step]:
        begun = time.monotonic()
        yield Step(name, total, self._out if self._draws else None)
        if self._out is not None:
            erased = "\r" if self._draws else ""
            self._out.write(
                f"{erased}{name:<8} {clock(time.monotonic() - begun)}{' ' * (WIDTH + 20) if erased else ''}\n"
            )


def clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"
