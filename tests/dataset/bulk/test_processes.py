import math

import pytest
from django.db import connection

from incidents.dataset.bulk.processes import begin, spread


@pytest.mark.parametrize("processes", [1, 2])
def test_answers_come_in_the_order_of_the_tasks(processes: int) -> None:
    assert list(spread(math.factorial, [(3,), (1,), (4,)], processes=processes)) == [6, 1, 24]


def test_a_new_process_uses_the_database_that_it_is_told() -> None:
    name = connection.settings_dict["NAME"]
    begin("another")
    assert connection.settings_dict["NAME"] == "another"
    begin(str(name))
