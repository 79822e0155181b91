import os
import socket
from collections.abc import Iterator
from unittest.mock import Mock

import orjson
import pytest
from gunicorn.config import Config  # type: ignore[import-untyped]  # it has no types
from gunicorn.http import errors  # type: ignore[import-untyped]  # it has no types
from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]  # it has no types
from pytest_django import Settings

from eventsapi.rest.serverlog import ServerLogger
from eventsapi.rest.workers import ProblemWorker


@pytest.fixture
def worker() -> Iterator[ProblemWorker]:
    made = ProblemWorker(0, os.getppid(), [], Mock(), 30, Config(), Mock())
    yield made
    made.tmp.close()


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
    request = Mock(version=(1, 1), headers=[("HOST", "localhost"), ("X-NOTE", "close"), ("CONNECTION", connection)])
    worker.handle_request(request, Mock())
    assert request.force_close.call_count == closed


def test_a_request_that_names_no_host_is_refused_unless_it_is_older_than_that_duty(
    worker: ProblemWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ThreadWorker, "handle_request", lambda self, req, conn: True)
    assert worker.handle_request(Mock(version=(1, 0), headers=[]), Mock())
    with pytest.raises(errors.InvalidHeader) as refused:
        worker.handle_request(Mock(version=(1, 1), headers=[("ACCEPT", "*/*")]), Mock())
    assert b"/problems/bad-request" in told(worker, refused.value)


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


@pytest.fixture
def door() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield listener


def let_in(worker: ProblemWorker, door: socket.socket, *, alive: bool) -> int:
    """How many a worker lets in that stops accepting."""
    worker.ppid = os.getpid()
    worker.sockets, worker.nr_conns, worker._accepting, worker.alive = [door], 0, True, alive
    worker.cfg, worker.poller = Mock(), Mock()
    worker.tpool = Mock()
    worker.set_accept_enabled(enabled=False)
    for connection in worker.queue:
        connection.close()
    return len(worker.queue)


def test_a_worker_that_stops_takes_in_who_is_at_the_door_and_refuses_who_comes_later(
    worker: ProblemWorker, door: socket.socket
) -> None:
    address = door.getsockname()
    with socket.create_connection(address), socket.create_connection(address):
        assert let_in(worker, door, alive=False) == 2
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(address)


@pytest.mark.parametrize(("all_stop", "comes_in"), [(True, False), (False, True)])
def test_nobody_new_comes_to_other_workers_where_all_stop_and_only_there(
    worker: ProblemWorker, door: socket.socket, all_stop: bool, comes_in: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eventsapi.rest.workers.is_held_beside", lambda parent, listener: not all_stop)
    with door.dup() as theirs:
        let_in(worker, door, alive=False)
        with socket.socket() as newcomer:
            newcomer.settimeout(0.2)
            assert (newcomer.connect_ex(theirs.getsockname()) == 0) == comes_in


def test_a_worker_that_is_told_twice_shuts_its_door_once(worker: ProblemWorker, door: socket.socket) -> None:
    let_in(worker, door, alive=False)
    worker.set_accept_enabled(enabled=True)
    assert worker.sockets == []


def test_a_worker_that_is_only_full_keeps_its_door(worker: ProblemWorker, door: socket.socket) -> None:
    assert let_in(worker, door, alive=True) == 0
    with socket.create_connection(door.getsockname()) as came:
        assert came.getpeername() == door.getsockname()


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


class Connection:
    """What the worker needs of one: the socket, and what was read of the next request already."""

    def __init__(self, sock: socket.socket, *, read: bytes = b"") -> None:
        self.sock = sock
        self.parser = Mock()
        self.parser.unreader.buf.getvalue.return_value = read


def answered(worker: ProblemWorker, monkeypatch: pytest.MonkeyPatch, *results: object, sent: int, read: bytes) -> int:
    """How many requests of a connection are answered in a row, by what gunicorn says after each, of as many sent."""
    asked = []
    ours, theirs = socket.socketpair()

    def handle(self: ThreadWorker, conn: Connection) -> object:
        asked.append(conn.sock.recv(1) if sent else b"")
        return results[min(len(asked), len(results)) - 1]

    monkeypatch.setattr(ThreadWorker, "handle", handle)
    with ours, theirs:
        # Whoever reads more than was sent fails, and does not wait.
        ours.settimeout(5)
        theirs.sendall(b"x" * sent)
        worker.queue.appendleft(ours)
        last = worker.handle(Connection(ours, read=read))
    assert last == results[min(len(asked), len(results)) - 1]
    return len(asked)


@pytest.mark.parametrize(
    ("results", "sent", "read", "times"),
    [
        ((True,), 1, b"", 1),
        ((True,), 3, b"", 3),
        ((True, False), 3, b"", 2),
        ((object(),), 3, b"", 1),
        ((True, True, False), 0, b"GET", 3),
        ((True,), 200, b"", 200),
    ],
    ids=["nothing follows", "three at once", "it is closed", "it has to wait", "read ahead", "nobody else waits"],
)
def test_requests_that_follow_at_once_are_answered_in_a_row(
    worker: ProblemWorker, monkeypatch: pytest.MonkeyPatch, results: tuple[object], sent: int, read: bytes, times: int
) -> None:
    worker.alive = True
    assert answered(worker, monkeypatch, *results, sent=sent, read=read) == times


@pytest.mark.parametrize(("turn", "times"), [(0, 1), (60_000, 200)], ids=["it is over", "it is not"])
def test_a_connection_has_its_turn_while_others_wait(
    worker: ProblemWorker, monkeypatch: pytest.MonkeyPatch, turn: int, times: int
) -> None:
    monkeypatch.setattr("eventsapi.rest.workers.TURN_MS", turn)
    worker.alive = True
    worker.queue.append(Mock())
    assert answered(worker, monkeypatch, True, sent=200, read=b"") == times


def test_who_comes_waits_until_a_thread_begins_with_it(worker: ProblemWorker, monkeypatch: pytest.MonkeyPatch) -> None:
    worker.alive, worker.tpool, worker.method_queue = True, Mock(), Mock()
    monkeypatch.setattr(ThreadWorker, "handle", lambda self, conn: len(self.queue))
    worker.enqueue_req("one")
    worker.enqueue_req("other")
    assert [worker.handle("one"), worker.handle("other")] == [1, 0]


def test_a_worker_that_stops_answers_nothing_more_in_a_row(
    worker: ProblemWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker.alive = False
    assert answered(worker, monkeypatch, True, sent=3, read=b"") == 1


def test_the_server_puts_no_line_together_for_each_request() -> None:
    logger = object.__new__(ServerLogger)
    logger.access_log, logger.cfg = Mock(), Mock(logconfig_dict={"version": 1})
    logger.access(Mock(), Mock(), {}, None)
    assert logger.access_log.info.mock_calls == []
