"""Editors who save through the admin's forms, as a browser would, and remember what was acknowledged.

A save writes the record and one of its parts: a note on an actor, and a spelling of its name. A number stands in both,
so that a half save would be seen.
"""

import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.faults.clients import Answer, Crowd
from tests.faults.sites import EDITOR, Site
from tests.forms import Fields, fields_of

ADD = "/admin/incidents/actor/add/"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Editor:
    """One session, one record. `saved` holds the numbers that were acknowledged, `refused` the other answers."""

    def __init__(self, site: Site, name: str) -> None:
        self.site = site
        self.name = name
        self.client = site.client()
        self.cookies: dict[str, str] = {}
        self.number = 0
        self.saved: list[tuple[int, float]] = []
        self.answers: Counter[int] = Counter()
        self.refused: list[Answer] = []
        self.odd: list[str] = []
        self.form: Fields | None = None
        self.step = 0
        self.url = ""
        self.version_before: int | None = None

    # HTTP

    def ask(self, path: str, fields: Fields | None = None) -> Answer:
        headers = {"Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items()),
                   "Referer": f"https://{self.client.host}{path}"}  # fmt: skip
        body = None if fields is None else urlencode(fields, doseq=True).encode()
        answer = self.client.ask(
            path, method="GET" if body is None else "POST", body=body, headers=headers | (FORM if body else {})
        )
        for line in answer.headers.get("Set-Cookie", "").splitlines():
            self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(line).items()}
        return answer

    def enter(self) -> None:
        fields = fields_of(self.ask("/admin/login/").body.decode())
        answer = self.ask("/admin/login/", {**fields, "username": EDITOR, "password": self.site.password})
        assert answer.status == 302, answer

    def begin(self) -> None:
        """Logs in and makes the record."""
        self.enter()
        fields = fields_of(self.ask(ADD).body.decode())
        typed = {"slug": self.name, "name": self.name, "kind": "person", "note": "0", "_continue": "1", **self.part()}
        answer = self.ask(ADD, {**fields, **typed})
        assert answer.status == 302, answer.body[:2000]
        self.url = answer.headers["Location"]

    def part(self) -> dict[str, str]:
        return {"names-TOTAL_FORMS": "1", "names-0-name": f"{self.name} {self.number}", "names-0-language": "en",
                "names-0-script": "Latn", "names-0-kind": "alias"}  # fmt: skip

    # Saving

    def save(self) -> None:
        """One attempt. What is not acknowledged may have been saved all the same: the editor looks."""
        if self.form is None and not self.open():
            time.sleep(0.1)
            return
        assert self.form is not None
        self.number += 1
        part = {"names-0-name": f"{self.name} {self.number}"}
        answer = self.ask(self.url, {**self.form, **part, "note": str(self.number), "_continue": "1"})
        self.note(answer)
        if answer.status == 302 and "/login/" not in answer.headers["Location"]:
            self.saved.append((self.number, time.monotonic()))
            self.form["seen_version"] = [str(int(self.form["seen_version"][0]) + self.step)] if self.step else []
            self.form = self.form if self.step else None
            return
        self.form = None
        if answer.status not in (0, 409, 502, 503):
            words = re.sub(rb"(<[^>]*>|\s)+", b" ", answer.body)
            self.odd.append(f"{answer.status}: {words[-600:]!r}")

    def note(self, answer: Answer) -> None:
        self.answers[answer.status] += 1
        if answer.status not in (200, 302):
            self.refused.append(answer)

    def open(self) -> bool:
        """Fetches the form, as after a mishap."""
        answer = self.ask(self.url)
        self.note(answer)
        if answer.status != 200:
            return False
        form = fields_of(answer.body.decode())
        seen = int(form["note"].strip())
        if self.saved and not self.step and seen == self.saved[-1][0] and self.version_before is not None:
            self.step = int(form["seen_version"][0]) - self.version_before
        self.version_before = int(form["seen_version"][0])
        self.number = max(self.number, seen)
        self.form = form
        return True


@contextmanager
def saving(site: Site, *, editors: int, pause: float = 0.0, tag: str = "") -> Iterator[list[Editor]]:
    """Editors save until the block ends."""
    mark = tag or f"e{random.randrange(10**6)}"  # noqa: S311  a name
    crowd, people = Crowd(), [Editor(site, f"{mark}-{number}") for number in range(editors)]
    for editor in people:
        editor.begin()
        crowd.add(paced(editor.save, pause, crowd.over))
    try:
        yield people
    finally:
        crowd.end()


def paced(act: Callable[[], None], pause: float, over: threading.Event) -> Callable[[], None]:
    def once() -> None:
        act()
        over.wait(pause)

    return once if pause else act


def losses(site: Site, people: list[Editor]) -> list[str]:
    """What was acknowledged and is not there, and what is there by half; from the tables and their history."""
    wrong = [f"{editor.name}: {odd}" for editor in people for odd in editor.odd]
    for editor in people:
        wrong += lost(site, editor.name, {number for number, _ in editor.saved})
    return wrong


def lost(site: Site, name: str, acknowledged: set[int]) -> list[str]:
    notes = {int(note) for (note,) in site.ask("SELECT note FROM incidents_actorhistory WHERE slug = %s", name)}
    rows = site.ask("SELECT name FROM incidents_actornamehistory WHERE name LIKE %s", f"{name} %")
    parts = {int(text.rsplit(" ", 1)[1]) for (text,) in rows}
    ((note, part),) = site.ask(
        "SELECT a.note, n.name FROM incidents_actor a JOIN incidents_actorname n ON n.actor_id = a.id "
        "WHERE a.slug = %s AND n.name LIKE %s", name, f"{name} %",
    )  # fmt: skip
    wrong = [f"{name}: the acknowledged save {number} is lost" for number in sorted(acknowledged - (notes & parts))]
    wrong += [f"{name}: half of the save {number} is there" for number in sorted(notes ^ parts)]
    if int(note) != int(part.rsplit(" ", 1)[1]) or int(note) < max(acknowledged, default=0):
        wrong.append(f"{name}: the record says {note}, its name {part}, acknowledged was {max(acknowledged)}")
    return wrong
