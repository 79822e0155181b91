"""One program of the stack that serves on a port of the loopback interface, from its start to its end."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from bootstrap import server
from bootstrap.clone import Clone
from bootstrap.console import Refusal
from bootstrap.locks import Use

SECONDS_TO_START = 60
# Longer than gunicorn's graceful_timeout.
SECONDS_TO_STOP = 40


@dataclass
class Service:
    """`note` is a path that it answers with 200 or 204. What it writes goes to `log`."""

    name: str
    port: int
    argv: Sequence[str | Path]
    environment: Mapping[str, str]
    clone: Clone
    log: Path
    probe: str = "/livez"
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> server.Address:
        return server.Address(server.DEFAULT_HOST, self.port)

    def start(self) -> None:
        """Starts it without waiting. Its note makes `dev.py stop` find it, should this process be killed."""
        note = server.pid_file(self.clone, self.address)
        with closing(Use(note)) as lock, self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.argv,
                cwd=self.clone.root,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[lock.file],
                start_new_session=True,  # Ctrl-C reaches us alone
            )
        note.write_text(str(self.process.pid))

    def wait(self) -> None:
        """Until it answers. Raises Refusal with the end of its log."""
        end = time.monotonic() + SECONDS_TO_START
        while not server.answers(self.address, path=self.probe):
            if self.process is None or self.process.poll() is not None or time.monotonic() > end:
                raise Refusal(f"{self.name} does not answer. The end of {self.log}:\n{self.last_words()}")
            time.sleep(0.05)

    def last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-8:])

    def send(self, number: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(number)

    def stop(self) -> None:
        """Asks it to end, waits until it has, and removes what it leaves behind."""
        if self.process is None:
            return
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(SECONDS_TO_STOP)
        self.kill()
        server.pid_file(self.clone, self.address).unlink(missing_ok=True)

    def kill(self) -> None:
        """Its whole group, as when the machine loses its power."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def children(self) -> list[int]:
        """The processes that it has started itself, such as gunicorn's workers; Linux only."""
        if self.process is None:
            return []
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(number) for number in listed.read_text().split()]
