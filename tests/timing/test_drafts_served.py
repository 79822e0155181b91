"""`python3 dev.py timing`: over a socket, by the clock, with the database's part in it, a draft takes no longer."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection

import pytest
from django.db import transaction

from bootstrap.console import say
from tests.hidden import edit_all, hide_drafts, write_over
from tests.serving import serving
from tests.timing import ABSENT, ADDRESSES, DRAFT, Ask, slower, verdict

pytestmark = pytest.mark.django_db(transaction=True)

PLANTED = 0.1
# No answer comes from memory, no request is refused for its number, and none is told of.
WITHOUT = {"ANSWER_CACHE_MB": "0", "RATE_LIMIT": "0", "LOG_LEVEL": "error"}


@contextmanager
def served() -> Iterator[HTTPConnection]:
    with transaction.atomic():
        hide_drafts()
        write_over()
        edit_all()
    with serving(**WITHOUT) as site, closing(HTTPConnection(site.reachable, site.port, timeout=60)) as connection:
        yield connection


def asking(connection: HTTPConnection, address: str) -> Ask:
    def ask() -> None:
        connection.request("GET", address, headers={"X-Request-ID": "the-same-for-all"})
        connection.getresponse().read()

    return ask


def test_a_draft_takes_as_long_as_nothing_and_a_tenth_more_is_noticed() -> None:
    with served() as connection:
        absent = asking(connection, ADDRESSES[0].format(ABSENT))
        planted = verdict(slower(absent, part=PLANTED), absent)
        say(f"\n{planted}  {PLANTED:.0%} more, as a check")
        found = {}
        for address in ADDRESSES:
            draft, absent = (asking(connection, address.format(name)) for name in (DRAFT, ABSENT))
            found[address] = verdict(draft, absent)
            say(f"{found[address]}  {address}")
    assert planted.different
    assert {address: str(each) for address, each in found.items() if not each.same} == {}
