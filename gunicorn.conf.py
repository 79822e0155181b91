"""How the project is served, at a desk and in a container alike. gunicorn finds this file in the working directory."""

import gc
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

# gunicorn reads this file before it looks for anything in the working directory.
sys.path.insert(0, str(Path(__file__).parent))

from eventsapi.environment import address, flag, number, word

METRICS = address("METRICS_BIND")
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  what is made in it has a name by chance
if METRICS:
    # Before the library is imported, which decides then where it counts.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="eventsapi-metrics-", dir=MEMORY)

from eventsapi.rest import exposition, logs, memory

# Before there is any thread; workers are forks of this process.
memory.share_arena()

bind = address("BIND", "127.0.0.1:8000")
workers = number("WEB_CONCURRENCY", min(4, os.cpu_count() or 1), minimum=1)
worker_class = "eventsapi.rest.workers.ProblemWorker"  # threads, and problems instead of pages of HTML
threads = number("WEB_THREADS", 4, minimum=1)

# Workers are forked from one process that has imported everything: they share that memory, and start at once.
preload_app = True

# A worker says that it is alive by touching a file: in memory, a slow disk cannot make it look dead.
worker_tmp_dir = MEMORY

# Longer than the reverse proxy keeps an idle connection, so that it never sends into one that is closing.
keepalive = 75
graceful_timeout = 30
# The API answers 414 itself, from 2,000 bytes of query on: this must not come first.
limit_request_line = 8190

# Whether a proxy is trusted is said by TRUSTED_PROXIES alone; gunicorn would believe whoever speaks from this machine.
forwarder_headers = ""
secure_scheme_headers: dict[str, str] = {}

# The same lines as the application's own (eventsapi/settings.py).
LOCAL = flag("EVENTSAPI_LOCAL")
loglevel = word("LOG_LEVEL", "warning" if LOCAL else "info", among=logs.LEVELS)
logconfig_dict = logs.configuration(
    form=word("LOG_FORMAT", "text" if LOCAL else "json", among=logs.FORMATS), level=loglevel
)
logger_class = "eventsapi.rest.serverlog.ServerLogger"
control_socket_disable = True


def pre_fork(server: Any, worker: Any) -> None:
    """Sets what was imported aside: collecting garbage would write to it, and so end the sharing."""
    gc.collect()
    gc.freeze()


if METRICS:
    served: list[Any] = []

    def when_ready(server: Any) -> None:
        served.append(exposition.start(METRICS))

    def child_exit(server: Any, worker: Any) -> None:
        exposition.forget(worker.pid)

    def on_exit(server: Any) -> None:
        for process in served:
            exposition.end(process)
