"""The real server, its workers, and the process that adds them up."""

import os
import re
import signal
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from bootstrap import server
from bootstrap.clone import HERE
from bootstrap.server import Address
from tests.published import clear
from tests.replicas.clusters import until
from tests.serving import serving

pytestmark = pytest.mark.django_db(transaction=True)


def text(url: str) -> str:
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310  on the loopback interface
        told: str = answer.read().decode()
        return told


def counted(metrics: Address) -> int:
    found = re.search(
        r'^eventsapi_answers_total\{route="api/v1/",status="200"\} (\d+)', text(metrics.url("/metrics")), re.MULTILINE
    )
    return int(found[1]) if found else 0


def ask_ten_times(site: Address) -> None:
    for _ in range(10):
        text(site.url("/api/v1/"))


def serving_processes(metrics: Address) -> list[int]:
    """Children of our child that serve, as the kernel lists them. Other tests may have servers of their own."""
    pids = [int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit()]
    ours = [pid for pid in pids if parent_of(parent_of(pid)) == os.getpid() and b"gunicorn" in read(pid, "cmdline")]
    return [pid for pid in ours if f"METRICS_BIND=127.0.0.1:{metrics.port}".encode() in read(pid, "environ")]


def parent_of(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()[1])
    except OSError:
        return 0


def read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""


def test_workers_are_added_up_and_those_that_are_replaced_lose_nothing() -> None:
    clear()
    metrics = server.free_address(clone=HERE)
    with serving(METRICS_BIND=f"127.0.0.1:{metrics.port}", WEB_CONCURRENCY="2") as site:
        ask_ten_times(site)
        until(lambda: counted(metrics) == 10, seconds=20)
        one, _other = serving_processes(metrics)
        os.kill(one, signal.SIGTERM)
        until(lambda: one not in serving_processes(metrics) and len(serving_processes(metrics)) == 2, seconds=60)
        ask_ten_times(site)
        until(lambda: counted(metrics) == 20, seconds=20)
        assert 'eventsapi_request_seconds_bucket{le="0.5",route="api/v1/"}' in text(metrics.url("/metrics"))
        with pytest.raises(urllib.error.HTTPError, match="404"):
            text(site.url("/metrics"))
