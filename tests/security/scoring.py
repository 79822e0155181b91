"""Marks for what a browser is told, by the tests and with the weights of Mozilla's HTTP Observatory.

100 is a site without fault; what goes beyond asked-for caution adds to it. Whether a site is on the browsers' list for
HSTS is the only thing that an answer does not say: the header that asks for it counts as no more than having it.
"""

import re
from html.parser import HTMLParser
from typing import Any

HALF_A_YEAR = 15_768_000
PRIVATE = ("no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin")
UNSAFE = ("'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'", "http:", "https:", "*")


def marks(answer: Any) -> dict[str, int]:
    """Each test by name, with what it adds to 100 or takes away. `answer` is one to a request over TLS."""
    policy = directives(answer.headers.get("Content-Security-Policy", ""))
    return {
        "policy": _policy(policy),
        "cookies": _cookies(answer),
        "sharing": _sharing(answer),
        "referrer": _referrer(answer.headers.get("Referrer-Policy", "")),
        "hsts": _hsts(answer.headers.get("Strict-Transport-Security", "")),
        "scripts": _scripts(answer),
        "types": 0 if answer.headers.get("X-Content-Type-Options") == "nosniff" else -5,
        "frames": _frames(answer, policy),
        "resources": {"same-origin": 10, "same-site": 10}.get(answer.headers.get("Cross-Origin-Resource-Policy"), 0),
    }


def directives(policy: str) -> dict[str, list[str]]:
    parts = [part.split() for part in policy.split(";") if part.strip()]
    return {name: sources for name, *sources in parts}


def _policy(policy: dict[str, list[str]]) -> int:
    if not policy:
        return -25
    scripts = policy.get("script-src", policy.get("default-src", ["*"]))
    others = [source for name, sources in policy.items() if name != "script-src" for source in sources]
    if set(scripts) & {*UNSAFE, "data:"}:
        return -20
    if set(others) & set(UNSAFE):
        return 0
    return 10 if policy.get("default-src") == ["'none'"] else 5


def kept(answer: Any) -> list[Any]:
    """The cookies that a browser keeps; one is taken back by another that is over at once."""
    return [cookie for cookie in answer.cookies.values() if cookie["max-age"] != 0]


def _cookies(answer: Any) -> int:
    cookies = kept(answer)
    if not all(cookie["secure"] for cookie in cookies):
        return -40
    if not all(cookie["httponly"] for cookie in cookies):
        return -30
    return 5 if cookies and all(cookie["samesite"] in ("Lax", "Strict") for cookie in cookies) else 0


def _sharing(answer: Any) -> int:
    """Any site may read what everybody may read, but not with the visitor's cookies."""
    open_to = answer.headers.get("Access-Control-Allow-Origin")
    return -50 if open_to and (open_to != "*" or "Access-Control-Allow-Credentials" in answer.headers) else 0


def _referrer(policy: str) -> int:
    return 5 if policy in PRIVATE else -5


def _hsts(header: str) -> int:
    age = re.search(r"max-age=(\d+)", header)
    if not age:
        return -20
    return 0 if int(age[1]) >= HALF_A_YEAR else -10


def _frames(answer: Any, policy: dict[str, list[str]]) -> int:
    if policy.get("frame-ancestors") == ["'none'"]:
        return 5
    return 0 if answer.headers.get("X-Frame-Options") in ("DENY", "SAMEORIGIN") else -20


def _scripts(answer: Any) -> int:
    """Scripts of others would have to be named by their digest; those of one's own site need not."""
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return 0
    reader = _Scripts()
    reader.feed(answer.getvalue().decode())
    return -50 if any(re.match("[a-z]*:?//", source) for source in reader.sources) else 0


class _Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sources: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.sources.append(dict(attrs).get("src") or "")
