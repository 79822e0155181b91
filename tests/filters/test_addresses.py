"""Filters as a client meets them: by address."""

import pytest
from django.test import Client

from incidents.models import Event
from incidents.publication.publishing import publish
from incidents.publication.version import current
from tests.published import of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def found(client: Client, address: str) -> list[str]:
    return [result["id"] for result in client.get(address).json()["results"]]


def test_a_past_version_is_filtered_as_it_was(client: Client) -> None:
    past = current().number
    of(Event, "strike").event_participants.filter(role="target").delete()
    publish([of(Event, "strike")])
    assert found(client, "/api/v1/actors/?event=strike&role=target") == []
    assert found(client, f"/api/v1/actors/?event=strike&role=target&as_of={past}") == ["southland"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pair=northland,southland", "pair=southland,northland"),
        ("bbox=29,49,31,51.0", "bbox=029,49,31.00,51"),
        ("near=50,-0&radius_km=1.50", "radius_km=1.5&near=50.0,0"),
        ("role=target,host&actor=a", "actor=a&role=host,target"),
    ],
)
def test_two_spellings_of_one_question_share_a_tag(one: str, other: str, client: Client) -> None:
    tags = {client.get(f"/api/v1/events/?{query}").headers["ETag"] for query in (one, other)}
    assert len(tags) == 1
