"""How the memory of a worker is given out, where the C library is glibc; elsewhere all stays as it is.

By itself glibc gives each thread an arena of its own, in which what was freed stays. A worker's threads take turns with
the interpreter, so that one arena is enough for all of them.
"""

import ctypes

# Of malloc.h.
ARENA_MAX = -8


def share_arena() -> bool:
    """For this process and its forks, before it has threads; returns whether it could."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and bool(mallopt(ARENA_MAX, 1))
