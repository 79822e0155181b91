import os
import tempfile
from pathlib import Path

import pytest

from bootstrap import embedded, programs
from bootstrap.account import Account
from bootstrap.clone import Clone
from bootstrap.console import Refusal
from bootstrap.postgres import Cluster

Calls = list[str]


class Stranger(Account):
    """An account that gets at nothing."""

    def can_use(self, path: Path) -> bool:
        return False


@pytest.fixture
def cluster(tmp_path: Path) -> Cluster:
    return Cluster(programs=tmp_path, data=tmp_path / "data", sockets=tmp_path / "s", account=Account())


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """What a server is told, in order, instead of telling it."""
    told: Calls = []

    def stop(data: Path) -> bool:
        told.append(f"stop {data.name}")
        return True

    monkeypatch.setattr(Cluster, "start", lambda self, *, database: told.append(f"start {database}"))
    monkeypatch.setattr(embedded, "stop", stop)
    return told


def test_the_server_runs_inside_the_block_alone(cluster: Cluster, calls: Calls) -> None:
    with embedded.running(cluster, database="words"):
        calls.append("inside")
    assert calls == ["start words", "inside", "stop data"]


def test_the_server_stays_while_another_process_uses_it(cluster: Cluster, calls: Calls) -> None:
    with embedded.running(cluster, database="one"):
        with embedded.running(cluster, database="two"):
            pass
        assert calls == ["start one", "start two"]
    assert calls == ["start one", "start two", "stop data"]


def test_the_folder_of_the_socket_goes_with_the_server(cluster: Cluster, calls: Calls) -> None:
    cluster.sockets.mkdir()
    with embedded.running(cluster, database="words"):
        pass
    assert not cluster.sockets.exists()


def test_a_server_that_does_not_start_is_not_left_running(cluster: Cluster, calls: Calls) -> None:
    with pytest.raises(ZeroDivisionError), embedded.running(cluster, database="words"):
        raise ZeroDivisionError
    assert calls[-1] == "stop data"


def test_stopping_everything_tells_what_was_running(tmp_path: Path, calls: Calls) -> None:
    (tmp_path / ".local" / "postgres-18-test").mkdir(parents=True)
    (tmp_path / ".local" / "postgres-18").mkdir()
    assert embedded.stop_all(Clone(tmp_path)) == ["postgres-18", "postgres-18-test"]


def test_the_files_lie_in_the_checkout(tmp_path: Path) -> None:
    assert embedded.home_of(Clone(tmp_path), account=Account()) == tmp_path / ".local"


def test_they_lie_elsewhere_where_the_servers_account_cannot_enter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(embedded, "ELSEWHERE", tmp_path)
    clone = Clone(tmp_path)
    assert embedded.home_of(clone, account=Stranger()) == tmp_path / clone.name
    assert "is closed to the user that runs PostgreSQL; its files go to" in capsys.readouterr().out


def test_the_clusters_of_run_and_test_are_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "server_account", Account)
    monkeypatch.setattr(programs, "find", lambda *, venv: tmp_path)
    monkeypatch.setattr(programs, "major_version", lambda folder: 18)
    monkeypatch.setattr(programs, "usable_by", lambda account, *, folder, copies: folder)
    kept, fast = (embedded.cluster_of(Clone(tmp_path), fast=fast) for fast in (False, True))
    assert (kept.data.name, fast.data.name) == ("postgres-18", "postgres-18-test")
    assert kept.sockets != fast.sockets


def test_it_tells_of_data_that_an_older_server_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "postgres-17").mkdir()
    embedded.tell_of_older(tmp_path, name="postgres-18")
    assert "postgres-17 was written by another version of PostgreSQL: it stays" in capsys.readouterr().out


def test_it_tells_of_nothing_once_the_new_cluster_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "postgres-17").mkdir()
    (tmp_path / "postgres-18").mkdir()
    embedded.tell_of_older(tmp_path, name="postgres-18")
    assert capsys.readouterr().out == ""


def test_a_sockets_path_is_short_enough_for_every_unix(tmp_path: Path) -> None:
    name = Clone(tmp_path / ("long/" * 60)).name + "-postgres-18-test"
    assert len(os.fsencode(embedded.socket_folder(name) / ".s.PGSQL.5432.lock")) < 100


def test_a_path_too_long_for_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "SHORT", tmp_path / "missing")
    monkeypatch.setattr(tempfile, "gettempdir", lambda: "/" + "x" * 90)
    with pytest.raises(Refusal, match="too long a path for a Unix socket: set TMPDIR to a shorter one"):
        embedded.socket_folder("s")
