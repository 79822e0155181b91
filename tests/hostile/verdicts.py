"""What every answer must be, whatever was asked, and what is wrong with this one."""

import json
import re
from collections.abc import Iterator

from tests.hostile.corpus import Request
from tests.hostile.wire import Answer, Heard

MOST_BYTES = 2_000_000
# What only we should see of the inside: code, statements, secrets.
INSIDE = re.compile(
    rb"Traceback \(most recent|site-packages|File \"/|psycopg|django\.(?:db|core|utils)|pbkdf2_|SECRET_KEY"
    rb"|SELECT \"|INSERT INTO|/etc/passwd:|root:x:0",
)
# Headers that change from one answer to the next, or count.
PASSING = {"date", "x-request-id", "ratelimit"}
REQUEST_ID = re.compile(rb'("request_id":)"[^"]*"')
# What names the question itself, keyed: the end of a tag, and a cursor.
KEYED = re.compile(rb'(?<=cursor=)[^&>"\\]*|(?<=<id>urn:uuid:)[0-9a-f-]{36}')
TAG = re.compile('(?<="[0-9a-f]{12})[0-9a-f]{20}(?=")')
PROBLEM = "application/problem+json"
Seen = tuple[int, dict[str, list[str]], bytes]


def faults(request: Request, heard: Heard) -> Iterator[str]:
    """One sentence for each promise that is broken."""
    if heard.hung:
        yield "It does not come to an end."
    statuses = [answer.status for answer in heard.answers] or [0]
    if len(heard.answers) != request.answers and request.status != [0] and statuses != [0]:
        yield f"{len(heard.answers)} answers came instead of {request.answers}: {statuses}."
    if not set(statuses) <= set(request.status):
        yield f"Its status is {statuses}, and not among {request.status}."
    for answer in heard.answers:
        yield from _of_each(request, answer)


def _of_each(request: Request, answer: Answer) -> Iterator[str]:
    if answer.status >= 500:
        yield f"It is a fault of the server: {answer.status}."
    if len(answer.body) > MOST_BYTES:
        yield f"It has {len(answer.body)} bytes."
    if inside := INSIDE.search(answer.body):
        yield f"It shows the inside of the server: {inside[0]!r}."
    yield from _manners(answer, is_page=" /admin" in (request.raw or [f" {request.path}"])[0])
    for words in request.holds:
        if not _has(answer, words):
            yield f"{words!r} is not in it."
    for words in request.lacks:
        if _has(answer, words):
            yield f"{words!r} is in it."


def _manners(answer: Answer, *, is_page: bool) -> Iterator[str]:
    if "set-cookie" in answer.headers and not is_page:
        yield "It sets a cookie."
    if "access-control-allow-credentials" in answer.headers:
        yield "It lets other sites send cookies."
    if answer.status < 400 or not answer.body:
        return
    kind = answer.header("Content-Type")
    if not is_page and kind.startswith(PROBLEM):
        told = json.loads(answer.body)
        if told["status"] != answer.status or not told["request_id"]:
            yield f"The problem is not the one of the answer: {answer.body[:200]!r}."
    elif not is_page and not kind.startswith("text/html; charset=utf-8"):
        yield f"A refusal of the kind {kind} is none of ours."


def _has(answer: Answer, words: str) -> bool:
    name, colon, value = words.partition(": ")
    if colon and re.fullmatch("[A-Za-z-]+", name):
        return value in answer.header(name)
    return words.encode() in answer.body


def alike(one: Heard, other: Heard, *, names: dict[str, str]) -> bool:
    """Whether two answers are the same but for the names that were asked for: from ours to the other one's."""
    return [seen(answer, names) for answer in one.answers] == [seen(answer, {}) for answer in other.answers]


def seen(answer: Answer, names: dict[str, str]) -> Seen:
    """What a client can tell of it. Names are put in their twins' place, which are as long."""
    body = KEYED.sub(b"", REQUEST_ID.sub(rb"\1", answer.body))
    told = {
        name: [unkeyed(value) for value in values] for name, values in answer.headers.items() if name not in PASSING
    }
    if "content-encoding" in told:
        del told["content-length"]  # other names are packed otherwise
    for ours, theirs in names.items():
        body = body.replace(ours.encode(), theirs.encode())
        told = {name: [value.replace(ours, theirs) for value in values] for name, values in told.items()}
    return answer.status, told, body


def unkeyed(value: str) -> str:
    return KEYED.sub(b"", TAG.sub("", value).encode("latin-1")).decode("latin-1")
