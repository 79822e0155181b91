"""Answers that were given already, kept in the memory of the process.

An answer is found by the request as it came, byte for byte, before anything reads it, and serves as long as the dataset
has the version that it was made of: nothing has to be thrown away when something is published. It is kept as it is
sent, compressed where it was, and with the headers that every answer has. What is held is bounded
(REST_ANSWER_CACHE_BYTES); what was asked for longest ago goes first.

The version is asked for each time, or believed for REST_VERSION_TRUST seconds: an answer may then be that much older
than the dataset, which nobody notices who keeps it for the minute that it may be kept.
"""

import re
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any, NamedTuple

from cachetools import LRUCache
from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch

from eventsapi.rest.caching import DatasetVersion, Name, Validators, dataset_version
from eventsapi.rest.compression import accepts_gzip
from eventsapi.rest.refusing import is_refused, refuse_unavailable
from eventsapi.rest.replicas import version_seen
from eventsapi.rest.routing import reading_alias
from eventsapi.rest.scope import is_page

# What is longer is rarely asked for twice, and would push out hundreds of others.
LARGEST = 512 * 1024
# Characters of a request that is kept.
LONGEST = 1024
# What an entry takes besides its bytes and headers, at most: the request, and objects.
OVERHEAD = 4 * 1024
# What each name takes that its question holds, and each that leads to another, at most.
NAME = 256
KNOWN = "_dataset_version"
LABEL = "_answer_label"


class Asked(NamedTuple):
    """What of a request decides over its answer, besides the dataset."""

    scheme: str
    host: str
    # Where the site begins, and the path below it: many pairs of them make the same address.
    root: str
    path: str
    query: str
    accept: str
    encoding: str
    origin: str
    # Each server is at a version of its own, and what is read while one publishes may be labelled with the last one.
    server: str

    @classmethod
    def by(cls, request: HttpRequest) -> "Asked":
        meta = request.META
        return cls(
            request.scheme or "",
            # As it was sent: what is kept was answered, so that its host was found to be one of ours. Where none was
            # sent, the server's own with its port, in a way that none can be sent.
            meta.get("HTTP_HOST", f"{meta['SERVER_NAME']} {meta['SERVER_PORT']}"),
            meta.get("SCRIPT_NAME", ""),
            request.path_info,
            meta.get("QUERY_STRING", ""),
            meta.get("HTTP_ACCEPT", ""),
            "gzip" if accepts_gzip(request) else "",
            ANY_ORIGIN.sub("*", meta.get("HTTP_ORIGIN", "")),
            reading_alias(),
        )


# Scripts of every site are told the same, that they may read it; but for those whose origin is not understood.
ANY_ORIGIN = re.compile(r"\A(?:null|https?://[a-z0-9.:-]+)\Z", re.ASCII)
# What of an answer describes its bytes and its neighbours: a 304 has none of it (RFC 9110, 15.4.5).
OF_CONTENT = ("Content-Disposition", "Content-Encoding", "Content-Language", "Content-Length", "Content-Type", "Link")
# Where a request notes whether it was answered from here: "hit" or "miss".
CACHE = "eventsapi.cache"
# What dataset_version() takes.
Question = tuple[int | None, Collection[Name]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """An answer, and what was asked to learn the version that it is of."""

    content: bytes
    headers: dict[str, str]
    etag: str
    of: DatasetVersion
    question: Question
    # The view that made it, for who counts answers by view.
    match: ResolverMatch | None

    @property
    def size(self) -> int:
        names = len(self.question[1]) + len(self.of.leads_to)
        return len(self.content) + sum(map(len, self.headers.values())) + OVERHEAD + names * NAME

    def is_of(self, version: DatasetVersion) -> bool:
        """Whether it is of this version; a database that was restored may have another one of the same number."""
        return (version.newest, version.changed_at) == (self.of.newest, self.of.changed_at)

    @property
    def is_plain(self) -> bool:
        """Whether all that decides over its version is which one is the newest."""
        past, names = self.question
        return past is None and not names

    def version(self) -> DatasetVersion:
        """The version that the same request is answered with now."""
        return dataset_version(*self.question)

    def answer(self, request: HttpRequest, version: DatasetVersion) -> HttpResponseBase:
        validators = Validators(etag=self.etag, version=version)
        if not validators.matched_by(request) and not validators.unmodified_for(request):
            return HttpResponse(self.content, headers=self.headers)
        response = validators.not_modified()
        for name, value in self.headers.items():
            if name not in OF_CONTENT and name != "ETag":
                response.headers[name] = value
        return response


class Answers:
    """The answers of this process, for all of its threads."""

    def __init__(self, *, most_bytes: int) -> None:
        self._kept: LRUCache[Asked, Kept] = LRUCache(most_bytes, getsizeof=lambda kept: kept.size)
        self._lock = Lock()
        # By server: the newest version, and when it was asked for.
        self._newest: dict[str, tuple[float, DatasetVersion]] = {}

    def version_for(self, request: HttpRequest, kept: Kept) -> DatasetVersion:
        """The version that the request is answered with; one that the client has seen a newer of is not believed."""
        if not kept.is_plain or not settings.REST_VERSION_TRUST:
            return kept.version()
        server, now = reading_alias(), time.monotonic()
        asked_at, newest = self._newest.get(server, (0.0, kept.of))
        if now - asked_at < settings.REST_VERSION_TRUST and version_seen(request) <= newest.newest:
            return newest
        version = kept.version()
        self._newest[server] = (now, version)
        return version

    @property
    def keeps(self) -> bool:
        return bool(self._kept.maxsize)

    def find(self, request: HttpRequest) -> Kept | None:
        """What was answered to the same request, of whichever version."""
        if not self.keeps:
            return None
        with self._lock:
            return self._kept.get(Asked.by(request))

    def keep(self, request: HttpRequest, kept: Kept) -> None:
        asked = Asked.by(request)
        # Nobody who asks twice writes that much; it would be memory that nobody counts.
        if kept.size <= min(LARGEST, self._kept.maxsize) and sum(map(len, asked)) <= LONGEST:
            with self._lock:
                self._kept[asked] = kept


def answers() -> Answers:
    """Those of this process."""
    return answers_of(settings.REST_ANSWER_CACHE_BYTES)


@cache
def answers_of(most_bytes: int) -> Answers:
    return Answers(most_bytes=most_bytes)


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """What a view says of an answer that may be kept."""

    etag: str
    version: DatasetVersion
    question: Question


class AnswerMiddleware:
    """Answers what was asked before: around all that makes or changes answers, inside of what counts requests, and of
    what chooses the server to read from.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") or is_page(request) or is_refused(request):
            return self.get_response(request)
        kept = answers().find(request)
        if kept is not None:
            try:
                version = answers().version_for(request, kept)
            except Error as error:
                if not refuse_unavailable(request, error):
                    raise
                return self.get_response(request)
            if kept.is_of(version):
                request.META[CACHE] = "hit"
                request.resolver_match = kept.match
                return kept.answer(request, version)
            # Who answers now need not ask for it again.
            setattr(request, KNOWN, (reading_alias(), version))
        response = self.get_response(request)
        self._remember(request, response)
        return response

    def _remember(self, request: HttpRequest, response: Any) -> None:
        label: Label | None = getattr(request, LABEL, None)
        # Cookies are for one client alone.
        if label is None or response.status_code != 200 or response.cookies:
            return
        request.META[CACHE] = "miss"
        if answers().keeps:
            # The patterns that were tried before: of use to nobody, and thousands of bytes.
            request.resolver_match.tried = None  # type: ignore[union-attr]  # a view has answered
            kept = Kept(
                content=fitted(response.content),
                headers=dict(response.headers),
                etag=label.etag,
                of=label.version,
                question=label.question,
                match=request.resolver_match,
            )
            answers().keep(request, kept)


def fitted(content: bytes) -> bytes:
    """The same in memory of just that size: what JSON was written into grows by doubling, and is not cut to length."""
    return bytes(memoryview(content))


def known_version(request: HttpRequest) -> DatasetVersion | None:
    """The version that the request is answered with, where it was looked up already: on this server, not on one that
    has failed since.
    """
    server, version = getattr(request, KNOWN, (None, None))
    return version if server == reading_alias() else None


def may_be_kept(request: HttpRequest, label: Label) -> None:
    """Said by a view of a whole answer that it gives to the request."""
    setattr(request, LABEL, label)
