"""Keeps a folder equal to what is published: python3 examples/mirror.py FOLDER

Each record is a file, RESOURCE/ID.json. It fetches what has changed since the last time, however long ago, and may be
stopped at any moment. SERVER=http://HOST:PORT names another server.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, build_opener

SERVER = os.environ.get("SERVER", "http://127.0.0.1:8000")


class Stay(HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        """A record that was merged has gone; the one it was merged into is in the feed itself."""


def get(path: str) -> tuple[int, bytes]:
    try:
        with build_opener(Stay).open(SERVER + path, timeout=30) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        return error.code, error.read()


def follow(folder: Path, get: Callable[[str], tuple[int, bytes]] = get) -> int:
    """Fetch what has changed; returns the number of the last change that the folder now shows."""
    folder.mkdir(parents=True, exist_ok=True)
    seen, is_last = folder / "seen", False
    since = int(seen.read_text()) if seen.exists() else 0
    while not is_last:
        page = json.loads(expect({200}, *get(f"/api/v1/changes/?since={since}&page_size=200")))
        for resource, name, url in dict.fromkeys((c["resource"], c["id"], c["url"]) for c in page["results"]):
            file = folder / resource / f"{name}.json"
            file.parent.mkdir(exist_ok=True)
            status, body = get(url)
            expect({200, 308, 404, 410}, status, body)
            file.write_bytes(body) if status == 200 else file.unlink(missing_ok=True)
        since, is_last = max([since, *(change["seq"] for change in page["results"])]), page["next"] is None
        seen.write_text(str(since))  # only now: who is stopped half way fetches the page again
    return since


def expect(wanted: set[int], status: int, body: bytes) -> bytes:
    if status not in wanted:
        raise URLError(f"status {status} where {sorted(wanted)} can be dealt with")
    return body


if __name__ == "__main__":
    try:
        print(f"up to change {follow(Path(sys.argv[1]))}" if len(sys.argv) == 2 else __doc__)  # noqa: T201 - its purpose
    except URLError as error:
        sys.exit(f"{SERVER} does not answer as it should: {error.reason}. Run it again later; nothing is lost.")
