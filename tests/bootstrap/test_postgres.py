import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bootstrap import postgres, programs
from bootstrap.account import server_account
from bootstrap.clone import HERE
from bootstrap.console import Refusal
from bootstrap.postgres import Cluster, running, stop


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A real server in a folder with a space in its name; every test leaves it running or stopped as it likes."""
    folder = Path(tempfile.mkdtemp(prefix="two words "))
    folder.chmod(0o755)
    account = server_account()
    binaries = programs.usable_by(account, folder=programs.find(venv=HERE.local / "venv"), copies=folder)
    made = Cluster(programs=binaries, data=folder / "data", sockets=folder / "s", account=account, fast=True)
    yield made
    stop(made.data)
    shutil.rmtree(folder)


@pytest.fixture
def broken(cluster: Cluster, tmp_path: Path) -> Cluster:
    """A server whose every program fails, with a word on why."""
    for program in ("initdb", "pg_ctl", "pg_isready", "createdb", "dropdb"):
        (tmp_path / program).write_text(f"#!/bin/sh\necho {program} is broken; exit 1\n")
        (tmp_path / program).chmod(0o755)
    account = replace(cluster.account, user=None, group=None)
    return replace(cluster, programs=tmp_path, data=tmp_path / "data", sockets=tmp_path / "s", account=account)


def test_a_new_cluster_starts_and_stops(cluster: Cluster) -> None:
    cluster.start(database="words")
    assert cluster.is_alive()
    assert stop(cluster.data)
    assert not cluster.is_alive()
    assert not stop(cluster.data)


def test_starting_a_running_cluster_changes_nothing(cluster: Cluster) -> None:
    cluster.start(database="words")
    before = running(cluster.data)
    cluster.start(database="words")
    assert running(cluster.data) == before


def test_a_database_can_be_made_anew(cluster: Cluster) -> None:
    cluster.start(database="words")
    psql = ("psql", "-h", cluster.sockets, "-U", "postgres", "-Atc")
    cluster.run(*psql, "CREATE TABLE word ()", "words")
    cluster.empty("words")
    code, lines = cluster.run(*psql, "SELECT to_regclass('word')", "words")
    assert (code, lines) == (0, [""])


def test_a_database_that_cannot_be_dropped_is_told(broken: Cluster) -> None:
    with pytest.raises(Refusal, match="The database words could not be dropped:\ndropdb is broken"):
        broken.empty("words")


def test_it_keeps_letters_of_all_languages_and_sorts_by_code_point(cluster: Cluster) -> None:
    cluster.start(database="words")
    query = "SELECT upper('дüı'), 'Z' < 'a', current_setting('server_encoding'), current_setting('listen_addresses')"
    assert cluster.run("psql", "-h", cluster.sockets, "-U", "postgres", "-Atc", query, "words") == (0, ["ДÜI|t|UTF8|"])


def test_its_socket_is_closed_to_others(cluster: Cluster) -> None:
    cluster.start(database="words")
    assert cluster.sockets.stat().st_mode & 0o777 == 0o700


def test_it_recovers_from_being_killed(cluster: Cluster) -> None:
    cluster.start(database="words")
    killed = running(cluster.data)
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    cluster.start(database="words")
    assert running(cluster.data) not in {killed, None}


def test_a_stale_pid_that_is_another_process_now_does_not_stop_it(cluster: Cluster) -> None:
    stop(cluster.data)
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.data}\n")
    assert running(cluster.data) is None
    cluster.start(database="words")
    assert cluster.is_alive()


@pytest.mark.parametrize("note", ["99999999\n", "", "x"])
def test_a_note_of_no_living_process_is_no_server(note: str, tmp_path: Path) -> None:
    (tmp_path / "postmaster.pid").write_text(note)
    assert running(tmp_path) is None


def test_it_starts_again_where_its_socket_was_swept_away(cluster: Cluster) -> None:
    cluster.start(database="words")
    shutil.rmtree(cluster.sockets)
    cluster.start(database="words")
    assert cluster.is_alive()


def test_the_url_holds_the_folder_of_the_socket() -> None:
    cluster = Cluster(Path("/p"), data=Path("/d"), sockets=Path("/run/a b"), account=server_account())
    assert cluster.url("words") == "postgres://postgres@%2Frun%2Fa%20b/words"


def test_only_a_fast_cluster_gives_up_durability(cluster: Cluster) -> None:
    assert "fsync=off" in cluster.options()
    assert "off" not in replace(cluster, fast=False).options()


def test_a_new_cluster_forgets_what_was_loaded_into_the_old_one(broken: Cluster) -> None:
    broken.prepared.touch()
    with pytest.raises(Refusal, match="initdb failed:\ninitdb is broken"):
        broken.initialise()
    assert not broken.prepared.exists()


def test_a_server_that_does_not_start_is_refused_with_its_log(broken: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    broken.data.mkdir()
    with pytest.raises(Refusal, match=r"server\.log:\n\(no log\)"):
        broken.launch()
    broken.log.write_text("FATAL:  out of paper\n")
    with pytest.raises(Refusal, match=r"server\.log:\nFATAL:  out of paper"):
        broken.launch()


def test_a_database_that_cannot_be_made_is_refused(broken: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    broken.data.mkdir()
    (broken.data / "PG_VERSION").touch()
    monkeypatch.setattr(Cluster, "is_alive", lambda self: True)
    with pytest.raises(Refusal, match="The database words could not be made:\ncreatedb is broken"):
        broken.start(database="words")


def test_the_socket_folder_of_somebody_else_is_refused(broken: Cluster, tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    broken.sockets.symlink_to(tmp_path / "theirs")
    with pytest.raises(Refusal, match="/s belongs to another user: delete it"):
        broken.make_socket_folder()


def test_a_server_that_does_not_stop_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "SECONDS_TO_STOP", 0.1)
    deaf = ["sh", "-c", "trap '' INT; echo ready; while :; do sleep 0.1; done", str(tmp_path)]
    with subprocess.Popen(deaf, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        (tmp_path / "postmaster.pid").write_text(f"{process.pid}\n")
        with pytest.raises(Refusal, match=rf"PostgreSQL \(process {process.pid}, .*\) does not stop"):
            stop(tmp_path)
        process.kill()


def test_a_process_is_known_by_its_command_line_without_proc(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ps = tmp_path / "ps"
    ps.write_text("#!/bin/sh\necho asked $@\n")
    ps.chmod(0o755)
    monkeypatch.setattr(postgres, "PROC", tmp_path / "no proc")
    monkeypatch.setattr(postgres, "PS", ps)
    assert postgres.command_line(4711) == "asked -ww -o command= -p 4711\n"
