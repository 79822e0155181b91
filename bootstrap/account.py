"""Who the PostgreSQL server runs as. It refuses to run as root, so root lends it an account without rights."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bootstrap.console import Refusal

CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """A user of this machine; `user` and `group` are None for the one who started dev.py."""

    user: int | None = None
    group: int | None = None

    def owns(self, folder: Path) -> bool:
        owner = os.getuid() if self.user is None else self.user
        return folder.lstat().st_uid == owner

    def give(self, folder: Path) -> None:
        """Makes the folder this account's, and nobody else's."""
        if self.user is not None and self.group is not None:
            os.chown(folder, self.user, self.group)
        folder.chmod(0o700)

    def can_use(self, path: Path) -> bool:
        """Whether the account gets at a program or a folder: one closed folder above it is enough to say no."""
        argv: list[str | Path] = ["/bin/sh", "-c", 'test -x "$1"', "sh", path]
        extra: list[int] | None = None if self.user is None else []
        return subprocess.run(argv, cwd="/", user=self.user, group=self.group, extra_groups=extra).returncode == 0


def server_account() -> Account:
    if os.getuid() != 0:
        return Account()
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(user=entry.pw_uid, group=entry.pw_gid)
    raise Refusal(
        f"PostgreSQL does not run as root, and this machine has none of the users {', '.join(CANDIDATES)}: "
        "start dev.py as an ordinary user, or set DATABASE_URL to a server of yours."
    )
