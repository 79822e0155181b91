"""/metrics on an address of its own (METRICS_BIND), which no public proxy leads to, by a process of its own.

So it answers while all workers are busy, and holds none of them up. Each worker writes its numbers into files of a
folder that the server makes (PROMETHEUS_MULTIPROC_DIR); they are added up here, those of workers that have gone too.
"""

import os
import shutil
import subprocess
import sys
import time

from prometheus_client import CollectorRegistry, multiprocess, start_http_server

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
PAUSE = 1.0
PROGRAM = "import os, sys; from eventsapi.rest.exposition import serve; serve(sys.argv[1], parent=os.getppid())"


def start(bind: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", PROGRAM, bind])  # noqa: S603  its own words, and a setting


def end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait()
    shutil.rmtree(os.environ[FOLDER], ignore_errors=True)


def forget(worker: int) -> None:
    """What only counts for a living worker, such as its connections, ends with it; all else stays in the sums."""
    multiprocess.mark_process_dead(worker)  # type: ignore[no-untyped-call]  # it has no types


def registry() -> CollectorRegistry:
    made = CollectorRegistry()
    multiprocess.MultiProcessCollector(made)  # type: ignore[no-untyped-call]  # it has no types
    return made


def serve(bind: str, *, parent: int) -> None:
    """Until the server that started it has gone, however it went."""
    host, _, port = bind.rpartition(":")
    server, _thread = start_http_server(int(port), host.strip("[]"), registry=registry())
    while os.getppid() == parent:
        time.sleep(PAUSE)
    server.shutdown()
    server.server_close()
