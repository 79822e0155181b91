"""Conditions on two lists that speak of one and the same thing: who took part and as what, an aspect and its agreement.

Either list may be empty; then any member of it will do.
"""

from collections.abc import Sequence

from django.db.models import Exists, F, Func, OuterRef, Q, TextField, Value
from django.db.models.functions import Concat
from django.db.models.lookups import Contains

from eventsapi.rest.filters import Asked
from eventsapi.rest.statements import spelled
from incidents.filters.records import members, rows_of
from incidents.publication.models import PublishedEvent
from incidents.vocabularies import Agreement, Aspect

AFFILIATED = "affiliated"


class Joined(Func):
    """SQL: the members of an array in one text, | between them."""

    function = "array_to_string"
    output_field = TextField()

    def __init__(self, column: str) -> None:
        super().__init__(F(column), Value("|"))


def of_event(actors: Sequence[str], roles: Sequence[str], asked: Asked) -> Q:
    """Events in which one of the actors took part in one of the roles."""
    wider = asked.values.get(AFFILIATED, False)
    if actors and roles:
        column = "affiliate_roles" if wider else "roles"
        return Q((f"{column}__overlap", [spelled(role, ":", actor) for role in roles for actor in actors]))
    if actors:
        return Q((f"{'affiliates' if wider else 'actors'}__overlap", list(actors)))
    # No index serves a role by itself: the column is made for roles of actors.
    joined = Concat(Value("|"), Joined("roles"), output_field=TextField())
    return Q(*(Q(Contains(joined, f"|{role}:")) for role in roles), _connector=Q.OR)


def of_actor(events: Sequence[str], roles: Sequence[str], asked: Asked) -> Q:
    """Actors that took part in one of the events in one of the roles."""
    rows = rows_of(PublishedEvent, asked)
    if events:
        rows = rows.filter(slug__in=events)
    if not roles:
        return Q(slug__in=members(rows, "actors"))
    parts = [Concat(Value(f"{role}:"), OuterRef("slug"), output_field=TextField()) for role in roles]
    return Q(Exists(rows.filter(roles__overlap=parts)))


def agreement_of_event(aspects: Sequence[str], words: Sequence[str], asked: Asked) -> Q:
    """Events about one of whose aspects, of those given, what is claimed has one of the words."""
    pairs = [spelled(aspect, ":", word) for aspect in aspects or Aspect.values for word in words or Agreement.values]
    return Q(agreements__overlap=pairs)
