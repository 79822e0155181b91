"""What the person at the terminal reads: a line for each step, and never more than two seconds of silence."""

import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

PATIENCE = 1.5  # seconds between two signs of life


class Refusal(Exception):
    """Why dev.py stops, as one sentence: which value is wrong, and the cure."""


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


class Pulse:
    """Shows of a program's lines at most one per `PATIENCE`: the latest, with the seconds gone by."""

    def __init__(self, doing: str) -> None:
        self.started = self.shown = time.monotonic()
        self.latest = doing

    def hear(self, line: str) -> None:
        self.latest = line.strip() or self.latest
        self.beat()

    def beat(self) -> None:
        now = time.monotonic()
        if now - self.shown >= PATIENCE:
            self.shown = now
            say(f"  {now - self.started:4.0f} s  {self.latest[:100]}")


class Echo(Pulse):
    """Shows every line, and a sign of life where none came for `PATIENCE`."""

    def hear(self, line: str) -> None:
        self.latest, self.shown = line.strip(), time.monotonic()
        say("  " + line)


def follow(
    argv: Sequence[str | Path],
    *,
    pulse: Pulse,
    cwd: Path,
    env: Mapping[str, str],
    user: int | None = None,
    group: int | None = None,
) -> tuple[int, list[str]]:
    """Runs a program to its end, its lines shown by `pulse`; returns its exit code and both its outputs as lines."""
    process = subprocess.Popen(
        argv,
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        user=user,
        group=group,
        extra_groups=None if user is None else [],
    )
    lines: list[str] = []
    try:
        for line in _lines_and_silences(process):
            if line is None:
                pulse.beat()
            else:
                lines.append(line)
                pulse.hear(line)
        return process.wait(), lines
    except BaseException:
        process.terminate()
        process.wait()
        raise


def _lines_and_silences(process: subprocess.Popen[str]) -> Iterator[str | None]:
    """The lines of a program as they come, and None while none comes."""
    heard: queue.Queue[str | None] = queue.Queue()
    reader = threading.Thread(target=_read, args=(process.stdout, heard), daemon=True)
    reader.start()
    while True:
        try:
            line = heard.get(timeout=PATIENCE / 5)
        except queue.Empty:
            yield None
            continue
        if line is None:
            reader.join()
            return
        yield line


def _read(output: IO[str], heard: queue.Queue[str | None]) -> None:
    with output:
        for line in output:
            heard.put(line.rstrip("\n"))
    heard.put(None)
