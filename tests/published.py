"""A small published world, built by hand, for tests that state exact values.

Its public tables hold nothing else: what the real dataset has published is taken away for the time of the test.
"""

from typing import Any

from django.db.models import Model

from incidents.models import ActorName, EventParticipant, EventPlace, Record
from incidents.publication.models import (
    RECORD_TABLES,
    Change,
    PublishedClaimRelation,
    PublishedRecord,
    Withdrawal,
)
from incidents.publication.publishing import publish
from tests import builders


def clear() -> None:
    """Nothing is published any more, and the dataset is at version 0."""
    tables: list[type[Model]] = [*RECORD_TABLES.values(), PublishedClaimRelation, Withdrawal, Change]
    for table in tables:
        table._default_manager.all().delete()


def publish_world() -> int:
    """Publish two sources, articles and states, an envoy, and five events with a claim or more each.

    Returns the dataset version.
    """
    clear()
    herald = builders.source("herald")
    gazette = builders.source("gazette")
    report = builders.article("report", by=herald, published="2025-11-15")
    column = builders.article("column", by=gazette)
    north = builders.actor("northland", country="NO")
    south = builders.actor("southland", country="ZA")
    envoy = builders.actor("envoy", kind="person", name="Olha Wyshnewa")
    ActorName.objects.create(actor=envoy, name="Ольга Вишнева", language="uk", script="Cyrl", kind="official")
    harbour = builders.place("harbour", name="Grey Harbour", country="UA")
    strike = builders.event("strike", title="The embassy is hit", date="2025-11-14")
    talks = builders.event("talks", title="Talks in the capital", event_type="CONSULT", date="2025-10")
    siege = builders.event("siege", title="A siege begins", date="2025-12-01/..")
    truce = builders.event("truce", title="A truce ends", event_type="AGREE", date="../2024-06-30")
    rumour = builders.event("rumour", title="A rumour", event_type="")
    EventPlace.objects.create(event=strike, place=harbour)
    EventParticipant.objects.create(event=strike, actor=north, role="initiator")
    EventParticipant.objects.create(event=strike, actor=south, role="target")
    EventParticipant.objects.create(event=talks, actor=envoy, role="participant")
    quoted: dict[str, Any] = {"speaker": envoy, "speech_mode": "indirect", "aspect": "intent", "said": "2025-11-16"}
    aimed = builders.claim("aimed", of=strike, where=report, statement="It was aimed at.", **quoted)
    astray = builders.claim("astray", of=strike, where=column, statement="It went astray.", aspect="intent")
    builders.relation(aimed, astray)
    others = [
        builders.claim(f"{event.slug}-told", of=event, where=report, quote="Moskau schwieg.")
        for event in (talks, siege, truce, rumour)
    ]
    context = [herald, gazette, report, column, north, south, envoy, harbour]
    return publish([*context, strike, talks, siege, truce, rumour, aimed, astray, *others])


def multiply(table: type[PublishedRecord], times: int) -> None:
    """Copy a published row, so that a list is long without anybody having written it."""
    row = table.objects.current().order_by("slug")[0]
    copies = []
    for number in range(times):
        copies.append(table(**{name: value for name, value in vars(row).items() if name not in ("_state", "id")}))
        copies[-1].slug = f"copy-{number:03}"
    table.objects.bulk_create(copies)


def of(model: type[Record], slug: str) -> Any:
    return model._default_manager.get(slug=slug)
