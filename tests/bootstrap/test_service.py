import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bootstrap import nginx, server
from bootstrap.clone import Clone
from bootstrap.console import Refusal
from bootstrap.locks import is_held
from bootstrap.service import Service

ANSWERS = """
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(204 if self.path == "/livez" else 503)
        self.end_headers()
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    (tmp_path / ".local").mkdir()
    return Clone(tmp_path)


def service(clone: Clone, program: str) -> Service:
    port = nginx.free_ports(clone=clone).plain
    argv = [sys.executable, "-c", program, str(port)]
    return Service(name="it", port=port, argv=argv, environment=dict(os.environ), clone=clone, log=clone.root / "log")


@pytest.fixture
def serving(clone: Clone) -> Iterator[Service]:
    made = service(clone, ANSWERS)
    made.start()
    yield made
    made.stop()


def test_it_is_waited_for_until_it_answers(serving: Service) -> None:
    serving.wait()

    assert server.answers(serving.address)


def test_it_can_be_found_while_it_runs_and_leaves_nothing_behind(serving: Service, clone: Clone) -> None:
    serving.wait()
    note = server.pid_file(clone, serving.address)

    assert is_held(note)
    serving.stop()
    assert not note.exists()
    assert not server.answers(serving.address)


def test_one_that_dies_at_its_start_is_told_with_its_last_words(clone: Clone) -> None:
    dying = service(clone, "import sys; sys.exit('no database')")
    dying.start()

    with pytest.raises(Refusal, match=r"(?s)it does not answer.*no database"):
        dying.wait()
    dying.stop()


def test_it_is_sent_signals_and_its_children_are_known(serving: Service) -> None:
    serving.wait()

    assert serving.children() == []
    serving.send(signal.SIGKILL)
    assert serving.process
    assert serving.process.wait(10) == -signal.SIGKILL


def test_before_its_start_there_is_nothing_to_stop(clone: Clone) -> None:
    unborn = service(clone, ANSWERS)

    unborn.send(signal.SIGTERM)
    unborn.stop()
    unborn.kill()

    assert unborn.children() == []
