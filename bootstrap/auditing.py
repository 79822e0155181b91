"""`dev.py audit` and `dev.py sbom`: what is known against the pinned packages, and the list of those that are served.

Both read the hash-pinned files and install none of what they name. Advisories come from a service on the network.
"""

from pathlib import Path

from bootstrap import venv
from bootstrap.clone import Clone
from bootstrap.console import Pulse, Refusal, follow, say

# The one for development holds whatever is served, at the same versions.
FILES = ("requirements-dev.txt", "requirements-bench.txt", "requirements-audit.txt", "requirements-mutate.txt")
# Strict: a package that the service does not know, or cannot be asked about, is no package without a fault.
AUDIT = ("-m", "pip_audit", "--strict", "--require-hashes", "--disable-pip", "--progress-spinner=off", "-r")
SBOM = ("-m", "cyclonedx_py", "requirements", "--output-reproducible", "--pyproject", "pyproject.toml", "--output-file")
SERVED = "requirements.txt"


def audit(clone: Clone, *, python: Path) -> int:
    """0 where nothing is known against any package, else 1. Raises Refusal where nobody could be asked."""
    codes = [_audit(clone, python=python, name=name) for name in FILES]
    return max(codes)


def _audit(clone: Clone, *, python: Path, name: str) -> int:
    code, lines = follow([python, *AUDIT, name], pulse=Pulse(name), cwd=clone.root, env=venv.environment())
    if code == 0:
        say(f"{name}: nothing is known against any package.")
        return 0
    if any(line.startswith("Found ") for line in lines):
        say(f"{name}:\n" + "\n".join("    " + line for line in lines))
        return 1
    raise Refusal(
        f"{name} was not audited, so nothing is known about it: the service for advisories cannot be reached from "
        f"here, or does not answer for a package. Ask again where it can. It said:\n    {(lines or ['nothing'])[-1]}"
    )


def sbom(clone: Clone, *, python: Path, target: Path) -> int:
    """Writes the bill of materials of what is served (CycloneDX, JSON): the same bytes for the same pins."""
    code, lines = follow(
        [python, *SBOM, target.absolute(), SERVED], pulse=Pulse("sbom"), cwd=clone.root, env=venv.environment()
    )
    if code != 0:
        raise Refusal("The bill of materials could not be written:\n" + "\n".join(lines[-8:]))
    say(f"Written: {target}")
    return 0
