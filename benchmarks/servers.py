"""The servers that are compared, each on a port of the loopback interface, ended by the number of its process."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Names the Python that serves the product, where it is another than the one that measures. Development installs numpy,
# lxml, Pillow and requests, which libraries of the product import where they find them, and which take memory.
SERVED = "BENCH_SERVED"
PROCESSES = min(4, os.cpu_count() or 1)
THREADS = 4
SECONDS_TO_START = 60
# As a proxy tells that the client came by TLS: else the product sends everybody there.
PRODUCTION = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1", "Host": "127.0.0.1"}
# gunicorn's own threads leave it to chance whether its processes share the connections, and half the figures with it.
GUNICORN = (sys.executable, "-m", "gunicorn", "--config", os.devnull, "--bind", "127.0.0.1:{port}",
            "--workers", str(PROCESSES), "--threads", str(THREADS),
            "--worker-class", "eventsapi.rest.turns.TurnWorker")  # fmt: skip


@dataclass(frozen=True)
class Server:
    """How a server is started; `{port}` in its arguments is the port it is given, `probe` a path that it answers."""

    name: str
    title: str
    argv: Sequence[str]
    probe: str
    environment: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    folder: Path = HERE.parent


def product(
    environment: Mapping[str, str], *, name: str = "product", kept_megabytes: int = 0, trust: int = 0
) -> Server:
    """As in production: gunicorn.conf.py, no local mode, the limit of requests counted but out of reach.

    Without kept answers unless told how many megabytes; the version is believed for `trust` milliseconds.
    """
    settings = {
        "BIND": "127.0.0.1:{port}",
        "EVENTSAPI_LOCAL": "0",
        "ALLOWED_HOSTS": "127.0.0.1",
        "TRUSTED_PROXIES": "1",
        "RATE_LIMIT": "100000000",
        "ANSWER_CACHE_MB": str(kept_megabytes),
        "VERSION_TRUST_MS": str(trust),
        "WEB_CONCURRENCY": str(PROCESSES),
        "WEB_THREADS": str(THREADS),
    }
    argv = (os.environ.get(SERVED, sys.executable), "-m", "gunicorn", "eventsapi.wsgi")
    return Server(name, "this", argv, "/livez", {**environment, **settings}, PRODUCTION)


def drf(environment: Mapping[str, str]) -> Server:
    settings = {"DJANGO_SETTINGS_MODULE": "benchmarks.peers.drf.settings"}
    argv = (*GUNICORN, "benchmarks.peers.drf.wsgi")
    return Server("drf", "DRF", argv, "/events/?country=XX", {**environment, **settings})


def static(environment: Mapping[str, str], bodies: Path) -> Server:
    argv = (*GUNICORN, "benchmarks.peers.static_app")
    return Server("static", "same bytes, gunicorn", argv, "/list", {**environment, "STATIC_FOLDER": str(bodies)})


def nginx(folder: Path) -> Server:
    template = (HERE / "peers" / "nginx.conf").read_text()
    config = template.replace("{folder}", str(folder)).replace("{workers}", str(PROCESSES))
    (folder / "nginx.conf").write_text(config.replace("{{", "{").replace("}}", "}"))
    argv = (program("nginx") or "nginx", "-p", str(folder), "-c", str(folder / "nginx-{port}.conf"))
    return Server("nginx", "same bytes, nginx", argv, "/list", folder=folder)


def fastapi(python: Path, environment: Mapping[str, str]) -> Server:
    argv = [str(python), "-m", "uvicorn", "benchmarks.peers.fastapi_app:app", "--port", "{port}", "--no-access-log"]
    argv += ["--workers", str(PROCESSES), "--log-level", "warning"]
    return Server("fastapi", "FastAPI + asyncpg", argv, "/events/?country=XX", environment)


def datasette(python: Path, folder: Path) -> Server:
    argv = [str(python), "-m", "datasette", "serve", "-i", str(folder / "events.db"), "--port", "{port}"]
    argv += ["--metadata", str(folder / "metadata.json"), "--setting", "sql_time_limit_ms", "10000"]
    return Server("datasette", "Datasette", argv, "/-/versions.json", dict(os.environ))


def postgraphile(folder: Path, environment: Mapping[str, str]) -> Server:
    argv = ["node_modules/.bin/postgraphile", "-c", environment["DATABASE_URL"], "-s", "peers", "-n", "127.0.0.1"]
    argv += ["-p", "{port}", "--disable-graphiql", "--disable-query-log", "--dynamic-json"]
    argv += ["--cluster-workers", str(PROCESSES)]
    return Server("postgraphile", "PostGraphile", argv, "/graphql", environment, {}, folder)


@contextmanager
def running(servers: Sequence[Server]) -> Iterator[dict[str, int]]:
    """All of them at once; yields their ports by name."""
    with ExitStack() as stack:
        yield {server.name: stack.enter_context(started(server)) for server in servers}


@contextmanager
def started(server: Server) -> Iterator[int]:
    port = free_port()
    argv = [part.replace("{port}", str(port)) for part in server.argv]
    environment = {name: value.replace("{port}", str(port)) for name, value in server.environment.items()}
    if server.name == "nginx":
        config = (server.folder / "nginx.conf").read_text().replace("{port}", str(port))
        (server.folder / f"nginx-{port}.conf").write_text(config)
    log = server.folder / ".local" / "bench" / f"{server.name}.log" if server.folder == HERE.parent else None
    # A group of its own: what a server starts goes with it.
    with (log or Path(os.devnull)).open("wb") as output:
        process = subprocess.Popen(
            argv,
            env=environment or None,
            cwd=server.folder,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        wait(server, port, process)
        yield port
    finally:
        stop(process)


def stop(process: "subprocess.Popen[bytes]") -> None:
    """Ends the server, and whatever of its group outlives it."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(10)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def wait(server: Server, port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(SECONDS_TO_START * 10):
        if process.poll() is not None:
            break
        with suppress(OSError, http.client.HTTPException):
            ask(port, server.probe, server.headers)
            return
        time.sleep(0.1)
    stop(process)
    sys.exit(f"{server.title} did not answer {server.probe} within {SECONDS_TO_START} seconds: see .local/bench/.")


def ask(port: int, path: str, headers: Mapping[str, str], body: str = "") -> tuple[int, bytes, Mapping[str, str]]:
    """Status, bytes and headers of one answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST" if body else "GET", path, body=body or None, headers=dict(headers))
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, content, dict(answer.getheaders())


def missing() -> list[str]:
    """What this machine lacks, each with the fix."""
    programs = {"wrk": "wrk", "nginx": "nginx"}
    return [
        f"{name} is not installed (Debian and Ubuntu: apt install {package})."
        for name, package in programs.items()
        if program(name) is None
    ]


def program(name: str) -> str | None:
    """Its path, also where only root's own PATH names the folder."""
    return shutil.which(name, path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/usr/local/sbin")
