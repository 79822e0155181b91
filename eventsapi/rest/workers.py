"""The web server's worker: what it refuses before the application sees it is refused in the application's own shape."""

import logging
import time
import uuid
from collections import deque
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from gunicorn.http import errors  # type: ignore[import-untyped]  # it has no types

from eventsapi.rest.doors import UNDER_WAY_MS, is_held_beside, is_readable, turn_away
from eventsapi.rest.errors import Problem, problem_response
from eventsapi.rest.health import draining
from eventsapi.rest.metrics import start_sampling
from eventsapi.rest.policy import for_browsers
from eventsapi.rest.turns import TurnWorker

# A server may always close; who asked to be upgraded waits for it, since nothing here is upgraded to.
LAST = {"close", "upgrade"}
TOO_LONG = "The request line is longer than the server reads: leave parameters out, or name fewer values."
TOO_LARGE = "The headers are more, or longer, than the server reads: leave some out."
MALFORMED = "The request is not HTTP as the server understands it."
# By the first that fits. All that gunicorn's reader refuses is a mistake of who asks, whatever gunicorn would call it.
REFUSALS: Sequence[tuple[type[Exception], Problem, str]] = (
    (errors.LimitRequestLine, Problem.URI_TOO_LONG, TOO_LONG),
    (errors.LimitRequestHeaders, Problem.HEADERS_TOO_LARGE, TOO_LARGE),
    (errors.InvalidResponseHeader, Problem.INTERNAL_ERROR, ""),
    (errors.InvalidResponseHeaderName, Problem.INTERNAL_ERROR, ""),
    (errors.ConfigurationProblem, Problem.INTERNAL_ERROR, ""),
    (errors.ParseException, Problem.BAD_REQUEST, MALFORMED),
)
# How long a thread waits for the next request of a connection.
NEXT_WITHIN_MS = 2
# How long it goes on with one connection while others wait for a thread.
TURN_MS = 10

logger = logging.getLogger(__name__)


class ProblemWorker(TurnWorker):
    """gunicorn's threads, with problems (RFC 9457) where gunicorn answers a page of HTML."""

    sockets: list[Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The connections that wait for a thread.
        self.queue: deque[Any] = deque()

    def load_wsgi(self) -> None:
        super().load_wsgi()
        if settings.REST_METRICS:
            start_sampling()

    def enqueue_req(self, conn: Any) -> None:
        self.queue.append(conn)
        super().enqueue_req(conn)

    def handle(self, conn: Any) -> Any:
        """One request after the other, where the next one follows at once; for TURN_MS while others wait for a thread.

        Between two requests gunicorn gives a connection back to its main thread, which waits for all of them and gives
        it out again: under load that takes nearly as long as the answer.
        """
        self.queue.popleft()
        until = time.monotonic() + TURN_MS / 1000
        kept = super().handle(conn)
        # gunicorn answers True where the connection stays open, or what it wants to be done with it.
        while kept is True and self.alive and (not self.queue or time.monotonic() < until) and follows(conn):
            kept = super().handle(conn)
        return kept

    def handle_request(self, req: Any, conn: Any) -> Any:
        """gunicorn takes Connection for one word, and it is a list; nor does it miss the host, which must be named."""
        if req.version >= (1, 1) and not any(name == "HOST" for name, _ in req.headers):
            raise errors.InvalidHeader("HOST")
        wanted = (word for name, value in req.headers if name == "CONNECTION" for word in value.lower().split(","))
        if any(word.strip() in LAST for word in wanted):
            req.force_close()
        return super().handle_request(req, conn)

    def handle_exit(self, sig: int, frame: Any) -> None:
        draining.set()
        super().handle_exit(sig, frame)

    def set_accept_enabled(self, enabled: bool) -> None:
        super().set_accept_enabled(enabled)
        if not self.alive:
            self.shut_door()

    def shut_door(self) -> None:
        """Takes in who is at the door, and closes it at once.

        gunicorn leaves it ajar until the last answer is sent, for seconds: what is sent to it meanwhile is cut off, and
        a proxy asks nobody else for a form that may have been read. Who finds the door closed is passed on to another
        instance.
        """
        # A worker may be told to stop before it has begun, and then comes here twice.
        doors, self.sockets = self.sockets, []
        for listener in doors:
            # gunicorn's first process closes its own when all shall stop. Where it has not, or a newer one has the same
            # socket, others let in.
            turned_away = not is_held_beside(self.ppid, listener) and turn_away(listener)
            while is_readable(listener, within_ms=UNDER_WAY_MS if turned_away else 0):
                self.accept(listener)
            listener.close()

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        fitting = ((problem, detail) for kind, problem, detail in REFUSALS if isinstance(exc, kind))
        problem, detail = next(fitting, (Problem.INTERNAL_ERROR, ""))
        if problem is Problem.INTERNAL_ERROR:
            super().handle_error(req, client, addr, exc)
            return
        # Not what the exception says: it quotes the request.
        logger.warning("Refused before it was read: %s", type(exc).__name__)
        try:
            client.sendall(written(answer(problem, detail=detail)))
        except OSError as gone:
            logger.debug("The client did not wait for the refusal: %s", type(gone).__name__)


def follows(conn: Any) -> bool:
    """Whether the next request of the connection, or its end, is there within a moment."""
    return bool(conn.parser.unreader.buf.getvalue()) or is_readable(conn.sock, within_ms=NEXT_WITHIN_MS)


def answer(problem: Problem, *, detail: str) -> HttpResponse:
    """To a request of which not even the address is known: `instance` is a reference to just what was asked for."""
    request = HttpRequest()
    request.META["HTTP_X_REQUEST_ID"] = uuid.uuid4().hex
    response = for_browsers(request, problem_response(request, problem, detail=detail))
    response.headers["X-Request-ID"] = request.META["HTTP_X_REQUEST_ID"]
    response.headers["Content-Length"] = str(len(response.content))
    response.headers["Connection"] = "close"
    return response


def written(response: HttpResponse) -> bytes:
    """As it goes over the wire."""
    head = f"HTTP/1.1 {response.status_code} {response.reason_phrase}\r\n".encode()
    return head + response.serialize_headers() + b"\r\n\r\n" + response.content
