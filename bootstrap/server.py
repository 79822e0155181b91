"""The web server of `dev.py run`: from a port that is free to a server that answers, and back."""

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bootstrap.clone import Clone
from bootstrap.console import PATIENCE, Refusal, say
from bootstrap.locks import Use, is_held

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000
BACKLOG = 2048  # connections that wait to be accepted
SECONDS_TO_START = 60
SECONDS_TO_STOP = 30
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  only read: where to reach a server that listens everywhere


@dataclass(frozen=True)
class Address:
    host: str
    port: int

    @property
    def reachable(self) -> str:
        return ANYWHERE.get(self.host, self.host)

    def url(self, path: str) -> str:
        host = f"[{self.reachable}]" if ":" in self.reachable else self.reachable
        return f"http://{host}:{self.port}{path}"


def parse(text: str) -> Address:
    """`8000`, `HOST:8000` or `[::1]:8000`. Raises Refusal."""
    host, _, port = text.rpartition(":")
    if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise Refusal(f"{text!r} is not an address: write PORT or HOST:PORT, with a port from 1 to 65535.")
    return Address(host.strip("[]") or DEFAULT_HOST, int(port))


def listen(address: Address, *, clone: Clone) -> socket.socket:
    """The port, ours alone as long as the socket is open. Raises Refusal if it cannot be had."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address.host, address.port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        left_behind = is_held(pid_file(clone, address))
        cure = "`python3 dev.py stop` ends the one of this checkout" if left_behind else "name another port, as in"
        example = "" if left_behind else f" `python3 dev.py run {address.port + 1}`"
        raise Refusal(f"{address.url('')} cannot be used ({error.strerror}): {cure}{example}.") from error
    return listener


def free_address(*, clone: Clone) -> Address:
    """On the loopback interface, with a port that nobody uses at this moment."""
    with listen(Address(DEFAULT_HOST, 0), clone=clone) as listener:
        return Address(DEFAULT_HOST, listener.getsockname()[1])


def pid_file(clone: Clone, address: Address) -> Path:
    return clone.local / f"serving-{address.port}"


def serve(
    address: Address,
    *,
    clone: Clone,
    python: Path,
    environment: Mapping[str, str],
    share: int | None,
) -> None:
    """Serves until Ctrl-C, SIGTERM or `dev.py stop`. Raises Refusal when the server does not start, or fails."""
    with running(address, clone=clone, python=python, environment=environment, share=share) as process:
        greet(address, environment=environment)
        if code := process.wait():
            raise Refusal(f"The web server ended by itself, with exit code {code}.")
        say("The web server was told to stop.")


@contextmanager
def running(
    address: Address,
    *,
    clone: Clone,
    python: Path,
    environment: Mapping[str, str],
    share: int | None,
) -> Iterator[subprocess.Popen[bytes]]:
    """A server that answers, and that ends with the block. Raises Refusal when it does not start."""
    say(f"Starting the web server on {address.url('')} …")
    # What the server inherits stays open, and locked, for as long as any of its processes lives.
    with listen(address, clone=clone) as listener, closing(Use(pid_file(clone, address))) as lock:
        process = subprocess.Popen(
            [python, "-m", "gunicorn", "--bind", f"fd://{listener.fileno()}", "eventsapi.wsgi"],
            cwd=clone.root,
            env=environment,
            pass_fds=[listener.fileno(), lock.file, *([] if share is None else [share])],
            start_new_session=True,  # Ctrl-C reaches us alone, and we tell it to finish what it is answering
        )
        pid_file(clone, address).write_text(str(process.pid))
    try:
        wait_until_it_answers(address, process=process)
        yield process
    finally:
        end(process)


def wait_until_it_answers(address: Address, *, process: subprocess.Popen[bytes]) -> None:
    started = shown = time.monotonic()
    while not answers(address):
        if process.poll() is not None:
            raise Refusal(f"The web server did not start (exit code {process.returncode}); the lines above say why.")
        now = time.monotonic()
        if now - started > SECONDS_TO_START:
            raise Refusal(f"{address.url('/livez')} does not answer after {SECONDS_TO_START} seconds.")
        if now - shown > PATIENCE:
            shown = now
            say(f"  {now - started:4.0f} s  waiting for {address.url('/livez')}")
        time.sleep(0.05)


def answers(address: Address, *, path: str = "/livez") -> bool:
    connection = http.client.HTTPConnection(address.reachable, address.port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{address.port}"})
        return connection.getresponse().status in (200, 204)
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def greet(address: Address, *, environment: Mapping[str, str]) -> None:
    say("")
    say(f"  API    {address.url('/api/v1/')}")
    say(f"  Docs   {address.url('/api/docs/')}")
    password = environment.get("EVENTSAPI_LOCAL_PASSWORD")
    account = f"   user: editor   password: {password}" if password else ""
    say(f"  Admin  {address.url('/admin/')}{account}")
    say("")
    say("Ctrl-C stops it.")


def end(process: subprocess.Popen[bytes]) -> None:
    """Lets running answers finish; after `SECONDS_TO_STOP` it does not ask any longer."""
    if process.poll() is not None:
        return
    say("Stopping the web server …")
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def stop(note: Path) -> bool:
    """Stops the web server whose number is in this note, if it is alive: then it holds the note's lock."""
    if not is_held(note):
        return False
    os.kill(int(note.read_text()), signal.SIGTERM)
    started = time.monotonic()
    while is_held(note):
        if time.monotonic() - started > SECONDS_TO_STOP:
            raise Refusal(f"The web server (process {note.read_text()}) does not stop.")
        time.sleep(0.05)
    return True
