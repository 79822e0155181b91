"""A small published world in which every filter has something to find and something to leave out."""

from typing import Any

from incidents.models import (
    ActorName,
    Affiliation,
    ArticleCitation,
    ClaimAttribution,
    EventParticipant,
    EventPlace,
    EventRelation,
    Evidence,
    Record,
)
from incidents.publication.publishing import publish
from tests import builders
from tests.published import clear


def publish_filter_world() -> None:
    """Publish three sources and articles, three actors, four places, five events and seven claims, and nothing else."""
    clear()
    sources = _sources()
    herald, gazette, wire = sources
    report = builders.article("report", by=herald, published="2025-11-15")
    column = builders.article("column", by=gazette, language="uk")
    digest = builders.article("digest", by=wire, language="en", published="2025-12")
    ArticleCitation.objects.create(article=report, source=wire, mention="Moskau")
    actors, places = _actors(), _places()
    events = _events()
    _take_part(events, actors)
    for event, place in (("strike", "harbour"), ("strike", "town"), ("talks", "cape"), ("siege", "islet")):
        EventPlace.objects.create(event=events[event], place=places[place])
    claims = _claims(events, {"report": report, "column": column, "digest": digest}, actors["envoy"])
    ClaimAttribution.objects.create(claim=claims["aimed"], source=wire, position=0)
    builders.relation(claims["aimed"], claims["astray"])
    named = [*actors.values(), *places.values(), *events.values(), *claims.values()]
    publish([*sources, report, column, digest, *named])


def _sources() -> list[Any]:
    return [
        builders.source("herald"),
        builders.source("gazette", kind="website", country="UA", languages=["uk"]),
        builders.source("wire", kind="news_agency", country="DE", languages=["de", "en"]),
    ]


def _actors() -> dict[str, Any]:
    north = builders.actor("northland", country="NO")
    south = builders.actor("southland", country="ZA")
    envoy = builders.actor("envoy", kind="person", name="Olha Wyshnewa", country="ZA", sectors=["GOV"])
    ActorName.objects.create(actor=envoy, name="Ольга Вишнева", language="uk", script="Cyrl", kind="official")
    Affiliation.objects.create(person=envoy, organisation=south, role="ambassador")
    return _by_slug(north, south, envoy)


def _places() -> dict[str, Any]:
    """A harbour that is no point, a town, and a cape and an islet on either side of the antimeridian."""
    exact: dict[str, Any] = {"country": "FJ", "precision": 1, "latitude": -17}
    return _by_slug(
        builders.place("harbour", name="Grey Harbour"),
        builders.place("town", precision=1, latitude=50, longitude=30),
        builders.place("cape", longitude="179.5", **exact),
        builders.place("islet", longitude="-179.5", **exact),
    )


def _events() -> dict[str, Any]:
    siege = builders.event("siege", title="A siege begins", date="2025-12-01/..", realis="ongoing")
    talks = builders.event("talks", title="Talks", event_type="CONSULT", mode="visit", date="2025-10", part_of=siege)
    strike = builders.event("strike", title="The embassy is hit", mode="drone", date="2025-11-14")
    truce = builders.event("truce", title="A truce ends", event_type="AGREE", realis="planned", date="../2024-06-30")
    rumour = builders.event("rumour", title="A rumour", event_type="", realis="alleged")
    EventRelation.objects.create(from_event=strike, to_event=talks, relation="follows")
    return _by_slug(siege, talks, strike, truce, rumour)


def _take_part(events: dict[str, Any], actors: dict[str, Any]) -> None:
    parts = [
        ("strike", "northland", "initiator"),
        ("strike", "southland", "target"),
        ("talks", "envoy", "participant"),
        ("talks", "northland", "host"),
        ("siege", "northland", "initiator"),
    ]
    for event, actor, role in parts:
        EventParticipant.objects.create(event=events[event], actor=actors[actor], role=role)


def _claims(events: dict[str, Any], articles: dict[str, Any], envoy: Any) -> dict[str, Any]:
    strike, report = events["strike"], articles["report"]
    spoken: dict[str, Any] = {
        "speaker": envoy,
        "speech_mode": "indirect",
        "speech_act": "accuses",
        "said": "2025-11-16",
    }
    number: dict[str, Any] = {
        "value_type": "quantity",
        "value_number": 3,
        "value_qualifier": "exact",
        "value_unit": "people",
    }
    aimed = builders.claim("aimed", of=strike, where=report, statement="It was aimed at.", aspect="intent", **spoken)
    Evidence.objects.create(claim=aimed, quote="Moskau schwieg.")
    return _by_slug(
        aimed,
        builders.claim("astray", of=strike, where=articles["column"], aspect="intent", modality="hypothetical"),
        builders.claim("three", of=strike, where=report, aspect="casualties", said="2025-11/..", **number),
        *(
            builders.claim(f"{event}-told", of=events[event], where=articles[article], quote="Baku protestierte.")
            for event, article in (("talks", "report"), ("siege", "digest"), ("truce", "report"), ("rumour", "digest"))
        ),
    )


def _by_slug(*records: Record) -> dict[str, Any]:
    return {record.slug: record for record in records}
