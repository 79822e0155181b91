"""Which of several workers takes in who comes: the one that has the fewest connections."""

import time
from typing import Any

from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]  # it has no types

# For each connection that a worker has, up to so many, how long it leaves a newcomer to the others.
TURN_SECONDS = 0.0002
MOST_TURNS = 5


class TurnWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's threads, spread evenly over its processes.

    A newcomer wakes all of them. Who happens to be awake already would take in everybody who comes at once, and one
    processor would then do the work while the other is idle.
    """

    def accept(self, listener: Any) -> None:
        if self.alive and self.cfg.workers > 1:
            time.sleep(min(self.nr_conns, MOST_TURNS) * TURN_SECONDS)
        super().accept(listener)
