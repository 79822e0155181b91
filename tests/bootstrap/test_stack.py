from pathlib import Path

import pytest

from bootstrap import programs, stack
from bootstrap.account import Account
from bootstrap.clone import Clone
from bootstrap.console import Refusal
from bootstrap.nginx import Ports
from bootstrap.stack import Plan, Server, Stack, environment, server_in


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(
        programs=tmp_path,
        data=tmp_path / "data",
        sockets=tmp_path / "s",
        account=Account(),
        settings=("max_connections=100",),
    )


def test_the_server_keeps_its_promises_and_is_told_its_settings(server: Server) -> None:
    assert server.options().endswith("-c max_connections=100")
    assert "fsync" not in server.options()
    assert "synchronous_commit" not in server.options()


def test_secrets_are_made_for_each_run(server: Server, tmp_path: Path) -> None:
    first, second = (environment(server, folder=tmp_path)["SECRET_KEY"] for _ in range(2))

    assert first != second
    assert len(first) >= 50


def test_nothing_of_this_terminal_reaches_the_application(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVENTSAPI_TEST", "1")
    monkeypatch.setenv("DEBUG", "1")

    assert not {"EVENTSAPI_TEST", "EVENTSAPI_LOCAL", "DEBUG"} & set(environment(server, folder=tmp_path))


def test_a_system_without_postgresql_lends_that_of_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find(*, venv: Path) -> Path:
        if venv == stack.NOWHERE:
            raise Refusal("There is no PostgreSQL server here.")
        return tmp_path / "wheel"

    monkeypatch.setattr(programs, "find", find)
    monkeypatch.setattr(programs, "major_version", lambda folder: 18)
    monkeypatch.setattr(programs, "usable_by", lambda account, *, folder, copies: folder)

    made = server_in(tmp_path, clone=Clone(tmp_path), account=Account(), plan=Plan(), name="x")

    assert made.programs == tmp_path / "wheel"
    assert made.data == tmp_path / "postgres-18-stack"


def test_a_command_that_fails_is_told_with_its_last_words(server: Server, tmp_path: Path) -> None:
    (tmp_path / "false").write_text("#!/bin/sh\necho no such table\nexit 1\n")
    (tmp_path / "false").chmod(0o755)
    made = Stack(
        clone=Clone(tmp_path),
        python=tmp_path / "false",
        folder=tmp_path,
        server=server,
        ports=Ports(plain=1, secure=2, instances=(3, 4)),
        plan=Plan(),
        environment={},
    )

    with pytest.raises(Refusal, match=r"(?s)manage.py migrate failed.*no such table"):
        made.prepare()
