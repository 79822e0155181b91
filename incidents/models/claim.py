from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy

from incidents.models.actor import Actor
from incidents.models.article import Article
from incidents.models.constraints import bounds_need_date, in_order, one_of, stated
from incidents.models.event import Event
from incidents.models.history import tracked
from incidents.models.place import Place
from incidents.models.record import Record
from incidents.models.source import Source
from incidents.models.triggers import quote_stands_in_text, rechecks_evidence, touches
from incidents.models.validators import validate_edtf
from incidents.models.values import VALUE_CONSTRAINTS
from incidents.querysets import ClaimAttributionQuerySet, ClaimRelationQuerySet, EvidenceQuerySet, RecordQuerySet
from incidents.vocabularies import (
    SPEAKER_REQUIRED_ACTS,
    SYMMETRIC_RELATIONS,
    Aspect,
    DatePrecision,
    EvidenceStatus,
    Modality,
    SpeechAct,
    SpeechMode,
    ValueQualifier,
    ValueType,
)
from incidents.vocabularies import ClaimRelation as ClaimRelationKind


@tracked
class Claim(Record):
    """One attributed assertion about one or more events, in one article."""

    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="claims", help_text="The article that reports it."
    )
    events = models.ManyToManyField(Event, related_name="claims", help_text="The events it is about, at least one.")
    statement = models.TextField(help_text="What is claimed, in a sentence of our own English words.")
    speaker = models.ForeignKey(
        Actor,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        help_text="Who makes the claim; empty where the article speaks in its own voice.",
    )
    speaker_text = models.CharField(
        max_length=300, blank=True, help_text="The words that name the speaker, as printed in the article."
    )
    speech_act = models.CharField(
        max_length=30, choices=SpeechAct.choices, default=SpeechAct.ASSERTS, help_text="What the speaker does by it."
    )
    speech_mode = models.CharField(
        max_length=20, choices=SpeechMode.choices, help_text="Quoted directly, reported, or the article's own voice."
    )
    modality = models.CharField(
        max_length=20,
        choices=Modality.choices,
        default=Modality.FACTUAL,
        help_text="Whether it is put as fact, as possibility, as plan, or as not being so.",
    )
    aspect = models.CharField(max_length=20, choices=Aspect.choices, help_text="What of the event it is about.")
    value_type = models.CharField(
        max_length=20, blank=True, choices=ValueType.choices, help_text="Type of the value it states; empty for none."
    )
    value_number = models.DecimalField(
        max_digits=20,
        decimal_places=4,
        null=True,
        blank=True,
        help_text="The number, for a quantity, sum of money or percentage.",
    )
    value_qualifier = models.CharField(
        max_length=20, blank=True, choices=ValueQualifier.choices, help_text="How exactly the number is meant."
    )
    value_unit = models.CharField(
        max_length=100,
        blank=True,
        help_text="What is counted, e.g. people killed; for money the currency (ISO 4217).",
    )
    value_text = models.CharField(max_length=500, blank=True, help_text="The value in words, for a text value.")
    value_date = models.CharField(
        max_length=100, blank=True, validators=[validate_edtf], help_text="The date (EDTF), for a date value."
    )
    value_actor = models.ForeignKey(
        Actor,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="named_in_values",
        help_text="The actor, for an actor value.",
    )
    value_place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="named_in_values",
        help_text="The place, for a place value.",
    )
    said = models.CharField(
        max_length=100,
        blank=True,
        validators=[validate_edtf],
        help_text="When it was said (EDTF), which is neither when it happened nor when it was printed.",
    )
    said_start = models.DateField(null=True, editable=False, help_text="Derived: first day it may have been said.")
    said_end = models.DateField(null=True, editable=False, help_text="Derived: last day it may have been said.")
    said_precision = models.CharField(
        max_length=10,
        choices=DatePrecision.choices,
        default=DatePrecision.UNKNOWN,
        editable=False,
        help_text="Derived: how precise the date of saying is.",
    )
    said_note = models.TextField(blank=True, help_text="How the date of saying was found.")
    attribution = models.ManyToManyField(
        Source,
        through="ClaimAttribution",
        related_name="attributed_claims",
        help_text="The chain of sources it came through, the nearest to the article first.",
    )

    objects = RecordQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            *VALUE_CONSTRAINTS,
            stated("statement"),
            one_of("speech_act", SpeechAct),
            one_of("speech_mode", SpeechMode),
            one_of("modality", Modality),
            one_of("aspect", Aspect),
            one_of("said_precision", DatePrecision),
            in_order("said"),
            bounds_need_date("said"),
            models.CheckConstraint(
                condition=~Q(speech_act__in=sorted(SPEAKER_REQUIRED_ACTS))
                | Q(speaker__isnull=False) & ~Q(speech_mode=SpeechMode.AUTHOR_VOICE),
                name="claim_silence_is_no_denial",
                violation_error_message=gettext_lazy(
                    "Only a speaker denies, admits, apologises, promises or declines: "
                    "a remark that someone has not done so is the article's own, with modality negated."
                ),
            ),
        ]
        triggers = [
            *Record.Meta.triggers,
            rechecks_evidence("article_id", "claim.id = NEW.id"),
        ]

    def __str__(self) -> str:
        return self.statement

    def derive(self) -> None:
        self.derive_bounds("said")


@tracked
class ClaimEvent(Claim.events.through):  # type: ignore[name-defined,misc]  # the table Django made for Claim.events
    """The link between a claim and an event, so that its changes are recorded too."""

    class Meta:
        proxy = True
        triggers = [touches("incidents_claim", "claim_id")]


@tracked
class ClaimAttribution(models.Model):
    """One link of the chain of sources through which a claim reached its article."""

    claim = models.ForeignKey(
        Claim, on_delete=models.CASCADE, related_name="attributions", help_text="The claim that came this way."
    )
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="attributions", help_text="The source it came through."
    )
    position = models.PositiveSmallIntegerField(help_text="0 is the source the article cites; the last is the root.")

    objects = ClaimAttributionQuerySet.as_manager()

    class Meta:
        ordering = ["claim", "position"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "position"], name="claimattribution_position_once"),
            models.UniqueConstraint(fields=["claim", "source"], name="claimattribution_source_once"),
        ]
        triggers = [touches("incidents_claim", "claim_id")]

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.source}"

    def natural_key(self) -> tuple[str, str]:
        return (self.claim.slug, self.source.slug)


@tracked
class Evidence(models.Model):
    """An exact quote from the article's text, with its position. The database itself refuses any other."""

    claim = models.ForeignKey(
        Claim, on_delete=models.CASCADE, related_name="evidence", help_text="The claim that rests on the quote."
    )
    quote = models.TextField(help_text="The words exactly as they stand in the text, code point for code point.")
    start = models.PositiveIntegerField(
        blank=True,
        help_text="Where the quote begins, counted in Unicode code points from 0; found where it occurs once.",
    )
    end = models.PositiveIntegerField(editable=False, help_text="Derived: one past its last code point.")
    status = models.CharField(
        max_length=10,
        choices=EvidenceStatus.choices,
        default=EvidenceStatus.VERIFIED,
        editable=False,
        help_text="Derived: whether the quote still stands in the text at its position.",
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["claim", "start"]
        verbose_name_plural = "evidence"
        constraints = [
            stated("quote"),
            one_of("status", EvidenceStatus),
            models.UniqueConstraint(fields=["claim", "start", "end"], name="evidence_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="evidence_not_empty"),
        ]
        triggers = [quote_stands_in_text("claim"), touches("incidents_claim", "claim_id")]

    def __str__(self) -> str:
        return self.quote

    def natural_key(self) -> tuple[str, str, int | None]:
        return (self.claim.slug, self.quote, self.start)


@tracked
class ClaimRelation(models.Model):
    """How one claim stands to another: contradiction is data. It is listed on both."""

    from_claim = models.ForeignKey(
        Claim, on_delete=models.CASCADE, related_name="relations", help_text="The claim that is related."
    )
    to_claim = models.ForeignKey(
        Claim, on_delete=models.CASCADE, related_name="related_from", help_text="The claim it is related to."
    )
    relation = models.CharField(
        max_length=20, choices=ClaimRelationKind.choices, help_text="How the first stands to the second."
    )
    aspect = models.CharField(max_length=20, choices=Aspect.choices, help_text="In respect of what.")
    note = models.TextField(blank=True, help_text="Why, in one sentence of our own English words. Published.")

    objects = ClaimRelationQuerySet.as_manager()

    class Meta:
        ordering = ["from_claim", "relation", "to_claim"]
        constraints = [
            one_of("relation", ClaimRelationKind),
            one_of("aspect", Aspect),
            models.UniqueConstraint(fields=["from_claim", "to_claim", "relation", "aspect"], name="claimrelation_once"),
            models.UniqueConstraint(
                Least("from_claim", "to_claim"),
                Greatest("from_claim", "to_claim"),
                "relation",
                "aspect",
                condition=Q(relation__in=sorted(SYMMETRIC_RELATIONS)),
                name="claimrelation_symmetric_once",
                violation_error_message=gettext_lazy("This relation holds both ways and is already recorded."),
            ),
            models.CheckConstraint(
                condition=~Q(from_claim=F("to_claim")),
                name="claimrelation_not_to_itself",
                violation_error_message=gettext_lazy("A claim cannot be related to itself."),
            ),
        ]
        triggers = [touches("incidents_claim", "from_claim_id")]

    def __str__(self) -> str:
        return f"{self.from_claim_id} – {self.get_relation_display()} – {self.to_claim_id}"

    def natural_key(self) -> tuple[str, str, str, str]:
        return (self.from_claim.slug, self.to_claim.slug, self.relation, self.aspect)
