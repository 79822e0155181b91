"""The requests, as data: one JSON object a line, in a file for each group of attacks (corpus/*.jsonl).

A request has the keys of `Request`. In its texts §name§ stands for a variable and §A*300§ for three hundred times A;
each member of `each` makes a request of its own, put where §each§ stands.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "corpus"
MARK = re.compile(r"§(?:([a-z_]+)|([^§]+)\*(\d+))§")
# Put in only where the request is written: its number of bytes is not known before.
LENGTH = "§length§"


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is sent, as whom, and what may come back."""

    group: str
    name: str
    why: str
    status: list[int]
    path: str = "/api/v1/events/"
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    # Sent as it stands, in UTF-8; a form is sent as browsers do, with what forms of the desk need.
    body: str = ""
    form: Mapping[str, str] | None = None
    # A file of uploads.py, in the field "file" of the form.
    upload: str = ""
    # Whole requests in place of all this, byte for byte (Latin-1); pieces are sent with a pause between them.
    raw: list[str] = field(default_factory=list)
    # Whether we say at the end that nothing more will come.
    closing: bool = False
    # How long it may take: longer where a password is made sure of, which is slow on purpose.
    seconds: float = 1.0
    # A role, whose cookie is sent.
    role: str = ""
    # How many answers come, where it is not one.
    answers: int = 1
    # Words that the answer must have, or must not have; a header is told apart by its colon, as in "Allow: GET".
    holds: list[str] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)
    # Variables that are given another value in a second request, which has to be answered alike.
    twin: Mapping[str, str] = field(default_factory=dict)


KEYS = {each.name for each in fields(Request)}


class Unknown(KeyError):
    """A variable that has no value here, as accounts have none on a server of others."""


def requests() -> list[Request]:
    """All of them, in the order of their files."""
    return [request for path in sorted(FOLDER.glob("*.jsonl")) for request in read(path)]


def read(path: Path) -> Iterator[Request]:
    for line in path.read_text(encoding="utf-8").splitlines():
        written: dict[str, Any] = json.loads(line)
        each = written.pop("each", [None])
        for number, member in enumerate(each):
            yield _request(path.stem, written, member, number)


def _request(group: str, written: Mapping[str, Any], member: str | None, number: int) -> Request:
    given = written if member is None else _with_member(written, member)
    name = written["name"] if member is None else f"{written['name']}-{number + 1}"
    return Request(**{**given, "group": group, "name": name})


def _with_member(value: Any, member: str) -> Any:
    if isinstance(value, str):
        return value.replace("§each§", member)
    if isinstance(value, dict):
        return {_with_member(key, member): _with_member(item, member) for key, item in value.items()}
    return [_with_member(item, member) for item in value] if isinstance(value, list) else value


def filled(text: str, variables: Mapping[str, str]) -> str:
    """The text with its marks replaced. Raises Unknown for a variable that has no value."""

    def put(found: re.Match[str]) -> str:
        name, repeated, times = found.groups()
        if repeated:
            return str(repeated) * int(times)
        if name not in variables:
            raise Unknown(name)
        return variables[name]

    return MARK.sub(put, text)
