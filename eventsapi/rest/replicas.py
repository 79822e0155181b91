"""Public reads come from streaming replicas (DATABASE_REPLICA_URLS), and no reader goes back in time.

A client says which version of the dataset it has seen by what it sends back: the header `Dataset-Version`, the tag of
an answer in `If-None-Match`, or the parameters `min_version`, `as_of` and `since`. A replica that is behind it is
passed over. What fails on a replica is asked of the next one, and at last of the primary. Pages for editors and
everything that writes never come here. routing.py keeps the choice for the time of a request; fleet.py knows the
servers.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_max_age, patch_cache_control

from eventsapi.rest.caching import tags_held, version_in
from eventsapi.rest.fleet import Server, fleet
from eventsapi.rest.parameters import read_pairs
from eventsapi.rest.routing import Attempt, note_failure, reading

SEEN_PARAMETERS = ("as_of", "min_version", "since")
NUMBER = re.compile(r"[0-9]{1,16}", re.ASCII)


class ReplicaMiddleware:
    """Sends GET and HEAD under REST_REPLICA_PREFIXES to a replica. Without replicas it is not there at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.fleet = fleet()
        if not self.fleet.replicas:
            raise MiddlewareNotUsed

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in ("GET", "HEAD") and request.path_info.startswith(tuple(settings.REST_REPLICA_PREFIXES)):
            for replica in self.fleet.fit(seen=version_seen(request)):
                response = self._from(replica, request)
                if response is not None:
                    return response
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Nobody sees this answer: the view is asked again. So an error that the primary has not made is not logged."""
        return HttpResponse(status=503) if note_failure(exception) else None

    def _from(self, replica: Server, request: HttpRequest) -> HttpResponseBase | None:
        """The answer; None where another server has to give it."""
        behind = self.fleet.seconds_behind(replica)
        attempt = Attempt(replica.alias)
        with reading(attempt):
            response = self.get_response(request)
        if attempt.may_be_repeated:
            _blame(replica, attempt)
            return None
        if response.streaming:
            pieces = response.streaming_content  # type: ignore[attr-defined]  # every response that streams has it
            response.streaming_content = _read_on(pieces, replica, attempt)  # type: ignore[attr-defined]  # likewise
        _age(response, seconds=behind)
        return response


def version_seen(request: HttpRequest) -> int:
    """The newest version of the dataset that the client says it has seen; 0 where it says nothing."""
    parameters = [value for name, value in read_pairs(request, errors="replace") if name in SEEN_PARAMETERS]
    said = [request.META.get("HTTP_DATASET_VERSION", "").strip(), *parameters]
    return max([0, *map(version_in, tags_held(request)), *(int(text) for text in said if NUMBER.fullmatch(text))])


def _read_on(pieces: Iterable[bytes], replica: Server, attempt: Attempt) -> Iterator[bytes]:
    """The rest of a stream, which is read when the request has left the middleware, from the same server."""
    attempt.is_streaming = True
    rest = iter(pieces)
    try:
        while True:
            with reading(attempt):
                piece = next(rest, None)
            if piece is None:
                return
            yield piece
    finally:
        _blame(replica, attempt)


def _blame(replica: Server, attempt: Attempt) -> None:
    if attempt.is_lost:
        replica.lose(attempt.failure)


def _age(response: HttpResponseBase, *, seconds: float) -> None:
    """What is old already may be kept for less long: the promise is of the age that an answer reaches in the end."""
    max_age = get_max_age(response)
    if seconds and max_age:
        patch_cache_control(response, max_age=max(math.floor(max_age - min(seconds, max_age)), 0))
