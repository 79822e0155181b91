import socket
from unittest.mock import Mock

import orjson
import pytest
from gunicorn.http import errors  # type: ignore[import-untyped]  # it has no types
from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]  # it has no types
from pytest_django import Settings

from eventsapi.rest.workers import ProblemWorker


@pytest.fixture
def worker() -> ProblemWorker:
    made = object.__new__(ProblemWorker)
    made.log = Mock()
    return made


def told(worker: ProblemWorker, fault: Exception) -> bytes:
    """What the client reads."""
    ours, theirs = socket.socketpair()
    with theirs:
        with ours:
            worker.handle_error(None, ours, ("127.0.0.1", 1), fault)
        return theirs.recv(5_000)


def test_a_request_line_that_is_not_read_is_refused_as_a_problem(worker: ProblemWorker) -> None:
    head, _, body = told(worker, errors.LimitRequestLine(9212, 8190)).partition(b"\r\n\r\n")

    status, *lines = head.decode().split("\r\n")
    headers = dict(line.split(": ") for line in lines)
    assert status == "HTTP/1.1 414 Request-URI Too Long"
    assert headers["Content-Type"] == "application/problem+json"
    assert headers["Content-Length"] == str(len(body))
    problem = orjson.loads(body)
    assert (problem["type"], problem["status"], problem["instance"]) == ("/problems/uri-too-long", 414, "")
    assert problem["request_id"] == headers["X-Request-ID"]


def test_what_is_not_http_is_a_malformed_request(worker: ProblemWorker) -> None:
    assert b"/problems/bad-request" in told(worker, errors.InvalidRequestLine("GET"))


@pytest.mark.parametrize(
    "fault",
    [errors.UnsupportedTransferCoding("cow"), errors.ExpectationFailed("x"), errors.ObsoleteFolding("x"),
     errors.InvalidChunkSize("x")],
    ids=["coding", "expectation", "folding", "chunk"],
)  # fmt: skip
def test_what_gunicorn_calls_otherwise_is_a_malformed_request_as_well(worker: ProblemWorker, fault: Exception) -> None:
    assert told(worker, fault).startswith(b"HTTP/1.1 400 ")


def test_headers_that_are_too_large_are_refused_as_such(worker: ProblemWorker) -> None:
    answer = told(worker, errors.LimitRequestHeaders("too many"))
    assert answer.startswith(b"HTTP/1.1 431 ")
    assert b"/problems/headers-too-large" in answer


@pytest.mark.parametrize("fault", [errors.ConfigurationProblem("x"), RuntimeError("x")], ids=["settings", "other"])
def test_our_own_faults_are_left_to_gunicorn(
    worker: ProblemWorker, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    asked = Mock()
    monkeypatch.setattr(ThreadWorker, "handle_error", asked)
    assert told(worker, fault) == b""
    assert asked.call_count == 1


@pytest.mark.parametrize(
    ("connection", "closed"),
    [("close, TE", 1), ("Upgrade", 1), ("keep-alive", 0), ("x-close", 0)],
)
def test_connection_is_read_as_a_list_of_words(
    worker: ProblemWorker, monkeypatch: pytest.MonkeyPatch, connection: str, closed: int
) -> None:
    monkeypatch.setattr(ThreadWorker, "handle_request", lambda self, req, conn: True)
    request = Mock(headers=[("HOST", "localhost"), ("CONNECTION", connection)])
    worker.handle_request(request, Mock())
    assert request.force_close.call_count == closed


def test_a_client_that_has_gone_disturbs_nobody(worker: ProblemWorker, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="eventsapi")
    ours, theirs = socket.socketpair()
    with ours:
        theirs.close()
        worker.handle_error(None, ours, ("127.0.0.1", 1), errors.LimitRequestLine(9212, 8190))
    assert "The client did not wait for the refusal: BrokenPipeError" in caplog.text


def test_a_worker_that_is_told_to_stop_says_so(worker: ProblemWorker, monkeypatch: pytest.MonkeyPatch) -> None:
    told = Mock()
    monkeypatch.setattr("eventsapi.rest.workers.draining", told)
    stopping = Mock()
    monkeypatch.setattr(ThreadWorker, "handle_exit", stopping)
    worker.handle_exit(15, None)
    assert (told.set.call_count, stopping.call_count) == (1, 1)


@pytest.mark.parametrize(("counts", "times"), [(True, 1), (False, 0)])
def test_a_worker_samples_where_somebody_counts(
    worker: ProblemWorker, counts: bool, times: int, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REST_METRICS = counts
    begun = Mock()
    monkeypatch.setattr("eventsapi.rest.workers.start_sampling", begun)
    monkeypatch.setattr(ThreadWorker, "load_wsgi", Mock())
    worker.load_wsgi()
    assert begun.call_count == times
