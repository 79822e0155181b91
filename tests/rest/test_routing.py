import pytest
from django.db import IntegrityError, InterfaceError, OperationalError, connection
from psycopg.errors import QueryCanceled, SerializationFailure

from eventsapi.rest.routing import Attempt, ReplicaRouter, note_failure, reading, reading_alias, steadily
from tests.rest.things import Thing

ROUTER = ReplicaRouter()


def caused(by: Exception) -> OperationalError:
    error = OperationalError(str(by))
    error.__cause__ = by
    return error


def test_reads_are_sent_where_the_block_says_and_writes_to_the_primary() -> None:
    with reading(Attempt("replica_1")):
        assert (ROUTER.db_for_read(Thing), ROUTER.db_for_write(Thing), reading_alias()) == (
            "replica_1",
            "default",
            "replica_1",
        )
    assert (ROUTER.db_for_read(Thing), reading_alias()) == (None, "default")


def test_replicas_are_never_migrated_and_hold_the_same_rows() -> None:
    assert ROUTER.allow_migrate("replica_1", "incidents") is False
    assert ROUTER.allow_migrate("default", "incidents") is None
    assert ROUTER.allow_relation(Thing(), Thing())


@pytest.mark.parametrize(
    ("error", "repeated"),
    [
        (OperationalError("refused"), True),
        (InterfaceError("closed"), True),
        (caused(SerializationFailure("conflict with recovery")), True),
        (caused(QueryCanceled("statement timeout")), False),
        (ValueError("of ours"), False),
    ],
)
def test_what_another_server_may_do_better_is_asked_again(error: Exception, repeated: bool) -> None:
    with reading(Attempt("default")):
        assert note_failure(error) is repeated


def test_a_failure_outside_of_any_attempt_is_none_of_ours() -> None:
    assert not note_failure(OperationalError("refused"))


def test_a_server_without_a_connection_is_lost() -> None:
    attempt = Attempt("default")
    connection.close()

    attempt.fail(OperationalError("refused"))

    assert attempt.is_lost


@pytest.mark.django_db
def test_a_server_with_a_connection_is_not_lost() -> None:
    attempt = Attempt("default")
    connection.ensure_connection()

    attempt.fail(IntegrityError("the statement was wrong"))

    assert not attempt.is_lost


def from_the_primary_alone() -> str:
    if reading_alias() != "default":
        raise OperationalError("it died")
    return "rows"


@pytest.fixture
def stream(monkeypatch: pytest.MonkeyPatch) -> Attempt:
    """Reads from a replica that dies."""
    monkeypatch.setattr(Attempt, "fail", lambda attempt, error: setattr(attempt, "failure", error))
    return Attempt("replica_1", is_streaming=True)


def test_a_stream_reads_on_from_the_primary(stream: Attempt) -> None:
    with reading(stream):
        assert [steadily(from_the_primary_alone), steadily(from_the_primary_alone)] == ["rows", "rows"]
    assert (stream.alias, str(stream.failure)) == ("default", "it died")


def test_what_has_not_been_begun_is_left_to_be_begun_anew(stream: Attempt) -> None:
    stream.is_streaming = False
    with reading(stream), pytest.raises(OperationalError, match="it died"):
        steadily(from_the_primary_alone)


def test_a_primary_that_dies_too_is_the_end(stream: Attempt) -> None:
    def die() -> str:
        raise OperationalError(f"{reading_alias()} died")

    with reading(stream), pytest.raises(OperationalError, match="default died"):
        steadily(die)
    with pytest.raises(OperationalError, match="default died"):
        steadily(die)
