import subprocess
import sys
from types import SimpleNamespace

import pytest

from eventsapi.rest import memory

# What is long-lived of a thread lies on the heap of the process, and none of it in an arena mapped for the thread.
THREADS = """
import ctypes, threading
from eventsapi.rest.memory import share_arena

assert share_arena()
allocate = ctypes.CDLL(None).malloc
allocate.restype, allocate.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
found = [allocate(2_000)]
threads = [threading.Thread(target=lambda: found.append(allocate(2_000))) for _ in range(3)]
for thread in threads: thread.start()
for thread in threads: thread.join()
[heap] = [line.split()[0] for line in open("/proc/self/maps") if line.endswith("[heap]\\n")]
start, end = (int(part, 16) for part in heap.split("-"))
print(len(found), all(start <= one < end for one in found))
"""


def test_threads_take_their_memory_from_one_arena() -> None:
    told = subprocess.run([sys.executable, "-c", THREADS], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["4", "True"]


def test_nothing_is_set_where_the_library_has_no_word_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctypes.CDLL", lambda name: SimpleNamespace())
    assert not memory.share_arena()
