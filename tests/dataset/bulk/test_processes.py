import math

import pytest
from django.db import connection

from incidents.dataset.bulk.processes import begin, side_by_side, spread


@pytest.mark.parametrize("processes", [1, 2])
def test_answers_come_in_the_order_of_the_tasks(processes: int) -> None:
    assert list(spread(math.factorial, [(3,), (1,), (4,)], processes=processes)) == [6, 1, 24]


def test_a_new_process_uses_the_database_that_it_is_told() -> None:
    name = connection.settings_dict["NAME"]
    begin("another")
    assert connection.settings_dict["NAME"] == "another"
    begin(str(name))


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
