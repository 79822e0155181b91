"""`dev.py lock`: the requirements files, from what is asked for, pinned by hashes and free of any address."""

from pathlib import Path

from bootstrap import venv
from bootstrap.clone import Clone
from bootstrap.console import Pulse, Refusal, follow, say

HEADER = "# Written by `python3 dev.py lock` from {source}. Every release is pinned by the hashes of all its files.\n"
PROJECT = "pyproject.toml"
OPTIONS = (
    "--generate-hashes",
    "--allow-unsafe",
    "--strip-extras",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-emit-trusted-host",
    "--no-emit-options",
    "--quiet",
)
# The largest first: the others must agree with it, so that what is tested is what is served.
FILES = (
    ("requirements-dev.txt", ("--extra", "dev", "--extra", "local"), PROJECT),
    ("requirements-local.txt", ("--extra", "local", "--constraint", "requirements-dev.txt"), PROJECT),
    ("requirements.txt", ("--constraint", "requirements-dev.txt"), PROJECT),
    # What the benchmarks compare with is installed beside all that, and agrees with nothing.
    ("requirements-bench.txt", (), "requirements-bench.in"),
    # Nor does what looks at all of them from outside.
    ("requirements-audit.txt", (), "requirements-audit.in"),
    ("requirements-mutate.txt", (), "requirements-mutate.in"),
)


def lock(*, clone: Clone, python: Path, arguments: list[str]) -> None:
    """Keeps the pins that still fit; `--upgrade` looks for newer releases. Raises Refusal."""
    for name, options, source in FILES:
        say(f"Pinning {name} …")
        target = clone.root / name
        extra = arguments if name == FILES[0][0] else []
        argv = [
            python,
            "-m",
            "piptools",
            "compile",
            *OPTIONS,
            *options,
            *extra,
            "--output-file",
            name,
            source,
        ]
        code, lines = follow(argv, pulse=Pulse(name), cwd=clone.root, env=venv.environment())
        if code != 0:
            raise Refusal(f"{name} could not be pinned:\n" + "\n".join(lines[-8:]))
        target.write_text(HEADER.format(source=source) + without_addresses(target.read_text()))


def without_addresses(text: str) -> str:
    """Where a package comes from is the business of whoever installs it, and the hashes make it safe to leave open."""
    kept = [line for line in text.splitlines() if "://" not in line and not line.startswith(("#", "--"))]
    return "".join(line + "\n" for line in kept)
