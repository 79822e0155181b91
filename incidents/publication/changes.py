"""What has happened to public records: the feed of changes, and the ids that do not answer any more."""

from django.db import models

from incidents.publication.versions import CURRENT, Versioned
from incidents.vocabularies import ChangeOp


class Withdrawal(Versioned):
    """A public id that no longer answers: retracted with a reason, or merged into another."""

    resource = models.CharField(max_length=20, help_text="Which list it was in, e.g. events.")
    slug = models.CharField(max_length=80, db_collation="C", help_text="The public id.")
    merged_into = models.CharField(
        max_length=80, blank=True, db_collation="C", help_text="Id it redirects to; empty where it was retracted."
    )
    reason = models.TextField(help_text="Why it was withdrawn, as the public reads it.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resource", "slug"], condition=CURRENT, name="withdrawal_current_once"),
        ]

    def __str__(self) -> str:
        return f"{self.resource}/{self.slug}"


class Change(models.Model):
    """One line of the change feed. Numbers are given under a lock, so they appear in the order of commits."""

    seq = models.BigIntegerField(primary_key=True, help_text="Number of the change; rises by one.")
    op = models.CharField(max_length=10, choices=ChangeOp.choices, help_text="What was done.")
    resource = models.CharField(max_length=20, help_text="Which list the record is in, e.g. events.")
    slug = models.CharField(max_length=80, db_collation="C", help_text="Public id of the record.")
    at = models.DateTimeField(help_text="When it was published (UTC).")
    dataset_version = models.BigIntegerField(help_text="The version of the dataset that includes it.")

    class Meta:
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.seq} {self.op} {self.resource}/{self.slug}"
