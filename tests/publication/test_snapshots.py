from decimal import Decimal
from typing import cast

import pytest

from incidents.models import Record
from incidents.publication.snapshots import snapshot
from tests import builders

pytestmark = pytest.mark.django_db


def test_only_records_have_snapshots() -> None:
    with pytest.raises(TypeError, match="'strike' is not a record that can be published"):
        snapshot(cast("Record", "strike"))


def test_what_is_unknown_is_null_and_a_whole_number_stays_whole() -> None:
    place = builders.place("lutetia", precision=1, latitude=Decimal("48.85"), longitude=Decimal(2))
    assert snapshot(place) == {
        "name": "Lutetia",
        "country": "UA",
        "admin1": None,
        "latitude": 48.85,
        "longitude": 2,
        "precision": 1,
        "wikidata_id": None,
    }


def test_an_undated_event_says_so() -> None:
    dated = snapshot(builders.event())["date"]
    assert dated == {"edtf": None, "start": None, "end": None, "precision": "unknown", "note": None}
