"""A PostgreSQL server of this checkout alone: on a Unix socket, without TCP, in a folder nobody else can enter."""

import os
import shlex
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from bootstrap.account import Account
from bootstrap.console import Pulse, Refusal, follow, say

# Sorting by code point and Unicode letters. macOS calls the second half by another name.
LOCALES = (["--locale=C.UTF-8"], ["--locale=C", "--lc-ctype=en_US.UTF-8"])
DURABILITY_OFF = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
SECONDS_TO_STOP = 30
PROC = Path("/proc")
PS = Path("/bin/ps")


@dataclass(frozen=True)
class Cluster:
    """`fast` gives up durability and may be thrown away: it is for tests, whose data nobody misses."""

    programs: Path
    data: Path
    sockets: Path
    account: Account
    fast: bool = False

    @property
    def prepared(self) -> Path:
        """The note of what was loaded into this cluster; it goes when the cluster goes."""
        return self.data.with_name(self.data.name + ".prepared")

    def url(self, database: str) -> str:
        return f"postgres://postgres@{quote(str(self.sockets), safe='')}/{database}"

    def start(self, *, database: str) -> None:
        """Leaves the server running and the database in it. Raises Refusal with the end of the server's log."""
        if not (self.data / "PG_VERSION").exists():
            self.initialise()
        if not self.is_alive():
            stop(self.data)
            self.make_socket_folder()
            self.launch()
        self.make(database)

    def make(self, database: str) -> None:
        code, lines = self.run("createdb", "-h", self.sockets, "-U", "postgres", database)
        if code != 0 and "already exists" not in " ".join(lines):
            raise Refusal(f"The database {database} could not be made:\n" + "\n".join(lines))

    def empty(self, database: str) -> None:
        """Makes the database anew, whoever is connected to it."""
        code, lines = self.run("dropdb", "-h", self.sockets, "-U", "postgres", "--force", "--if-exists", database)
        if code != 0:
            raise Refusal(f"The database {database} could not be dropped:\n" + "\n".join(lines))
        self.make(database)

    def initialise(self) -> None:
        say(f"Making a PostgreSQL cluster in {self.data} …")
        self.prepared.unlink(missing_ok=True)
        unfinished = self.data.with_name(self.data.name + ".new")
        for locale in LOCALES:
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir(mode=0o700)
            self.account.give(unfinished)
            code, lines = self.run(
                "initdb",
                "-D",
                unfinished,
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--data-checksums",
                *locale,
                *(["--no-sync"] if self.fast else []),
            )
            if code == 0:
                unfinished.rename(self.data)
                return
        raise Refusal("initdb failed:\n" + "\n".join(lines[-8:]))

    def is_alive(self) -> bool:
        return self.run("pg_isready", "-q", "-h", self.sockets, "-t", "3")[0] == 0

    def make_socket_folder(self) -> None:
        """Its name can be guessed, so what another user may have put there is refused, not used."""
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        if self.sockets.lstat().st_uid == os.getuid() and not self.sockets.is_symlink():
            self.account.give(self.sockets)
        if self.sockets.is_symlink() or not self.account.owns(self.sockets):
            raise Refusal(f"{self.sockets} belongs to another user: delete it.")

    def launch(self) -> None:
        say(f"Starting PostgreSQL ({self.data.name}) …")
        # The memory of a server that was killed is freed only when its last child has noticed.
        for patience in (1, 2, 4, 0):
            code = self.run(
                "pg_ctl", "start", "-w", "-t", "120", "-D", self.data, "-l", self.log, "-o", self.options()
            )[0]
            if code == 0:
                return
            time.sleep(patience)
        raise Refusal(f"PostgreSQL did not start. The end of {self.log}:\n" + self.last_words())

    @property
    def log(self) -> Path:
        return self.data / "server.log"

    def last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-8:]) if self.log.exists() else "(no log)"

    def options(self) -> str:
        settings = [
            "listen_addresses=",
            f"unix_socket_directories={self.sockets}",
            *(DURABILITY_OFF if self.fast else []),
        ]
        return " ".join("-c " + shlex.quote(setting) for setting in settings)

    def run(self, program: str, *arguments: str | Path) -> tuple[int, list[str]]:
        """As the server's account, and with none of our locale, PG… and LD_… variables."""
        environment = {"PATH": os.environ.get("PATH", os.defpath), "TZ": "UTC"}
        return follow(
            [self.programs / program, *arguments],
            pulse=Pulse(program),
            cwd=Path("/"),
            env=environment,
            user=self.account.user,
            group=self.account.group,
        )


def stop(data: Path) -> bool:
    """Stops the server of this data folder, if one is running, by what PostgreSQL calls a fast shutdown."""
    pid = running(data)
    if pid is None:
        # What a killed server left behind would be believed if its number has gone to another process since.
        (data / "postmaster.pid").unlink(missing_ok=True)
        return False
    os.kill(pid, signal.SIGINT)
    for _ in range(int(SECONDS_TO_STOP * 20)):
        if running(data) is None:
            return True
        time.sleep(0.05)
    raise Refusal(f"PostgreSQL (process {pid}, {data}) does not stop; see {data / 'server.log'}.")


def running(data: Path) -> int | None:
    """The process number of the server of this data folder, if that process still is this server."""
    try:
        pid = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return pid if f" {data} " in command_line(pid) + " " else None


def command_line(pid: int) -> str:
    if not (PROC / "self/cmdline").exists():
        return subprocess.run([PS, "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True).stdout
    try:
        return (PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""
