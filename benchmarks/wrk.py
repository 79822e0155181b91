"""One round of requests with wrk, and what it tells about them."""

import math
import re
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

CONNECTIONS = 8
# How long wrk waits for one answer. The product itself gives up earlier.
PATIENCE = 10
# One thread: its requests come in the order of the list, and it costs the servers the least.
SCRIPT = """
local paths, at = {}, 0
for line in io.lines("PATHS") do paths[#paths + 1] = line end
wrk.method = "METHOD"
wrk.body = BODY
HEADERS
request = function()
  at = at % #paths + 1
  return wrk.format(nil, paths[at])
end
"""
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


class Unreadable(ValueError):
    """wrk said something that is no report."""


@dataclass(frozen=True)
class Ask:
    """What is asked: the paths in turn, over and over."""

    paths: Sequence[str]
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""


@dataclass(frozen=True)
class Round:
    """Requests a second, milliseconds for half and for 99 of 100, bytes an answer, and the share that failed."""

    rate: float
    median: float
    slowest: float
    size: float
    failed: float


def play(ask: Ask, *, port: int, seconds: float) -> Round:
    """Asks for so many seconds, rounded up: wrk takes whole ones."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "script.lua"
        script.write_text(script_of(ask, Path(folder)))
        argv = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{math.ceil(seconds)}s", f"--timeout={PATIENCE}s", "--latency"]
        argv += ["-s", str(script), f"http://127.0.0.1:{port}"]
        done = subprocess.run(argv, capture_output=True, text=True, check=True)
    return parse(done.stdout)


def script_of(ask: Ask, folder: Path) -> str:
    paths = folder / "paths"
    paths.write_text("\n".join(ask.paths) + "\n")
    headers = "\n".join(f"wrk.headers[{quoted(name)}] = {quoted(value)}" for name, value in ask.headers.items())
    script = SCRIPT.replace("PATHS", str(paths)).replace("METHOD", "POST" if ask.body else "GET")
    return script.replace("BODY", quoted(ask.body) if ask.body else "nil").replace("HEADERS", headers)


def quoted(text: str) -> str:
    """A string of Lua."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def parse(report: str) -> Round:
    """The figures in wrk's report. Raises Unreadable."""
    requests = found(r"(\d+) requests in ", report)
    read = re.search(r"requests in \S+, ([\d.]+)(B|KB|MB|GB) read", report)
    if read is None:
        raise Unreadable(report)
    total = float(read[1]) * 1024 ** ("B", "KB", "MB", "GB").index(read[2])
    wrong = sum(int(count) for count in re.findall(r"Non-2xx or 3xx responses: (\d+)", report))
    broken = sum(int(count) for count in re.findall(r"(?:connect|read|write|timeout) (\d+)", report))
    return Round(
        rate=found(r"Requests/sec:\s+([\d.]+)", report),
        median=milliseconds(r"50%\s+([\d.]+)(us|ms|s|m)\b", report),
        slowest=milliseconds(r"99%\s+([\d.]+)(us|ms|s|m)\b", report),
        size=total / requests if requests else 0.0,
        failed=(wrong + broken) / (requests + broken) if requests + broken else 1.0,
    )


def found(pattern: str, report: str) -> float:
    match = re.search(pattern, report)
    if match is None:
        raise Unreadable(report)
    return float(match[1])


def milliseconds(pattern: str, report: str) -> float:
    match = re.search(pattern, report)
    if match is None:
        raise Unreadable(report)
    return float(match[1]) * UNITS[match[2]]
