from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy

from incidents.models.history import tracked


class ProposedAct(models.TextChoices):
    """What changes the public without an edit."""

    RETRACT = "retract", gettext_lazy("Retract")
    MERGE = "merge", gettext_lazy("Merge")
    UNDO_MERGE = "undo_merge", gettext_lazy("Undo the merge")


class ProposalOutcome(models.TextChoices):
    """What became of a proposal."""

    WAITING = "waiting", gettext_lazy("Waits")
    CARRIED_OUT = "carried_out", gettext_lazy("Carried out")
    DECLINED = "declined", gettext_lazy("Declined")
    WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")
    OVERTAKEN = "overtaken", gettext_lazy("Overtaken by another one")


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def waiting(self) -> Self:
        return self.filter(outcome=ProposalOutcome.WAITING)

    def about(self, *keys: str) -> Self:
        """Those that would touch one of the records with these keys, e.g. sources:quokka-post."""
        return self.filter(about__has_any_keys=list(keys))


@tracked
class Proposal(models.Model):
    """That a reviewer asked for records to be retracted or merged, as they stood, and what another one decided."""

    act = models.CharField(max_length=10, choices=ProposedAct.choices, help_text="What is to be done.")
    about = models.JSONField(
        editable=False, help_text="The version of each record when it was proposed, by key, e.g. sources:quokka-post."
    )
    staying = models.TextField(
        blank=True, editable=False, help_text="Key of the record that stays or stayed; empty for a retraction."
    )
    reason = models.TextField(help_text="Why. The public reads it once the records are retracted or merged.")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        help_text="Who proposed it.",
    )
    proposed_at = models.DateTimeField(db_default=Now(), editable=False, help_text="When it was proposed (UTC).")
    outcome = models.CharField(
        max_length=11,
        choices=ProposalOutcome.choices,
        default=ProposalOutcome.WAITING,
        help_text="What became of it.",
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
    answer = models.TextField(blank=True, help_text="What the reviewer wrote to whoever proposed it.")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        # Whoever may publish the records may propose it, and decide on what others proposed.
        default_permissions = ()
        ordering = ["proposed_at", "pk"]
        indexes = [GinIndex(fields=["about"], name="proposal_about")]
        constraints = [
            models.CheckConstraint(condition=Q(act__in=ProposedAct.values), name="proposal_act_word"),
            models.CheckConstraint(condition=Q(outcome__in=ProposalOutcome.values), name="proposal_outcome_word"),
            models.CheckConstraint(
                condition=Q(act=ProposedAct.RETRACT, staying="") | (~Q(act=ProposedAct.RETRACT) & ~Q(staying="")),
                name="proposal_one_stays",
            ),
            models.CheckConstraint(condition=~Q(about={}) & ~Q(reason=""), name="proposal_about_something"),
            models.CheckConstraint(
                condition=Q(outcome=ProposalOutcome.WAITING, decided_at__isnull=True)
                | (~Q(outcome=ProposalOutcome.WAITING) & Q(decided_at__isnull=False)),
                name="proposal_decided_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{ProposedAct(self.act).label}: {', '.join(sorted(self.about))}"
