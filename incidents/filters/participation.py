"""Conditions on two lists that speak of one and the same thing: who took part and as what, an aspect and its agreement.

Either list may be empty; then any member of it will do.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.search import SearchQueryField
from django.db.models import Func, Q, TextField, Value
from django.db.models.expressions import Expression
from django.db.models.functions import Cast

from eventsapi.rest.filters import Asked
from eventsapi.rest.statements import Later, spelled
from incidents.filters.records import Unnested, members, rows_of
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
    return anybody(roles)


def anybody(roles: Sequence[str]) -> Q:
    """Events in which somebody took part in one of the roles."""
    alternatives = [part for role in roles for part in (" | ", "'", role, ":':*")]
    return Q(Matches(AS_WORDS, Cast(_text(spelled(*alternatives[1:])), SearchQueryField())))


def of_actor(events: Sequence[str], roles: Sequence[str], asked: Asked) -> Q:
    """Actors that took part in one of the events in one of the roles."""
    rows = rows_of(PublishedEvent, asked)
    if not roles:
        return Q(slug__in=members(rows.filter(slug__in=events), "actors"))
    rows = rows.filter(slug__in=events) if events else rows.filter(anybody(roles))
    # A member without one of the roles stays as it is, which is no id.
    actor: Expression = Unnested("roles")
    for role in roles:
        actor = Func(actor, _text(spelled(role, ":")), Value(""), function="replace", output_field=TextField())
    return Q(slug__in=rows.values_list(actor, flat=True))


def agreement_of_event(aspects: Sequence[str], words: Sequence[str], asked: Asked) -> Q:
    """Events about one of whose aspects, of those given, what is claimed has one of the words."""
    pairs = [spelled(aspect, ":", word) for aspect in aspects or Aspect.values for word in words or Agreement.values]
    return Q(agreements__overlap=pairs)


def _text(given: Any) -> Cast:
    """SQL: the text, or what stands for it until it is known."""
    return Cast(given if isinstance(given, Later) else Value(given), TextField())
