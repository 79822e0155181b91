"""Looking for a draft is the work of looking for what never was: the same statements.

How long it takes `python3 dev.py timing` measures: in a suite whose workers share the processors that would test
the neighbours, and so would the time of the process alone.
"""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.hidden import edit_all, hide_drafts, write_over
from tests.timing import ABSENT, ADDRESSES, DRAFT

pytestmark = pytest.mark.django_db


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
