"""Which of several workers takes in who comes: the one that has the fewest connections."""

import time
from typing import Any

from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]  # it has no types

# How long a worker with very many connections leaves a newcomer to the others, and with how many it is half as long.
# The first few make the most difference, and there is still one between ten and forty.
LONGEST_SECONDS = 0.0015
HALF = 5


class TurnWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's threads, spread evenly over its processes.

    A newcomer wakes all of them. Who happens to be awake already would take in everybody who comes at once, and one
    processor would then do the work while the other is idle.
    """

    def accept(self, listener: Any) -> None:
        if self.alive and self.cfg.workers > 1:
            time.sleep(LONGEST_SECONDS * self.nr_conns / (self.nr_conns + HALF))
        super().accept(listener)
