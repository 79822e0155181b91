"""What a server makes of a request, and what it answers, to be compared with another answer."""

from collections.abc import Iterator
from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.test import RequestFactory

THINGS = "/api/v1/things/"


def played(environ: dict[str, str | None]) -> tuple[int, list[tuple[str, list[str]]], Any]:
    """The answer to what a server would make of a request; those of None it leaves out."""
    asked = {"PATH_INFO": THINGS, "SERVER_NAME": "testserver", "SERVER_PORT": "8000", **environ}
    request = RequestFactory().generic("GET", "/").environ | asked
    answer: Any = WSGIHandler().get_response(
        WSGIRequest({name: text for name, text in request.items() if text is not None})
    )
    return answer.status_code, sorted(told(answer)), answer.content if answer.status_code == 200 else b""


def told(answer: Any) -> Iterator[tuple[str, list[str]]]:
    """The headers, but for the one that no two answers share, and the length of nothing, which Django tells as well."""
    for name, value in answer.headers.items():
        if name not in ("X-Request-ID", "Content-Length"):
            yield name, sorted(value.split(", "))
