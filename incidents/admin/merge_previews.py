"""What a merge, or taking one back, would do: found by doing it and rolling it back, so that it is always true."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.admin.refusals import Link, change_url, records_named
from incidents.models import (
    ActorName,
    Affiliation,
    Article,
    ArticleCitation,
    Claim,
    ClaimAttribution,
    ClaimEvent,
    Event,
    EventParticipant,
    EventPlace,
    EventRelation,
    Record,
)
from incidents.publication.invariants import Problem, PublicationRefused
from incidents.publication.keys import Key
from incidents.publication.merging import merge
from incidents.publication.models import Change
from incidents.publication.moving import POINTERS, Pointer
from incidents.publication.snapshots import key_of
from incidents.publication.unmerging import unmerge
from incidents.publication.version import current
from incidents.vocabularies import ChangeOp, NameKind

# Rows of one sort, and public records, that a page lists; the rest is counted.
SHOWN = 30

# What each column that points at a record makes of the record.
_LABELS: dict[tuple[type[models.Model], str], Promise] = {
    (Article, "source"): _("Articles it published"),
    (ArticleCitation, "source"): _("Articles that cite it"),
    (ClaimAttribution, "source"): _("Claims that came through it"),
    (EventPlace, "place"): _("Events there"),
    (Claim, "value_place"): _("Claims that name it as their value"),
    (ActorName, "actor"): _("Names, which become aliases"),
    (Affiliation, "person"): _("Roles it holds"),
    (Affiliation, "organisation"): _("Who holds roles at it"),
    (EventParticipant, "actor"): _("Events it takes part in"),
    (Claim, "speaker"): _("Claims it makes"),
    (Claim, "value_actor"): _("Claims that name it as their value"),
    (ClaimEvent, "event"): _("Claims about it"),
    (EventRelation, "from_event"): _("Its relations to other events"),
    (EventRelation, "to_event"): _("Relations of other events to it"),
    (Event, "part_of"): _("Events that are part of it"),
}


@dataclass(frozen=True)
class Row:
    """One row that moves, by the record that it is part of; `dropped` where the other has the same already."""

    record: Link
    detail: str
    dropped: bool


@dataclass(frozen=True)
class Move:
    label: Promise
    rows: list[Row]

    @property
    def shown(self) -> list[Row]:
        return self.rows[:SHOWN]

    @property
    def more(self) -> int:
        return len(self.rows) - len(self.shown)


@dataclass(frozen=True)
class PublicChange:
    record: Link
    what: str


@dataclass(frozen=True)
class Preview:
    """What would be done; `problems` say why it cannot be, and then there is nothing else."""

    going: Record
    staying: Record
    problems: list[Problem] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    public: list[PublicChange] = field(default_factory=list)

    @property
    def moved(self) -> int:
        return sum(len(move.rows) for move in self.moves) - self.dropped

    @property
    def dropped(self) -> int:
        return sum(row.dropped for move in self.moves for row in move.rows)

    @property
    def redirect(self) -> tuple[Key, Key] | None:
        """The address that would lead to another one, if it was public."""
        return (key_of(self.going), key_of(self.staying)) if self.public else None

    @property
    def shown(self) -> list[PublicChange]:
        return self.public[:SHOWN]

    @property
    def more(self) -> int:
        return len(self.public) - len(self.shown)


def merge_preview(going: Record, staying: Record) -> Preview:
    pointing = [(pointer, _pointing(pointer, going)) for pointer in POINTERS[type(going)]]
    left: set[tuple[str, Any]] = set()

    def act() -> None:
        merge(going, into=staying, reason="to see what it does")
        left.update(_still_there(pointing))

    problems, public = _tried(act)
    moves = [
        Move(_LABELS[pointer.model, pointer.column], [_row(pointer, row, left) for row in rows])
        for pointer, rows in pointing
        if rows
    ]
    return Preview(going, staying, problems, [] if problems else moves, public)


def unmerge_preview(going: Record, staying: Record) -> Preview:
    problems, public = _tried(lambda: unmerge(going, reason="to see what it does"))
    return Preview(going, staying, problems, [], public)


def _tried(act: Callable[[], object]) -> tuple[list[Problem], list[PublicChange]]:
    """What stands against an act, and which public records it changes; nothing stays of it."""
    with transaction.atomic():
        before = current().number
        try:
            act()
            changes = Change.objects.filter(seq__gt=before).order_by("resource", "slug")
            return [], _public([(Key(change.resource, change.slug), change.op) for change in changes])
        except PublicationRefused as refused:
            return refused.problems, []
        finally:
            transaction.set_rollback(True)


def _public(changes: list[tuple[Key, str]]) -> list[PublicChange]:
    found = records_named(" ".join(str(key) for key, _ in changes[:SHOWN]))
    return [
        PublicChange(_link(found.get(str(key)), str(key)), str(ChangeOp(operation).label)) for key, operation in changes
    ]


def _link(record: Record | None, name: str) -> Link:
    return Link(f"{record} ({name})", change_url(record)) if record else Link(name, "")


def _pointing(pointer: Pointer, record: Record) -> list[Any]:
    rows = pointer.model._default_manager.filter(**{pointer.column: record}).order_by("pk")
    related = {name for name in (pointer.owner, *_BESIDE.get(pointer.model, ())) if name != "pk"}
    return list(rows.select_related(*related) if related else rows)


# What else a row of a table names.
_BESIDE: dict[type[models.Model], tuple[str, ...]] = {
    Affiliation: ("organisation",),
    EventRelation: ("to_event",),
}


def _still_there(pointing: list[tuple[Pointer, list[Any]]]) -> set[tuple[str, Any]]:
    return {
        (pointer.model.__name__, pk)
        for pointer, rows in pointing
        for pk in pointer.model._default_manager.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True)
    }


def _row(pointer: Pointer, row: Any, left: set[tuple[str, Any]]) -> Row:
    owner = row if pointer.owner == "pk" else getattr(row, pointer.owner)
    return Row(Link(str(owner), change_url(owner)), _detail(row), (pointer.model.__name__, row.pk) not in left)


def _detail(row: models.Model) -> str:
    """What the row says besides which record it belongs to."""
    match row:
        case ActorName():
            return f"{row.name} ({NameKind(row.kind).label}, {row.script})"
        case Affiliation():
            return f"{row.role}, {row.organisation}"
        case EventParticipant() | EventPlace():
            return str(row.get_role_display())
        case EventRelation():
            return f"{row.get_relation_display()} {row.to_event}"
        case ArticleCitation():
            return row.mention
    return ""


def twins(pair: list[Record]) -> list[Preview]:
    """Both ways to merge the two: for each, what happens if it is the one that stays."""
    return [merge_preview(going, staying) for staying, going in ((pair[0], pair[1]), (pair[1], pair[0]))]
