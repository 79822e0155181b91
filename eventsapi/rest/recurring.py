"""Requests that recur: they differ from an earlier one in the cursor of the query, or in the id of the path, alone.

The view that has read the earlier one, and found nothing to complain of, answers the next: its query is not read again,
nor are the headers made again that all answers of the form have. What is answered is read from the database each time.
All that does not go so plainly goes the whole way, as if this was not here, and is refused there, redirected or not
found.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any, NamedTuple, Protocol, Self

from cachetools import LRUCache
from django.conf import settings
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch, resolve

from eventsapi.rest.answers import LONGEST, Asked
from eventsapi.rest.caching import is_conditional
from eventsapi.rest.parameters import CURSOR, Query
from eventsapi.rest.refusing import is_refused, refuse_unavailable

# As this server writes them: nothing in it has to be decoded, and nothing else of the query is hidden in it.
PLAIN = re.compile(r"[A-Za-z0-9._:-]{1,1500}", re.ASCII)
# Headers that an answer has for itself.
OWN = ("Content-Length", "Dataset-Version", "ETag", "Last-Modified", "Link")
VIEW = "_answering_view"
# What stands in the key in the place of the server, which does not decide over the form.
A_PATH, A_PATTERN = "path", "pattern"


class Answered(NamedTuple):
    content: bytes
    # Those of its own, and maybe others; the form's go before them.
    headers: Mapping[str, str]


class RecurringView(Protocol):
    """A view that has answered."""

    query: Query

    def for_others(self) -> Self:
        """The same as it has read its request, without what belongs to that request alone."""

    def again(self, request: HttpRequest, cursor: str | None, kwargs: Mapping[str, Any]) -> Answered | None:
        """What is answered to another request of the form; None where that is no whole answer. Raises as views do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """What answers of a form have in common."""

    view: RecurringView
    match: ResolverMatch
    headers: Mapping[str, str]


class Forms:
    """The forms that were answered in this process last, for all of its threads."""

    def __init__(self, *, most: int) -> None:
        self._kept: LRUCache[Asked, Form] = LRUCache(most)
        self._lock = Lock()

    @property
    def keeps(self) -> bool:
        return bool(self._kept.maxsize)

    def find(self, asked: Asked) -> Form | None:
        with self._lock:
            return self._kept.get(asked)

    def keep(self, asked: Asked, form: Form) -> None:
        if sum(map(len, asked)) <= LONGEST:
            with self._lock:
                self._kept[asked] = form


def forms() -> Forms:
    """Those of this process: REST_KEPT_FORMS at most, some kilobytes each."""
    return forms_of(settings.REST_KEPT_FORMS)


@cache
def forms_of(most: int) -> Forms:
    return Forms(most=most)


class RecurringMiddleware:
    """Around all that makes answers, inside of what keeps and compresses them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not may_recur(request):
            return self.get_response(request)
        cursor, rest = split(request.META.get("QUERY_STRING", ""))
        if rest is None:
            return self.get_response(request)
        for asked, match in ways_to_ask(request, rest):
            form = forms().find(asked)
            if form is not None:
                return answered_again(form, match or form.match, request, cursor) or self.get_response(request)
        response = self.get_response(request)
        view: RecurringView | None = getattr(request, VIEW, None)
        # A name may be written in many ways: only the view knows whether there was a cursor.
        if view is not None and response.status_code == 200 and view.query.canonical.get(CURSOR) == cursor:
            remember(asked, request.resolver_match, view, response)
        return response


def may_recur(request: HttpRequest) -> bool:
    """Whether it is a plain question; what a client holds already is compared further in."""
    is_asked = request.method in ("GET", "HEAD") and request.path_info.startswith(tuple(settings.REST_REPLICA_PREFIXES))
    return is_asked and forms().keeps and not (is_refused(request) or is_conditional(request))


def split(query: str) -> tuple[str | None, str | None]:
    """The cursor of a query, if it has one, and the rest as it was written; no rest where that is not plain."""
    if CURSOR not in query:
        return None, query
    parts = query.split("&")
    cursors = [part.partition("=")[2] for part in parts if part.startswith("cursor=")]
    if len(cursors) != 1 or not PLAIN.fullmatch(cursors[0]):
        return None, None
    return cursors[0], "&".join(part for part in parts if not part.startswith("cursor="))


def ways_to_ask(request: HttpRequest, rest: str) -> Iterator[tuple[Asked, ResolverMatch | None]]:
    """What names the form of a request: with its path or, where an id is part of that, with the pattern of it.

    No path is taken for a pattern, whatever is written in it.
    """
    asked = Asked.by(request)._replace(query=rest, encoding="", server=A_PATH)
    yield asked, None
    try:
        match = resolve(request.path_info)
    except Http404:
        return
    if match.kwargs:
        yield asked._replace(path=match.route, server=A_PATTERN), match


def answered_again(form: Form, match: ResolverMatch, request: HttpRequest, cursor: str | None) -> HttpResponse | None:
    """The whole answer; None where the request goes the whole way, to be refused there if the database is away."""
    request.resolver_match = match
    try:
        found = form.view.again(request, cursor, match.kwargs)
    except Error as error:
        refuse_unavailable(request, error)
        return None
    except Exception:  # noqa: BLE001  it is raised again further in, and told there
        return None
    if found is None:
        return None
    headers = {**found.headers, **form.headers, "Content-Length": str(len(found.content))}
    return HttpResponse(found.content, headers=headers)


def remember(asked: Asked, match: Any, view: RecurringView, response: HttpResponseBase) -> None:
    # The patterns that were tried before: of use to nobody, and thousands of bytes.
    match.tried = None
    headers = {name: value for name, value in response.headers.items() if name not in OWN}
    forms().keep(asked, Form(view=view.for_others(), match=match, headers=headers))


def answered_by(request: HttpRequest, view: RecurringView) -> None:
    """Said by a view that may answer the next request of this form, too."""
    setattr(request, VIEW, view)
