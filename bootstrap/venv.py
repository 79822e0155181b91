"""The virtual environment in `.local/venv`, filled from the hash-pinned files and left alone while they stay so."""

import hashlib
import os
import sys
from pathlib import Path

from bootstrap.clone import Clone
from bootstrap.console import Pulse, Refusal, follow, say
from bootstrap.locks import alone

# Installing for development installs everything that running needs, at the same versions.
INCLUDES = {"local": ["local"], "dev": ["local", "dev"], "bench": ["bench"], "audit": ["audit"], "mutate": ["mutate"]}
# What the benchmarks compare with never mixes with what is served, nor do tools that look at it from outside.
FOLDERS = {"bench": "venv-bench", "audit": "venv-audit", "mutate": "venv-mutate"}

# What has no wheel is made here, and its own code runs for that: in tools beside the project only.
MADE = {"mutate": ("--no-binary=yattag",)}

# Wheels only: nothing is compiled here, and no package's own code runs while it is installed.
PIP_OPTIONS = ("--require-hashes", "--only-binary=:all:", "--progress-bar=off", "--retries=2", "--timeout=15")
NETWORK_TROUBLE = (
    "NewConnectionError",
    "name resolution",
    "Connection refused",
    "ConnectTimeout",
    "Read timed out",
    "ProxyError",
    "Network is unreachable",
    "nodename nor servname",
    "Max retries exceeded",
)


def ready(*, clone: Clone, layer: str) -> Path:
    """The Python of an environment that holds `requirements-<layer>.txt`, exactly.

    Without a change since the last time this needs neither network nor pip. Raises Refusal.
    """
    venv = clone.local / FOLDERS.get(layer, "venv")
    lock = clone.root / f"requirements-{layer}.txt"
    with alone(clone.local / "venv.lock"):
        if not is_whole(venv):
            create(venv)
        if not is_installed(venv, layer=layer, lock=lock):
            install(venv, layer=layer, clone=clone)
    return python_of(venv)


def python_of(venv: Path) -> Path:
    return venv / "bin" / "python"


def environment() -> dict[str, str]:
    """Ours without what would make another Python of the children: they live in the virtual environment."""
    strange = {"PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "PIP_TARGET", "PIP_PREFIX", "PIP_USER"}
    kept = {name: value for name, value in os.environ.items() if name not in strange}
    return kept | {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PYTHONUNBUFFERED": "1"}


def is_whole(venv: Path) -> bool:
    """Whether something was installed here to the end, and its Python still is the one it was made with."""
    if _unfinished(venv).exists() or not any(venv.glob("installed-*")):
        return False
    argv: list[str | Path] = [python_of(venv), "-c", "import sys; print(sys.version_info[:2])"]
    try:
        code, lines = follow(argv, pulse=Pulse("python"), cwd=venv, env=environment())
    except OSError:
        return False
    return code == 0 and lines == [(venv / "python-version").read_text()]


def create(venv: Path) -> None:
    say(f"Making a virtual environment in {venv} …")
    argv: list[str | Path] = [sys.executable, "-m", "venv", "--clear", venv]
    code, lines = follow(argv, pulse=Pulse("python -m venv"), cwd=venv.parent, env=environment())
    if code == 0:
        (venv / "python-version").write_text(str(sys.version_info[:2]))
    elif "ensurepip" in " ".join(lines):
        raise Refusal(
            "This Python cannot make virtual environments: install its venv module "
            "(Debian and Ubuntu: apt install python3-venv)."
        )
    else:
        raise Refusal("The virtual environment could not be made:\n" + "\n".join(lines[-5:]))


def is_installed(venv: Path, *, layer: str, lock: Path) -> bool:
    stamp = _stamp(venv, layer)
    return stamp.exists() and stamp.read_text() == fingerprint(lock)


def fingerprint(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


class Installing(Pulse):
    """Follows pip. Until it installs it only collects: a failure before that leaves the environment as it was."""

    def __init__(self, venv: Path) -> None:
        super().__init__("pip")
        self.venv = venv

    def hear(self, line: str) -> None:
        if line.startswith("Installing collected packages"):
            _unfinished(self.venv).touch()
        # The rest of what pip tells is about itself.
        known = line.lstrip().startswith(("Collecting ", "Downloading ", "Installing "))
        super().hear(line.partition(" (")[0].partition(":")[0] if known else "")


def install(venv: Path, *, layer: str, clone: Clone) -> None:
    lock = clone.root / f"requirements-{layer}.txt"
    say(f"Installing {lock.name} (once; afterwards no network is needed) …")
    options = [*PIP_OPTIONS, *MADE.get(layer, ())]
    argv: list[str | Path] = [python_of(venv), "-m", "pip", "install", *options, "-r", lock]
    code, lines = follow(argv, pulse=Installing(venv), cwd=clone.root, env=environment())
    if code != 0:
        raise Refusal(explain(lines, lock=lock))
    for name in INCLUDES[layer]:
        _stamp(venv, name).write_text(fingerprint(clone.root / f"requirements-{name}.txt"))
    _unfinished(venv).unlink(missing_ok=True)


def explain(lines: list[str], *, lock: Path) -> str:
    text = "\n".join(lines)
    if any(sign in text for sign in NETWORK_TROUBLE):
        return f"The packages of {lock.name} could not be fetched: no package index in reach. Connect and try again."
    return f"pip could not install {lock.name}:\n" + "\n".join(lines[-8:])


def _stamp(venv: Path, layer: str) -> Path:
    return venv / f"installed-{layer}"


def _unfinished(venv: Path) -> Path:
    return venv / "unfinished"
