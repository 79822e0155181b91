"""The index in which events are walked in the order of their dates: what filters look at lies in it.

An entry of a B-tree may have 2,704 bytes, and an event may have hundreds of participants. So it holds the events that
are narrow, which fit whatever their ids are; the few wide ones have an index without what filters look at.
"""

from django.db import models
from django.db.models import BooleanField, Func, Q

from eventsapi.rest.walks import Walk
from incidents.publication.versions import CURRENT

# What many events have in part, and no index has in the order of dates. Each list more makes every walk longer.
LISTS = ("countries", "actors", "roles", "agreements")
# ?bbox=, ?near=: an index holds the points of each event.
POINTS = "publication.PublishedEventPoint"
HELD = ("id", "date_end", "event_type", *LISTS)
# So many members fit if each is as long as can be, 92 letters. To count them takes less than to look how long they are.
MEMBERS = 24
# A tsvector, written down, has three letters a member besides; an array has four to seven: twice the letters at most.
# All else in an entry takes 250 bytes.
LETTERS = 1_200
# SQL: 0 where there are few members, or how many letters all of them have.
SIZE = "CASE WHEN {members} <= {few} THEN 0 ELSE {letters} END".format(
    members=" + ".join(f"cardinality({name})" for name in LISTS),
    few=MEMBERS,
    letters=" + ".join(f"octet_length(array_to_tsvector({name})::text)" for name in LISTS),
)


def _size(comparison: str) -> Q:
    return Q(Func(template=f"({SIZE}) {comparison} {LETTERS}", output_field=BooleanField()))


NARROW, WIDE = _size("<="), _size(">")
WALK = Walk(
    column="date_start",
    holds={"date_start", "slug", "valid_to", *HELD},
    helps={*LISTS, POINTS},
    narrow=NARROW,
    wide=WIDE,
    probes={POINTS},
)
INDEXES = (
    models.Index(fields=["date_start", "slug"], include=HELD, condition=CURRENT & NARROW, name="publishedevent_walk"),
    models.Index(fields=["date_start", "slug"], condition=CURRENT & WIDE, name="publishedevent_walk_wide"),
    # ?type= with ?country= and dates: each is frequent, and few events are of all.
    models.Index(
        fields=["event_type", "date_start", "slug"],
        include=["id", "date_end", "countries"],
        condition=CURRENT & NARROW,
        name="publishedevent_walk_type",
    ),
    # Points found first: the order of their events, which are many where a region is.
    models.Index(
        fields=["id"], include=["date_start", "slug"], condition=CURRENT & NARROW, name="publishedevent_walk_found"
    ),
)
