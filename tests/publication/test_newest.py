"""The newest version as it is read beside rows."""

from datetime import UTC, datetime

import pytest

from incidents.publication.models import Change
from incidents.publication.version import NEWEST, current

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("microsecond", [0, 5, 120_000, 999_999])
def test_it_is_the_newest_to_the_microsecond(microsecond: int) -> None:
    at = datetime(2030, 5, 1, 12, 0, 0, microsecond, tzinfo=UTC)
    Change.objects.create(seq=10**9, op="create", resource="events", slug="strike", at=at, dataset_version=10**9)
    ((told,),) = NEWEST.statement().run()
    assert NEWEST.read(told) == current() == (10**9, at, 10**9, {})
