import pytest

from incidents.models import Actor
from incidents.publication.columns import points_of
from incidents.publication.models import PublishedClaim, PublishedEvent, PublishedEventPoint
from incidents.publication.publishing import publish
from tests import builders
from tests.publication.worlds import published_world, row


def place(latitude: float | None, longitude: float | None) -> dict[str, dict[str, float | None]]:
    return {"place": {"latitude": latitude, "longitude": longitude}}


def test_each_place_that_is_a_point_is_on_the_map_once() -> None:
    event = {"places": [place(50.45, 30.52), place(None, None), place(43.65, 51.16), place(50.45, 30.52)]}
    assert points_of(event) == [(43.65, 51.16), (50.45, 30.52)]


def test_a_point_is_called_by_where_it_is() -> None:
    assert str(PublishedEventPoint(latitude=50.45, longitude=30.52)) == "50.45,30.52"


@pytest.mark.django_db
def test_what_happens_to_an_organisation_reaches_the_events_and_claims_of_its_people() -> None:
    world = published_world()
    organisation = builders.actor("northland")
    Actor.objects.get(pk=world.actor.pk).affiliations.create(organisation=organisation, role="envoy")
    publish([organisation, world.actor])

    for table, slug in ((PublishedEvent, world.event.slug), (PublishedClaim, world.claim.slug)):
        assert "actors:northland" in row(table, slug).mentions
