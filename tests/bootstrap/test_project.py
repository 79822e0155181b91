from pathlib import Path

import pytest

from bootstrap import embedded, project
from bootstrap.account import Account
from bootstrap.clone import Clone
from bootstrap.console import Refusal
from bootstrap.postgres import Cluster
from bootstrap.project import Database


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    (tmp_path / ".local").mkdir()
    (tmp_path / "fixtures").mkdir()
    (tmp_path / "fixtures" / "1_sources.yaml").write_text("[]\n")
    return Clone(tmp_path)


@pytest.fixture
def database(clone: Clone) -> Database:
    local = clone.local
    return Database("postgres:///x", Cluster(programs=local, data=local / "data", sockets=local, account=Account()))


def python(clone: Clone, *, code: int = 0) -> Path:
    """A stand-in for Python that notes in `asked` that it was asked to prepare."""
    made = clone.root / "python"
    made.write_text(f"#!/bin/sh\necho asked to $2 >> asked; exit {code}\n")
    made.chmod(0o755)
    return made


def times_asked(clone: Clone) -> int:
    return (clone.root / "asked").read_text().count("asked to prepare_local")


def test_a_database_is_prepared_once(clone: Clone, database: Database) -> None:
    project.prepare(clone, python=python(clone), database=database, environment={})
    project.prepare(clone, python=python(clone), database=database, environment={})
    assert times_asked(clone) == 1


def test_it_is_prepared_again_when_the_dataset_has_changed(clone: Clone, database: Database) -> None:
    project.prepare(clone, python=python(clone), database=database, environment={})
    (clone.root / "fixtures" / "1_sources.yaml").write_text("[{}]\n")
    project.prepare(clone, python=python(clone), database=database, environment={})
    assert times_asked(clone) == 2


def test_a_server_that_is_not_ours_is_asked_every_time(clone: Clone) -> None:
    for _ in range(2):
        project.prepare(clone, python=python(clone), database=Database("postgres:///x"), environment={})
    assert times_asked(clone) == 2


def test_a_database_that_could_not_be_prepared_is_asked_again(clone: Clone, database: Database) -> None:
    with pytest.raises(Refusal, match="The database could not be prepared; the lines above say why"):
        project.prepare(clone, python=python(clone, code=1), database=database, environment={})
    project.prepare(clone, python=python(clone), database=database, environment={})
    assert times_asked(clone) == 2


def test_database_url_is_used_and_shown_without_its_password(
    clone: Clone, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://ada:hush@db:5432/events")
    with project.database(clone) as found:
        assert found == Database("postgres://ada:hush@db:5432/events")
    assert capsys.readouterr().out == "Using DATABASE_URL: postgres://ada:…@db:5432/events\n"


def test_a_url_without_a_password_is_shown_as_it_is() -> None:
    assert project.without_password("postgres:///events") == "postgres:///events"


def test_without_it_our_own_server_runs(clone: Clone, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(embedded, "cluster_of", lambda clone, *, fast: database.cluster)
    monkeypatch.setattr(Cluster, "start", lambda self, *, database: None)
    with project.database(clone, name="words") as found:
        assert found.url.endswith("/words")
        assert found.cluster == database.cluster


def test_a_secret_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    made = project.kept_secret(tmp_path / "secret")
    assert len(made) >= 50
    assert project.kept_secret(tmp_path / "secret") == made
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def test_local_mode_answers_to_this_machine_and_to_the_host_named(
    clone: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "events.test")
    given = project.local_environment(clone, database=Database("postgres:///x"), host="fd00::7")
    assert given["ALLOWED_HOSTS"] == "localhost,127.0.0.1,[::1],[fd00::7],events.test"
    assert given["EVENTSAPI_LOCAL"] == "1"


def test_an_account_is_made_in_our_own_server_only(clone: Clone, database: Database) -> None:
    foreign = Database("postgres:///x")
    assert "EVENTSAPI_LOCAL_PASSWORD" in project.local_environment(clone, database=database)
    assert "EVENTSAPI_LOCAL_PASSWORD" not in project.local_environment(clone, database=foreign)


def test_tests_are_given_no_setting_of_this_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATE_LIMIT", "7")
    monkeypatch.setenv("EVENTSAPI_LOCAL", "1")
    given = project.test_environment(Database("postgres:///x"))
    assert given["DATABASE_URL"] == "postgres:///x"
    assert "EVENTSAPI_LOCAL" not in given
    assert given["RATE_LIMIT"] == "0"
