from typing import Self, cast

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, Now
from django.db.models.lookups import Exact
from django.utils.translation import gettext as _

from incidents.models.actor import Actor
from incidents.models.article import Article
from incidents.models.claim import Claim
from incidents.models.event import Event
from incidents.models.history import tracked
from incidents.models.place import Place
from incidents.models.record import Record
from incidents.models.source import Source
from incidents.vocabularies import Status

# The columns of which one names the record.
OWNERS = ("source", "place", "actor", "article", "event", "claim")


class Outcome(models.TextChoices):
    """What became of a submission."""

    WAITING = "waiting", "Waiting"
    APPROVED = "approved", "Approved"
    SENT_BACK = "sent_back", "Sent back"
    REPLACED = "replaced", "Submitted anew"


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def of(self, record: Record) -> Self:
        return self.filter(**{owner_of(type(record)): record.pk})

    def waiting(self) -> Self:
        """Those that a reviewer has yet to decide on: the public sees an older version, or none."""
        unseen = Q()
        for owner in OWNERS:
            newer = Q(version__gt=Coalesce(f"{owner}__published_version", 0))
            unseen |= Q(**{f"{owner}__isnull": False}) & newer & ~Q(**{f"{owner}__status": Status.RETRACTED})
        return self.filter(unseen, outcome=Outcome.WAITING)


@tracked
class Submission(models.Model):
    """That an editor asked for a record to become public as it stood, and what the reviewer answered."""

    source = models.ForeignKey(
        Source, on_delete=models.CASCADE, null=True, editable=False, related_name="submissions", help_text="The record."
    )
    place = models.ForeignKey(
        Place, on_delete=models.CASCADE, null=True, editable=False, related_name="submissions", help_text="The record."
    )
    actor = models.ForeignKey(
        Actor, on_delete=models.CASCADE, null=True, editable=False, related_name="submissions", help_text="The record."
    )
    article = models.ForeignKey(
        Article,
        on_delete=models.CASCADE,
        null=True,
        editable=False,
        related_name="submissions",
        help_text="The record.",
    )
    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, null=True, editable=False, related_name="submissions", help_text="The record."
    )
    claim = models.ForeignKey(
        Claim, on_delete=models.CASCADE, null=True, editable=False, related_name="submissions", help_text="The record."
    )
    version = models.PositiveIntegerField(editable=False, help_text="The version of the record that was submitted.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        help_text="Who submitted it.",
    )
    at = models.DateTimeField(db_default=Now(), editable=False, help_text="When it was submitted (UTC).")
    comment = models.TextField(blank=True, help_text="What the reviewer should know.")
    outcome = models.CharField(
        max_length=10, choices=Outcome.choices, default=Outcome.WAITING, help_text="What became of it."
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        help_text="Who decided.",
    )
    decided_at = models.DateTimeField(null=True, editable=False, help_text="When it was decided (UTC).")
    answer = models.TextField(blank=True, help_text="What the reviewer wrote to whoever submitted it.")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        # Whoever may change a record may submit it; whoever may publish it decides.
        default_permissions = ()
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Exact(models.Func(*OWNERS, function="num_nonnulls", output_field=models.IntegerField()), 1),
                name="submission_of_one_record",
            ),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="submission_outcome_word"),
            *(
                models.UniqueConstraint(
                    fields=[owner], condition=Q(outcome=Outcome.WAITING), name=f"submission_{owner}_waiting_once"
                )
                for owner in OWNERS
            ),
        ]

    def __str__(self) -> str:
        return _("%(record)s, version %(number)s") % {"record": self.record, "number": self.version}

    @property
    def record(self) -> Record:
        return cast(Record, next(found for owner in OWNERS if (found := getattr(self, owner)) is not None))


def owner_of(model: type[Record]) -> str:
    """The column of a submission that names records of this model."""
    return str(model._meta.model_name)


def waits(model: type[Record]) -> Exists:
    """Whether a submission of the record waits for a reviewer, as a column for a query of such records."""
    unseen = Q(version__gt=Coalesce(OuterRef("published_version"), 0))
    return Exists(Submission.objects.filter(unseen, **{owner_of(model): OuterRef("pk")}, outcome=Outcome.WAITING))


def for_review(model: type[Record]) -> Q:
    """Records that wait for a reviewer: handed over as drafts, or public with edits that were submitted."""
    owner = owner_of(model)
    unseen = Q(version__gt=Coalesce(f"{owner}__published_version", 0))
    submitted = Submission.objects.filter(unseen, **{f"{owner}__isnull": False}, outcome=Outcome.WAITING)
    edited = Q(status=Status.PUBLISHED) & ~Q(version=F("published_version"))
    # A subquery that does not look at the row: it is answered once for a whole list.
    return Q(status=Status.IN_REVIEW) | edited & Q(pk__in=submitted.values(owner))
