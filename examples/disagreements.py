"""Prints who says what about an event, in whose words: python3 examples/disagreements.py EVENT [ASPECT …]"""

import json
import sys
from collections.abc import Iterator
from typing import Any
from urllib.request import urlopen

SERVER = "http://127.0.0.1:8000"


def disagreements(event: str) -> Any:
    with urlopen(f"{SERVER}/api/v1/events/{event}/disagreements/", timeout=10) as answer:  # noqa: S310 - an http address
        return json.load(answer)


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
    print("\n".join(lines(disagreements(sys.argv[1]), aspects=sys.argv[2:])))  # noqa: T201 - its purpose
