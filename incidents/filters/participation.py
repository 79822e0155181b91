"""Conditions on two lists that speak of one and the same thing: who took part and as what, an aspect and its agreement.

Either list may be empty; then any member of it will do.
"""

from collections.abc import Sequence

from django.contrib.postgres.search import SearchQueryField
from django.db.models import F, Q, TextField, Value
from django.db.models.functions import Cast, Concat
from django.db.models.lookups import In

from eventsapi.rest.filters import Asked
from eventsapi.rest.statements import spelled
from incidents.filters.records import members, rows_of
from incidents.publication.models import AS_WORDS, PublishedEvent
from incidents.search import Matches
from incidents.vocabularies import Agreement, Aspect

AFFILIATED = "affiliated"


def of_event(actors: Sequence[str], roles: Sequence[str], asked: Asked) -> Q:
    """Events in which one of the actors took part in one of the roles."""
    wider = asked.values.get(AFFILIATED, False)
    if actors and roles:
        column = "affiliate_roles" if wider else "roles"
        return Q((f"{column}__overlap", [spelled(role, ":", actor) for role in roles for actor in actors]))
    if actors:
        return Q((f"{'affiliates' if wider else 'actors'}__overlap", list(actors)))
    beginnings = " | ".join(f"'{role}:':*" for role in roles)
    return Q(Matches(AS_WORDS, Cast(Value(beginnings), SearchQueryField())))


def of_actor(events: Sequence[str], roles: Sequence[str], asked: Asked) -> Q:
    """Actors that took part in one of the events in one of the roles."""
    rows = rows_of(PublishedEvent, asked)
    if not roles:
        return Q(slug__in=members(rows.filter(slug__in=events), "actors"))
    if events:
        rows = rows.filter(slug__in=events)
    # What was whose role is gathered once. Looking each actor up reads all events for one who never had the role.
    taken = members(rows, "roles")
    parts = [Concat(Value(f"{role}:"), F("slug"), output_field=TextField()) for role in roles]
    return Q(*(Q(In(part, taken)) for part in parts), _connector=Q.OR)


def agreement_of_event(aspects: Sequence[str], words: Sequence[str], asked: Asked) -> Q:
    """Events about one of whose aspects, of those given, what is claimed has one of the words."""
    pairs = [spelled(aspect, ":", word) for aspect in aspects or Aspect.values for word in words or Agreement.values]
    return Q(agreements__overlap=pairs)
