import math
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from incidents.dataset.bulk.processes import begin, leave_connection, side_by_side, spread

# The runner of tests has threads; the command has none.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")


@pytest.mark.parametrize(("processes", "forks"), [(1, True), (2, True), (2, False)])
def test_answers_come_in_the_order_of_the_tasks(processes: int, forks: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("incidents.dataset.bulk.processes.FORKS", forks)
    assert list(spread(math.factorial, [(3,), (1,), (4,)], processes=processes)) == [6, 1, 24]


def test_a_new_process_uses_the_database_that_it_is_told() -> None:
    name = connection.settings_dict["NAME"]
    begin("another")
    assert connection.settings_dict["NAME"] == "another"
    begin(str(name))


@pytest.mark.django_db
def test_forks_leave_the_connection_to_the_process_that_opened_it() -> None:
    own = _backend()
    used = list(spread(_backend, [(), ()], processes=2))
    assert own not in used
    assert _backend() == own


@pytest.mark.django_db
def test_a_connection_that_was_left_is_not_used_again() -> None:
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(_before_and_after_leaving).result()


def _before_and_after_leaving() -> bool:
    before = _backend()
    first = connections["default"]
    leave_connection()
    after = _backend()
    connection.close()
    first.close()
    return before != after


@pytest.mark.django_db
@pytest.mark.parametrize(("at_once", "own", "connections"), [(1, True, 1), (2, False, 3)])
def test_work_side_by_side_has_connections_of_its_own(at_once: int, own: bool, connections: int) -> None:
    used: list[int] = []
    list(side_by_side(lambda name: used.append(_backend()), ["one", "two", "three"], at_once=at_once))
    assert len(set(used)) == connections
    assert (_backend() in used) is own


def _backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])
