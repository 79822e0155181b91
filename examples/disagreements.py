"""Prints who says what about an event, in whose words: python3 examples/disagreements.py EVENT [ASPECT …]"""

import json
import os
import sys
from collections.abc import Iterator
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

SERVER = os.environ.get("SERVER", "http://127.0.0.1:8000")


def disagreements(event: str) -> Any:
    address = f"{SERVER}/api/v1/events/{event}/disagreements/"
    try:
        with urlopen(address, timeout=10) as answer:  # noqa: S310 - an http address
            return json.load(answer)
    except URLError as error:
        sys.exit(f"{address} does not answer as it should ({error}). SERVER=http://HOST:PORT names another server.")


def lines(found: Any, *, aspects: list[str]) -> Iterator[str]:
    yield found["title"]
    for aspect in found["aspects"]:
        if aspects and aspect["aspect"] not in aspects:
            continue
        yield f"\n{aspect['aspect']}: {aspect['agreement']}"
        for claim in (claim for value in aspect["values"] for claim in value["claims"]):
            speaker = claim["speaker"]["name"] if claim["speaker"] else "The article itself"
            yield f"  {speaker}: {claim['statement']}"
            yield from (f"      {item['quote']}" for item in claim["evidence"])


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    print("\n".join(lines(disagreements(sys.argv[1]), aspects=sys.argv[2:])))  # noqa: T201 - its purpose
