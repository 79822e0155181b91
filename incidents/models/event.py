from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy

from incidents.models.actor import Actor
from incidents.models.constraints import bounds_need_date, in_order, one_of, stated
from incidents.models.history import tracked
from incidents.models.place import Place
from incidents.models.record import Record
from incidents.models.triggers import touches
from incidents.models.validators import validate_edtf
from incidents.querysets import EventParticipantQuerySet, EventPlaceQuerySet, EventRelationQuerySet, RecordQuerySet
from incidents.vocabularies import (
    DatePrecision,
    EventType,
    Mode,
    ParticipantRole,
    PlaceRole,
    QuadClass,
    Realis,
    quad_class_of,
)
from incidents.vocabularies import EventRelation as EventRelationKind


@tracked
class Event(Record):
    """Something that happened, is under way or is planned, at a time and place."""

    title = models.CharField(max_length=200, help_text="What happened, in a line of our own English words.")
    summary = models.TextField(
        blank=True, help_text="What is said to have happened, in our own English words; takes no side."
    )
    event_type = models.CharField(
        max_length=20, blank=True, choices=EventType.choices, help_text="PLOVER event type; empty where none fits."
    )
    mode = models.CharField(
        max_length=30, blank=True, choices=Mode.choices, help_text="PLOVER mode of that event type; empty where none."
    )
    realis = models.CharField(
        max_length=10,
        choices=Realis.choices,
        default=Realis.ACTUAL,
        help_text="Whether it happened, is under way, is planned, or is only alleged.",
    )
    date = models.CharField(
        max_length=100,
        blank=True,
        validators=[validate_edtf],
        help_text="When, as stated (EDTF): 2025-11-14, 2024-12, 2025-08/2025-09, XXXX-09-01; empty where unknown.",
    )
    date_start = models.DateField(
        null=True, editable=False, help_text="Derived: the first day it may have begun, or null."
    )
    date_end = models.DateField(
        null=True, editable=False, help_text="Derived: the last day it may have ended, or null."
    )
    date_precision = models.CharField(
        max_length=10,
        choices=DatePrecision.choices,
        default=DatePrecision.UNKNOWN,
        editable=False,
        help_text="Derived: how precise the date is.",
    )
    date_note = models.TextField(blank=True, help_text="How a relative or uncertain date was resolved.")
    places = models.ManyToManyField(Place, through="EventPlace", related_name="events", help_text="Where, and how.")
    participants = models.ManyToManyField(
        Actor, through="EventParticipant", related_name="events", help_text="Who took part, and in which role."
    )
    part_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        help_text="The larger event it was part of.",
    )

    objects = RecordQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            stated("title"),
            one_of("event_type", EventType, optional=True),
            one_of("mode", Mode, optional=True),
            one_of("realis", Realis),
            one_of("date_precision", DatePrecision),
            in_order("date"),
            bounds_need_date("date"),
            models.CheckConstraint(
                condition=Q(mode="") | ~Q(event_type=""),
                name="event_mode_needs_type",
                violation_error_message=gettext_lazy("A mode belongs to an event type: give the type."),
            ),
            models.CheckConstraint(
                condition=Q(part_of__isnull=True) | ~Q(part_of=F("id")),
                name="event_not_part_of_itself",
                violation_error_message=gettext_lazy("An event cannot be part of itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def quad_class(self) -> QuadClass | None:
        """PLOVER quad class, which follows from the event type."""
        return quad_class_of(EventType(self.event_type)) if self.event_type else None

    def derive(self) -> None:
        self.derive_bounds("date")


@tracked
class EventPlace(models.Model):
    """Where an event happened, came from or went to."""

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="event_places", help_text="What happened there."
    )
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="event_places", help_text="Where it happened."
    )
    role = models.CharField(
        max_length=20,
        choices=PlaceRole.choices,
        default=PlaceRole.OCCURRED_AT,
        help_text="What the place is to the event.",
    )

    objects = EventPlaceQuerySet.as_manager()

    class Meta:
        ordering = ["event", "role", "place"]
        constraints = [
            one_of("role", PlaceRole),
            models.UniqueConstraint(fields=["event", "place", "role"], name="eventplace_once"),
        ]
        triggers = [touches("incidents_event", "event_id")]

    def __str__(self) -> str:
        return f"{self.event}: {self.get_role_display()}, {self.place}"

    def natural_key(self) -> tuple[str, str, str]:
        return (self.event.slug, self.place.slug, self.role)


@tracked
class EventParticipant(models.Model):
    """Who took part in an event, and as what."""

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="event_participants", help_text="What they took part in."
    )
    actor = models.ForeignKey(
        Actor, on_delete=models.PROTECT, related_name="event_participants", help_text="Who took part."
    )
    role = models.CharField(max_length=20, choices=ParticipantRole.choices, help_text="In which role.")

    objects = EventParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["event", "role", "actor"]
        constraints = [
            one_of("role", ParticipantRole),
            models.UniqueConstraint(fields=["event", "actor", "role"], name="eventparticipant_once"),
        ]
        triggers = [touches("incidents_event", "event_id")]

    def __str__(self) -> str:
        return f"{self.event}: {self.get_role_display()}, {self.actor}"

    def natural_key(self) -> tuple[str, str, str]:
        return (self.event.slug, self.actor.slug, self.role)


@tracked
class EventRelation(models.Model):
    """How one event stands to another."""

    from_event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="relations", help_text="The event that is related."
    )
    to_event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="related_from", help_text="The event it is related to."
    )
    relation = models.CharField(
        max_length=20, choices=EventRelationKind.choices, help_text="How the first stands to the second."
    )

    objects = EventRelationQuerySet.as_manager()

    class Meta:
        ordering = ["from_event", "relation", "to_event"]
        constraints = [
            one_of("relation", EventRelationKind),
            models.UniqueConstraint(fields=["from_event", "to_event", "relation"], name="eventrelation_once"),
            models.CheckConstraint(
                condition=~Q(from_event=F("to_event")),
                name="eventrelation_not_to_itself",
                violation_error_message=gettext_lazy("An event cannot be related to itself."),
            ),
        ]
        triggers = [touches("incidents_event", "from_event_id")]

    def __str__(self) -> str:
        return f"{self.from_event} – {self.get_relation_display()} – {self.to_event}"

    def natural_key(self) -> tuple[str, str, str]:
        return (self.from_event.slug, self.to_event.slug, self.relation)
