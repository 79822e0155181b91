"""`dev.py fuzz`: schemathesis asks everything that the OpenAPI document allows, and much that it forbids.

Against the real thing: the web server on PostgreSQL, with the dataset of this commit and nothing else in it. What is
asked, and what counts as a fault, is in schemathesis.toml, and so is the seed, by which a run can be repeated.
"""

import subprocess
from collections.abc import Mapping
from pathlib import Path

from bootstrap import project, server
from bootstrap.clone import Clone
from bootstrap.console import Refusal, say
from bootstrap.locks import alone
from bootstrap.project import Database

DATABASE = "eventsapi_fuzz"
# A word on every refused request would hide what schemathesis tells.
SETTINGS = {"EVENTSAPI_TEST": "1", "RATE_LIMIT": "0", "LOG_LEVEL": "error"}
DOCUMENT = "/api/v1/openapi.json"
SECONDS = 60 * 60


def run(clone: Clone, *, python: Path, database: Database, arguments: list[str]) -> int:
    """Serves the dataset to schemathesis; returns its exit code. Raises Refusal where it does not come to an end."""
    environment = project.local_environment(clone, database=database) | SETTINGS
    with alone(clone.local / "fuzz.lock"):
        if database.cluster:
            database.cluster.empty(DATABASE)
        project.load(clone, python=python, environment=environment)
        address = server.free_address(clone=clone)
        with server.running(
            address, clone=clone, python=python, environment=environment, share=database.share
        ) as process:
            code = ask(address.url(DOCUMENT), clone=clone, python=python, environment=environment, arguments=arguments)
            if process.poll() is not None:
                raise Refusal(f"The web server died of it, with exit code {process.returncode}.")
        server.pid_file(clone, address).unlink()  # the next run has another port
    say("No check failed." if code == 0 else "FAILED: see above.")
    return code


def ask(url: str, *, clone: Clone, python: Path, environment: Mapping[str, str], arguments: list[str]) -> int:
    """Runs schemathesis; what is in `arguments` goes before what schemathesis.toml says."""
    argv: list[str | Path] = [python.with_name("schemathesis"), "run", url, *arguments]
    with subprocess.Popen(argv, cwd=clone.root, env=environment) as process:
        try:
            return process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            raise Refusal(f"After {SECONDS // 60} minutes there was no end to it: lower max-examples.") from None
        finally:
            process.terminate()
