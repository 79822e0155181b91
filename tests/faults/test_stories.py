"""A refusal is told with what was done then, and with what the logs say of it."""

import http.server
import socket
import threading
import time
from pathlib import Path

import pytest

from bootstrap.clone import HERE
from bootstrap.nginx import Ports
from bootstrap.service import Service
from bootstrap.stack import Plan, Server, Stack
from tests.faults.clients import Answer, Client
from tests.faults.stories import UNEXPLAINED, Story

WEB1 = (
    '{"level":"error","request_id":"abcdefgh","exceptions":["django.db.utils.OperationalError",'
    '"psycopg_pool.PoolTimeout"],"frames":["a/b.py:1 c","psycopg_pool/pool.py:9 getconn"]}\n'
    '{"level":"info","request_id":"abcdefgh","status":503}\n'
    '{"level":"error","request_id":"somebody-else","exceptions":["ValueError"],"frames":["a/b.py:2 d"]}\n'
)
RESET = "recv() failed (104: Connection reset by peer) while reading response header from upstream"
NGINX = (
    "{time} [error] 7#7: *12 " + RESET + ", client: 127.0.0.1, server: , "
    'request: "POST /admin/1/ HTTP/1.1", upstream: "http://127.0.0.1:8002/admin/1/", host: "localhost:8443"\n'
)


def service(folder: Path, name: str, *, port: int, log: str) -> Service:
    (folder / name).write_text(log)
    return Service(name=name, port=port, argv=[], environment={}, clone=HERE, log=folder / name)


@pytest.fixture
def story(tmp_path: Path) -> Story:
    stamp = time.strftime("%Y/%m/%d %H:%M:%S", time.localtime())
    stack = Stack(
        clone=HERE,
        python=tmp_path,
        folder=tmp_path,
        server=Server.__new__(Server),
        ports=Ports(plain=8080, secure=8443, instances=(8001, 8002)),
        plan=Plan(),
        environment={},
        instances=[service(tmp_path, "web1", port=8001, log=WEB1), service(tmp_path, "web2", port=8002, log="")],
        proxy=service(tmp_path, "nginx", port=8080, log=NGINX.format(time=stamp)),
    )
    now = time.monotonic()
    return Story(stack, [(now - 100, "migrate"), (now - 2, "web2 is replaced")])


def refused(path: str, *, request_id: str = "") -> Answer:
    return Answer(503, b"", {"X-Request-ID": request_id}, time.monotonic(), 0.25, path, "POST")


def test_what_an_instance_refused_is_told_with_the_kinds_of_exception(story: Story) -> None:
    told = story.explain(refused("/admin/2/", request_id="abcdefgh"))
    assert told.startswith("POST /admin/2/ → 503 after 0.25 s: b'', 2.")
    assert told.endswith(
        "s into “web2 is replaced”: web1 django.db.utils.OperationalError < psycopg_pool.PoolTimeout "
        "< psycopg_pool/pool.py:9 getconn"
    )


def test_what_broke_on_its_way_is_told_by_nginx(story: Story) -> None:
    assert story.explain(refused("/admin/1/")).endswith(f": nginx asked web2: {RESET}")


def test_what_nobody_logged_is_said_to_be_so(story: Story) -> None:
    assert story.explain(refused("/admin/3/")).endswith(": nothing is logged about it")


def test_what_nginx_said_at_another_time_is_no_reason(story: Story) -> None:
    long_ago = Answer(503, b"", {}, time.monotonic() - 50, 0.25, "/admin/1/", "POST")
    assert story.explain(long_ago).endswith("s into “migrate”: nothing is logged about it")


def test_what_came_before_any_step_is_told_as_such(story: Story) -> None:
    assert story.step_at(time.monotonic() - 1000) == "0.0 s into “before”"


TEXT = """ERROR django.request [abcdefgh] Service Unavailable: /admin/2/
Traceback (most recent call last):
  File "cursor.py", line 117, in execute
psycopg.errors.LockNotAvailable: canceling statement due to lock timeout
LINE 1: SELECT 1
WARNING eventsapi [-] a.b.Another: which is of nobody
a.b.Another: which is of nobody
"""


def test_older_code_that_logs_text_is_understood(story: Story) -> None:
    story.stack.instances[0].log.write_text(TEXT)
    told = story.explain(refused("/admin/2/", request_id="abcdefgh"))
    assert told.endswith(": web1 psycopg.errors.LockNotAvailable: canceling statement due to lock timeout")


class Closing(http.server.BaseHTTPRequestHandler):
    """Keeps the connection, it says, and closes it."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


def test_a_client_makes_another_connection_where_the_one_it_kept_was_closed() -> None:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Closing) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        client = Client(port=server.server_port, secure=False)
        assert client.ask("/").status == 200
        time.sleep(0.1)
        assert isinstance(client.line.sock, socket.socket)
        assert client.ask("/").status == 200
        client.close()
        server.shutdown()


def test_of_thousands_only_the_first_ones_are_looked_for_in_the_logs(story: Story) -> None:
    told = [story.explain(refused("/admin/9/")) for _ in range(51)]

    assert [UNEXPLAINED in line for line in told] == [True] * 50 + [False]
