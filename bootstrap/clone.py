"""One checkout of the project and the names derived from where it lies, so that two checkouts never meet."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from bootstrap.console import Refusal


@dataclass(frozen=True)
class Clone:
    root: Path

    @property
    def local(self) -> Path:
        """Everything that is made on this machine and belongs to no commit."""
        return self.root / ".local"

    @property
    def name(self) -> str:
        """Short, and different for another checkout or another user: `eventsapi-3f9a0c12de`."""
        identity = f"{self.root}:{os.getuid()}"
        return "eventsapi-" + hashlib.sha256(os.fsencode(identity)).hexdigest()[:10]

    def make_local(self) -> None:
        try:
            self.local.mkdir(exist_ok=True)
        except OSError as error:
            raise Refusal(f"{self.local} cannot be made: {error.strerror}.") from error
        if not os.access(self.local, os.W_OK | os.X_OK):
            raise Refusal(f"{self.local} belongs to another user: delete it, or start dev.py as that user.")


HERE = Clone(Path(__file__).resolve().parent.parent)
