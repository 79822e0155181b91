import os
import subprocess
import sys
from pathlib import Path

import pytest

from bootstrap import server
from bootstrap.clone import Clone
from bootstrap.console import Refusal
from bootstrap.locks import Use
from bootstrap.server import Address

# Takes gunicorn's arguments: answers on the socket it is handed, until SIGTERM.
GUNICORN = """
import http.server, os, socket, sys
from socketserver import TCPServer
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self): self.send_response(200); self.end_headers()
    def log_message(self, *words): pass
server = TCPServer(("", 0), Answer, bind_and_activate=False)
server.socket = socket.socket(fileno=int(sys.argv[4].removeprefix("fd://")))
server.serve_forever()
"""
ANSWERING = f'exec "{sys.executable}" gunicorn.py "$@"'


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    (tmp_path / ".local").mkdir()
    return Clone(tmp_path)


@pytest.fixture
def address(clone: Clone) -> Address:
    """A port that was free a moment ago."""
    with server.listen(Address("127.0.0.1", 0), clone=clone) as listener:
        return Address("127.0.0.1", listener.getsockname()[1])


def serve(clone: Clone, address: Address, *, program: str) -> None:
    python = clone.root / "python"
    (clone.root / "gunicorn.py").write_text(GUNICORN)
    python.write_text(f"#!/bin/sh\n{program}\n")
    python.chmod(0o755)
    environment = os.environ | {"EVENTSAPI_LOCAL_PASSWORD": "hush"}
    with (clone.root / "share").open("w") as share:
        server.serve(address, clone=clone, python=python, environment=environment, share=share.fileno())


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("8001", Address("127.0.0.1", 8001)),
        ("0.0.0.0:80", Address("0.0.0.0", 80)),  # noqa: S104  only read
        ("[::1]:8000", Address("::1", 8000)),
    ],
)
def test_it_reads_an_address(text: str, address: Address) -> None:
    assert server.parse(text) == address


@pytest.mark.parametrize("text", ["", "localhost", "localhost:", "0", "65536", "-1", "1e3", "٣"])
def test_it_refuses_what_is_no_address(text: str) -> None:
    with pytest.raises(Refusal, match=f"{text!r} is not an address: write PORT or HOST:PORT"):
        server.parse(text)


@pytest.mark.parametrize(
    ("address", "url"),
    [(Address("::", 8000), "http://[::1]:8000/"), (Address("0.0.0.0", 80), "http://127.0.0.1:80/")],  # noqa: S104
)
def test_a_url_can_be_opened_even_where_the_server_listens_everywhere(address: Address, url: str) -> None:
    assert address.url("/") == url


def test_a_taken_port_is_refused_in_one_sentence(clone: Clone, address: Address) -> None:
    with server.listen(address, clone=clone), pytest.raises(Refusal) as refusal:
        server.listen(address, clone=clone)
    other = address.port + 1
    assert str(refusal.value).endswith(f"in use): name another port, as in `python3 dev.py run {other}`.")


def test_a_port_taken_by_this_very_checkout_can_be_freed(clone: Clone, address: Address) -> None:
    use = Use(server.pid_file(clone, address))
    with (
        server.listen(address, clone=clone),
        pytest.raises(Refusal, match=r"`python3 dev\.py stop` ends the one of this"),
    ):
        server.listen(address, clone=clone)
    use.close()


def test_a_free_address_is_one_that_can_be_listened_on(clone: Clone) -> None:
    address = server.free_address(clone=clone)
    server.listen(address, clone=clone).close()
    assert (address.host, address.port > 1023) == ("127.0.0.1", True)


def test_it_serves_until_it_is_told_to_stop(clone: Clone, address: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped: list[bool] = []

    def stop(address: Address, *, environment: object) -> None:
        stopped.append(server.stop(server.pid_file(clone, address)))

    monkeypatch.setattr(server, "greet", stop)
    with pytest.raises(Refusal, match="The web server ended by itself, with exit code -15"):
        serve(clone, address, program=ANSWERING)
    assert stopped == [True]


def test_it_greets_with_what_to_open_and_how_to_log_in(capsys: pytest.CaptureFixture[str]) -> None:
    server.greet(Address("127.0.0.1", 8000), environment={"EVENTSAPI_LOCAL_PASSWORD": "hush"})
    told = capsys.readouterr().out.splitlines()
    assert told[1:4] == [
        "  API    http://127.0.0.1:8000/api/v1/",
        "  Docs   http://127.0.0.1:8000/api/docs/",
        "  Admin  http://127.0.0.1:8000/admin/   user: editor   password: hush",
    ]


def test_a_server_that_ends_in_good_order_was_told_to(
    clone: Clone, address: Address, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(server, "wait_until_it_answers", lambda address, process: None)
    monkeypatch.setattr(server, "greet", lambda address, environment: None)
    serve(clone, address, program="exit 0")
    assert capsys.readouterr().out.splitlines()[-1] == "The web server was told to stop."


def test_it_names_no_account_where_none_was_made(capsys: pytest.CaptureFixture[str]) -> None:
    server.greet(Address("127.0.0.1", 8000), environment={})
    assert capsys.readouterr().out.splitlines()[3] == "  Admin  http://127.0.0.1:8000/admin/"


def test_an_interruption_stops_it(clone: Clone, address: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*words: object, **more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(server, "greet", interrupt)
    with pytest.raises(KeyboardInterrupt):
        serve(clone, address, program=ANSWERING)
    assert not server.answers(address)


def test_a_server_that_dies_at_once_is_refused(clone: Clone, address: Address) -> None:
    with pytest.raises(Refusal, match=r"The web server did not start \(exit code 3\)"):
        serve(clone, address, program="exit 3")


def test_a_server_that_never_answers_is_refused(
    clone: Clone, address: Address, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(server, "SECONDS_TO_START", 0.2)
    monkeypatch.setattr(server, "PATIENCE", 0.1)
    with pytest.raises(Refusal, match=r"/livez does not answer after 0\.2 seconds"):
        serve(clone, address, program="exec sleep 60")
    assert "waiting for http://" in capsys.readouterr().out


def test_a_server_deaf_to_sigterm_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "SECONDS_TO_STOP", 0.1)
    deaf = ["sh", "-c", "trap '' TERM; echo; while :; do sleep 0.05; done"]
    with subprocess.Popen(deaf, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        server.end(process)
    assert process.returncode == -9


def test_there_is_nothing_to_stop_where_nobody_serves(tmp_path: Path) -> None:
    assert not server.stop(tmp_path / "serving-8000")


def test_a_server_that_does_not_stop_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "SECONDS_TO_STOP", 0.1)
    monkeypatch.setattr("os.kill", lambda pid, number: None)
    note = tmp_path / "serving-8000"
    use = Use(note)
    note.write_text("4711")
    with pytest.raises(Refusal, match=r"The web server \(process 4711\) does not stop"):
        server.stop(note)
    use.close()
