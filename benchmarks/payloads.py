"""What is sent: the bytes for the static ceiling, and proof that peers send the same events as the product."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks import servers
from benchmarks.happenings import event_slug
from benchmarks.measuring import SERVER_OF
from benchmarks.scenarios import EVENTS, PRODUCT, Scenario
from benchmarks.synthetic import Dataset

# Peers of which the whole answer is compared, key by key. The others nest otherwise, and are compared by their ids.
SAME_KEYS = ("drf", "drf_count", "fastapi")
UNAVAILABLE, ATTEMPTS = 503, 10
COMPARED = ("detail", "list", "country + dates + type", "by actor")


def save(port: int, dataset: Dataset, folder: Path) -> Path:
    """The product's own answers, as files called list and detail."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, path in (("list", EVENTS), ("detail", f"{EVENTS}{event_slug(dataset.events // 2)}/")):
        status, body, _ = servers.ask(port, path, servers.PRODUCTION)
        assert status == 200, f"{path} answers {status}: {body[:300]!r}"
        (folder / name).write_bytes(body)
    return folder


def prove_equal(scenarios: Sequence[Scenario], ports: Mapping[str, int]) -> None:
    """Compares the first answer of every peer with the product's. Raises AssertionError where they differ."""
    for one in scenarios:
        if one.name in COMPARED:
            expected = rows_of(json.loads(answered(ports[PRODUCT], one)))
            for name, ask in one.peers.items():
                port = ports.get(SERVER_OF.get(name, name))
                if port is not None and name not in ("static", "nginx"):
                    status, body, _ = servers.ask(port, ask.paths[0], ask.headers, ask.body)
                    assert status == 200, f"{name} answers {status} to {ask.paths[0]}: {body[:300]!r}"
                    prove(name, one.name, rows_of(json.loads(body)), expected)


def answered(port: int, one: Scenario) -> bytes:
    """The product's own answer. What nobody has read yet may take longer than it may: then it asks again."""
    for _ in range(ATTEMPTS):
        status, body, _ = servers.ask(port, one.ask.paths[0], one.ask.headers)
        if status != UNAVAILABLE:
            break
    return body


def prove(name: str, scenario: str, rows: list[Any], expected: list[Any]) -> None:
    if name in SAME_KEYS:
        differing = [
            (mine, theirs)
            for mine, theirs in zip(map(plain, expected), map(plain, rows), strict=False)
            if mine != theirs
        ]
        assert not differing, f"{scenario}: {name} sends other rows, first {differing[0]}"
    ids, others = [id_of(row) for row in expected], [id_of(row) for row in rows]
    assert sorted(ids) == sorted(others), f"{scenario}: {name} sends other events: {set(ids) ^ set(others)}"


def rows_of(answer: Any) -> list[Any]:
    """The events in an answer, whatever is around them."""
    if isinstance(answer, list):
        return answer
    if "data" in answer:
        nodes: list[Any] = answer["data"]["allEvents"]["nodes"]
        return nodes
    if "errors" in answer:
        raise AssertionError(str(answer)[:500])
    found: list[Any] = answer.get("results", [answer])
    return found


def id_of(row: Any) -> str:
    return str(row.get("id") or row["slug"])


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row without the form in which a time is written."""
    return {name: value for name, value in row.items() if name != "updated_at"}
