"""Looking for a draft is the work of looking for what never was: the same statements, as much time of this process.

How long it takes by the clock, over a socket and with the database's part in it, `python3 dev.py timing` measures: in a
suite whose workers share the processors that would be a test of the neighbours.
"""

import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.hidden import edit_all, hide_drafts, write_over
from tests.timing import ABSENT, ADDRESSES, DRAFT, Ask, slower, verdict

pytestmark = pytest.mark.django_db


def asking(client: Client, address: str) -> Ask:
    return lambda: client.get(address)


def hide() -> None:
    hide_drafts()
    write_over()
    edit_all()


# A search is told what its words stem from first, in an order of chance.
@pytest.mark.parametrize("address", [each for each in ADDRESSES if "/search/" not in each])
def test_a_draft_is_looked_for_by_the_same_statements_as_nothing(client: Client, address: str) -> None:
    hide()
    asked = []
    for name in (DRAFT, ABSENT):
        with CaptureQueriesContext(connection) as captured:
            client.get(address.format(name))
        asked.append([query["sql"].replace(name, "") for query in captured])
    assert asked[0] == asked[1] != []


@pytest.mark.parametrize("address", ADDRESSES[:2])
def test_a_draft_takes_as_much_work_as_nothing(client: Client, address: str) -> None:
    hide()
    draft, absent = (asking(client, address.format(name)) for name in (DRAFT, ABSENT))
    found = verdict(draft, absent, clock=time.thread_time)
    assert found.same, str(found)


def test_a_fifth_more_work_is_noticed(client: Client) -> None:
    absent = asking(client, ADDRESSES[0].format(ABSENT))
    found = verdict(slower(absent, part=0.2, clock=time.thread_time), absent, clock=time.thread_time)
    assert found.different, str(found)
